import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
NEW = "cobalt walrus umbrella 7"


@pytest.fixture
def account(a_learner):
    return a_learner(first_sign_in=True)


@pytest.fixture
def begin(sign_in, account, number_of, posted, with_captcha):
    """Type the initial password; by number unless another name is given. The worker sends the code."""

    def start(client, name=None):
        number = number_of(account)
        typed = number[-6:].lower()
        answer = sign_in(name or f"S{number}", typed, with_client=client, **with_captcha())
        posted()
        return answer

    return start


def fresh(account):
    from creditbank.bank.users import people

    return people.find(account.user_id)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def set_password(client, password=NEW):
    return client.post("/login/new-password", {"password": password, "again": password})


@pytest.mark.parametrize("by_address", [False, True])
def test_initial_password_code_new_password_and_in(client, begin, account, secret, by_address):
    assert begin(client, account.user.email if by_address else None).url == "/login/code"
    assert not is_signed_in(client)

    answer = client.post("/login/code", {"code": secret("user_code", "code")})
    assert answer.url == "/login/new-password"
    assert not is_signed_in(client)

    assert set_password(client).url == "/me/"
    assert is_signed_in(client)
    user = fresh(account)
    assert user.check_password(NEW)
    assert user.email_confirmed_at
    assert client.get("/me/security/").status_code == 200


def test_the_initial_password_alone_opens_nothing(client, begin):
    begin(client)

    for page in ("/me/", "/me/security/", "/work/"):
        assert client.get(page).url.startswith("/login")
    assert set_password(client).url == "/login"
    assert not is_signed_in(client)


def test_the_initial_password_dies_with_its_first_use(client, begin, secret, account):
    begin(client)
    used = secret("user_code", "code")
    client.post("/login/code", {"code": used})

    another = Client()
    assert begin(another).url == "/login/code", "the page does not tell that it is dead"
    assert secret("user_code", "code") == used, "no code was sent"
    assert another.post("/login/code", {"code": used}).status_code == 200


def test_the_initial_password_dies_after_thirty_days(client, begin, later, letters):
    with later(days=31):
        assert begin(client).url == "/login/code"
    assert "user_code" not in letters()


def test_after_that_recovery_by_mail_serves(client, account, secret, later):
    from creditbank.bank.users import tasks

    with later(days=31):
        tasks.recover(key=bytes(account.user.email_fingerprint).hex())
        path = f"/recover/{secret('user_recovery', 'token')}"
        assert client.post(path, {"password": NEW, "again": NEW}).url == "/login"
    assert fresh(account).check_password(NEW)


def test_who_knows_the_number_but_not_the_mailbox_gets_no_further(client, begin, account, secret):
    begin(client)
    right = secret("user_code", "code")
    for step in range(1, 7):
        wrong = f"{(int(right) + step) % 10**6:06d}"
        page = client.post("/login/code", {"code": wrong})
        assert page.status_code == 200

    assert client.post("/login/code", {"code": right}).status_code == 200
    assert not is_signed_in(client)
    assert not fresh(account).has_usable_password()
    assert fresh(account).initial_until, "the owner's own first sign-in still works"


def test_nobody_can_flood_the_mailbox(client, begin, letters, posted):
    for _number in range(8):
        assert begin(client).url == "/login/code"
    client.post("/login/code/again")
    posted()

    assert letters().count("user_code") == 5


def test_the_step_belongs_to_the_browser_that_began(client, begin, secret):
    begin(client)

    stranger = Client()
    assert stranger.post("/login/code", {"code": secret("user_code", "code")}).url == "/login"


def test_the_step_ends_after_a_quarter_of_an_hour(client, begin, secret, later):
    begin(client)
    with later(minutes=16):
        assert client.get("/login/code").url == "/login"


def test_a_suspension_in_between_ends_the_step(client, begin, account, secret):
    from creditbank.bank.accounts import vouching
    from creditbank.bank.history import SYSTEM

    begin(client)
    client.post("/login/code", {"code": secret("user_code", "code")})
    vouching.object_to(account, by=SYSTEM)

    assert set_password(client).url == "/login"
    assert not is_signed_in(client)


def test_a_weak_password_is_refused_with_the_reason_beside_it(
    client, begin, secret, number_of, account
):
    begin(client)
    client.post("/login/code", {"code": secret("user_code", "code")})

    assert "容易被猜到" in set_password(client, "1234567890").content.decode()
    own = f"walrus {number_of(account)[6:14]} cobalt"
    assert "证件号码" in set_password(client, own).content.decode()
    page = client.post("/login/new-password", {"password": NEW, "again": NEW + "x"})
    assert "两次输入的密码不一样" in page.content.decode()
    assert not is_signed_in(client)


def test_an_address_that_became_somebody_elses_is_said_clearly(client, begin, account, secret):
    from creditbank.bank.history import SYSTEM
    from creditbank.bank.users import people

    begin(client)
    other = people.create_learner(account.user.email, "李小样", by=SYSTEM)
    people.confirm_email(other, by=other)

    page = client.post("/login/code", {"code": secret("user_code", "code")}).content.decode()

    assert "一个邮箱只能用于一个账户" in page
    assert fresh(account).initial_until


def test_the_owner_is_told_of_the_new_password(client, begin, secret, letters):
    begin(client)
    client.post("/login/code", {"code": secret("user_code", "code")})
    set_password(client)

    assert letters()[-1] == "user_password_changed"


def test_password_and_code_stay_in_no_session(client, begin, secret, number_of, account):
    from creditbank.bank.users.models import Session
    from creditbank.bank.users.sessions import SessionStore

    begin(client)
    code = secret("user_code", "code")

    kept = str([SessionStore().decode(row.session_data) for row in Session.objects.all()])
    assert "'step': 'code'" in kept
    for value in (number_of(account), number_of(account)[-6:], account.user.email, f"'{code}'"):
        assert value not in kept
