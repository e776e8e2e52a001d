"""The second factor of staff: codes of an authenticator (TOTP, RFC 6238), and ten spare ones.

A secret is kept from the moment it is shown, and counts once a code of it was typed. A code opens
once: the time step of the last one is remembered.
"""

import datetime as dt
import hmac
import secrets
import unicodedata

import pyotp
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids, limits
from creditbank.bank.history import Actor, verb
from creditbank.bank.keys import fingerprint
from creditbank.bank.refusals import Refused
from creditbank.bank.users import letters
from creditbank.bank.users.models import RecoveryCode, User

ISSUER = "学分银行"
STEP_SECONDS = 30
SPARE_CODES = 10
_SPARE_LENGTH = 10
TRIES, TRIES_WINDOW = 8, dt.timedelta(minutes=15)


def is_set_up(user: User) -> bool:
    """Whether this user has an authenticator."""
    return user.totp_confirmed_at is not None


@verb
def begin(user: User, *, by: Actor) -> str:
    """The secret to put into an authenticator (base32); the same until it is confirmed."""
    if is_set_up(user):
        raise Refused("already_set_up", _("二次验证已经设置过了。"))
    if user.totp_secret is None:
        user.totp_secret = pyotp.random_base32()
        user.save(update_fields=["totp_secret"])
    secret: str = user.totp_secret or ""
    return secret


def address(user: User) -> str:
    """What the QR code says: names the site and the user, never an ID number."""
    return pyotp.TOTP(user.totp_secret or "").provisioning_uri(name=user.label, issuer_name=ISSUER)


def confirm(user: User, typed: str, *, by: Actor) -> list[str]:
    """The first code of a new authenticator; answers the spare codes, to be shown once.

    Raises `Refused` ("code_wrong", "too_many"); not to be called within a transaction.
    """
    _limit(user)
    if _fresh_step(user, _digits(typed)) is None:
        raise _wrong()
    _unlimit(user)
    return _confirmed(user, by=by)


def check(user: User, typed: str, *, by: Actor) -> None:
    """Take a code of the authenticator or a spare one, once.

    Raises `Refused` ("code_wrong", "too_many"); not to be called within a transaction.
    """
    _limit(user)
    digits = _digits(typed)
    if digits.isdecimal() and len(digits) == 6:
        taken = _take_step(user, digits, by=by)
    else:
        taken = _take_spare(user, digits, by=by)
    if not taken:
        raise _wrong()
    _unlimit(user)


@verb
def renew_spare_codes(user: User, *, by: Actor) -> list[str]:
    """Ten new spare codes, to be shown once; the earlier ones end."""
    RecoveryCode.objects.filter(user=user).delete()
    codes = [_spare() for _number in range(SPARE_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_spare_digest(user, code)) for code in codes
    )
    letters.second_factor_changed(user)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def spare_codes_left(user: User) -> int:
    """How many spare codes have not been used."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


@verb
def reset(user: User, *, by: Actor, reason: str = "") -> None:
    """After a lost telephone, by who manages staff: the next sign-in sets up a new one."""
    user.totp_secret, user.totp_confirmed_at, user.session_salt = None, None, ids.uuid7()
    user.save(update_fields=["totp_secret", "totp_confirmed_at", "session_salt"])
    RecoveryCode.objects.filter(user=user).delete()
    letters.second_factor_changed(user)


@verb
def provide(user: User, *, by: Actor) -> str:
    """Set up an authenticator without showing it (demo people); answers the secret."""
    secret: str = begin(user, by=by)
    user.totp_confirmed_at = clock.now()
    user.save(update_fields=["totp_confirmed_at"])
    return secret


@verb
def _confirmed(user: User, *, by: Actor) -> list[str]:
    user.totp_confirmed_at = clock.now()
    user.save(update_fields=["totp_confirmed_at"])
    codes: list[str] = renew_spare_codes(user, by=by)
    return codes


@verb
def _take_step(user: User, digits: str, *, by: Actor) -> bool:
    step = _fresh_step(user, digits)
    if step is None:
        return False
    later = User.objects.filter(pk=user.pk, totp_last_step__lt=step)
    return bool(later.update(totp_last_step=step))


@verb
def _take_spare(user: User, typed: str, *, by: Actor) -> bool:
    unused = RecoveryCode.objects.filter(
        user=user, digest=_spare_digest(user, typed.upper()), used_at=None
    )
    if not unused.update(used_at=clock.now()):
        return False
    letters.recovery_code_used(user, left=spare_codes_left(user))
    return True


def _fresh_step(user: User, digits: str) -> int | None:
    """The time step that the code belongs to, one early or late, if no later one was used."""
    totp = pyotp.TOTP(user.totp_secret or pyotp.random_base32())
    now = int(clock.now().timestamp()) // STEP_SECONDS
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), digits.encode()):
            return step if step > user.totp_last_step else None
    return None


def _limit(user: User) -> None:
    limits.hit("second_factor", str(user.pk), limit=TRIES, window=TRIES_WINDOW)


def _unlimit(user: User) -> None:
    # Only failures add up: who signs in and out all morning is never shut out.
    limits.forget("second_factor", str(user.pk))


def _wrong() -> Refused:
    sentence = _("验证码不正确或已经用过，请输入验证器上当前的 6 位数字。")
    return Refused("code_wrong", sentence, field="code")


def _digits(typed: str) -> str:
    return "".join(unicodedata.normalize("NFKC", typed).replace("-", "").split())


def _spare() -> str:
    return "".join(secrets.choice(ids.ALPHABET) for _place in range(_SPARE_LENGTH))


def _spare_digest(user: User, code: str) -> bytes:
    return fingerprint("spare_code", f"{user.pk}|{code}")
