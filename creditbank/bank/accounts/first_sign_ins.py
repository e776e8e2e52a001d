"""The first sign-in (首次登录): a claim asks for a code, the code of the e-mail proves the claim."""

from dataclasses import asdict

from django.utils.translation import gettext_lazy as _

from creditbank.bank import jobs
from creditbank.bank.accounts import claims, tasks
from creditbank.bank.accounts.claims import Claim
from creditbank.bank.refusals import Refused
from creditbank.bank.users import codes, people
from creditbank.bank.users.models import User


def ask_for_code(claim: Claim) -> None:
    """Have a code sent to whom the claim is true for, if to anybody; a job finds out."""
    jobs.defer(tasks.send_code, **asdict(claim))


def confirm(claim: Claim, typed: str) -> User:
    """Take the code: the address is theirs, the initial password dead.

    Whatever is wrong, there is one sentence for it, and the same work for nobody's claim. Not to be
    called within a transaction: a wrong try must count.
    """
    user = claims.holder(claim)
    try:
        codes.check(user or User(), codes.Purpose.FIRST_SIGN_IN, typed)
    except Refused:
        user = None
    if user is None:
        raise Refused(
            "code_wrong",
            _("验证码不正确或已经失效：每个验证码 10 分钟内有效，最多可以试 5 次。"),
            field="code",
        )
    people.confirm_email(user, by=user)
    return user
