import pytest

from creditbank.bank.accounts import contacts, mobiles
from creditbank.bank.refusals import Refused


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("13912345678", "13912345678", "139 1234 5678"),
        (" 139-1234 5678 ", "13912345678", "139 1234 5678"),
        ("＋86 139１2345678", "13912345678", "139 1234 5678"),
        ("008613912345678", "13912345678", "139 1234 5678"),
        ("+852 9123 4567", "+85291234567", "+852 9123 4567"),
        ("+853 6612 3456", "+85366123456", "+853 6612 3456"),
        ("+886 912 345 678", "+886912345678", "+886 9123 45678"),
        ("+49 (151) 2345678", "+491512345678", "+491512345678"),
    ],
)
def test_a_number_is_kept_in_one_spelling_and_shown_in_groups(typed, kept, shown):
    assert mobiles.canonical(typed) == kept
    assert mobiles.shown(kept) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12345",
        "12912345678",
        "139123456789",
        "+85291234",
        "+0123456789",
        "一三九",
        "139a1234567",
    ],
)
def test_what_is_no_number_is_refused_with_an_example(typed):
    with pytest.raises(Refused) as refusal:
        mobiles.canonical(typed)
    assert (refusal.value.code, refusal.value.field) == ("mobile_wrong", "mobile")
    assert "139 1234 5678" in str(refusal.value)


def test_a_changed_number_is_sealed(bank):
    from creditbank.bank.accounts.models import Account

    account = bank.open_account()
    contacts.change_mobile(account, "159 1234 5678", by=account)
    assert bank.fresh(account).mobile == "15912345678"
    (kept,) = Account.objects.values_list("mobile", flat=True)
    assert b"15912345678" not in bytes(kept)
