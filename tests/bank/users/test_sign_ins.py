import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    [
        "S65901119900101001X",
        "s65901119900101001x",
        " Ｓ65901119900101 001Ｘ ",
        "65901119900101001x",
    ],
)
def test_a_name_of_s_and_number_however_it_is_typed(typed):
    from creditbank.bank.users import sign_ins

    name = sign_ins.read(typed)
    assert (name.value, name.is_address) == ("65901119900101001X", False)
    assert "6590" not in repr(name)
    assert "6590" not in name.key


@pytest.mark.parametrize("typed", ["", "S", "x" * 300, "@", "a@b@c", "\x00", "＠"])
def test_anything_at_all_may_be_typed_as_a_name(typed):
    from creditbank.bank.users import sign_ins

    assert sign_ins.who(sign_ins.read(typed), by_number=lambda _number: None) is None


def test_nobodys_password_is_hashed_all_the_same(monkeypatch):
    from creditbank.bank.users import sign_ins

    worked = []
    monkeypatch.setattr(sign_ins, "make_password", worked.append)

    assert not sign_ins.password_matches(None, "typed")
    assert worked == ["typed"]
