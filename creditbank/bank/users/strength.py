"""How easily a password is guessed: by machines that know common ones, and by people who know us."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pypinyin import Style, lazy_pinyin
from zxcvbn import zxcvbn

from creditbank.bank.refusals import Refused

WORDS = Path(__file__).parents[3] / "data" / "password_words.txt"
SHORTEST, LONGEST = 10, 128
ENOUGH = 3  # zxcvbn: more than 10^8 guesses
_READ_AT_MOST = 72  # zxcvbn reads no further, and needs long for more
_OWN_WORD = 4

_BECAUSE: dict[str, str | Promise] = {
    "dictionary": _("其中有常见的密码或词语"),
    "spatial": _("其中有键盘上相邻的按键"),
    "repeat": _("其中有重复的字符"),
    "sequence": _("其中有连续的数字或字母"),
    "regex": _("其中有年份"),
    "date": _("其中有日期"),
    "bruteforce": _("太短，太简单"),
}


def check(password: str, *, own: Iterable[str] = ()) -> None:
    """Refuse what is guessed too easily; `own` are words of the person (see `own_words`)."""
    if len(password) < SHORTEST:
        short = _("密码至少要有 %(n)d 个字符。") % {"n": SHORTEST}
        raise Refused("password_short", short, field="password")
    if len(password) > LONGEST:
        long = _("密码最多 %(n)d 个字符。") % {"n": LONGEST}
        raise Refused("password_long", long, field="password")
    words = sorted({word.casefold() for word in own if len(word) >= _OWN_WORD})
    if any(word in password.casefold() for word in words):
        raise Refused(
            "password_own",
            _("密码里不能有您的姓名、邮箱、账号、生日或证件号码，别人很容易想到。"),
            field="password",
        )
    found = zxcvbn(password[:_READ_AT_MOST], user_inputs=[*words, *common_words()])
    if found["score"] < ENOUGH:
        longest = max(found["sequence"], key=lambda match: len(match["token"]))
        because = _BECAUSE.get(longest["pattern"], _BECAUSE["bruteforce"])
        sentence = _("这个密码容易被猜到：%(because)s。请换成几个不相关的词，或更长一些。")
        raise Refused("password_weak", sentence % {"because": because}, field="password")


def own_words(name: str | None, email: str | None, label: str) -> set[str]:
    """What people who know somebody would try first: name in pinyin, address, account number."""
    syllables = lazy_pinyin(name or "", style=Style.NORMAL)
    given, family = "".join(syllables[1:]), "".join(syllables[:1])
    names = {name or "", family + given, given + family, given}
    return names | set(re.split(r"[^0-9a-z]+", (email or "").casefold())) | {label}


@lru_cache(maxsize=1)
def common_words() -> tuple[str, ...]:
    """Pinyin surnames, provinces, names of this site: what lists made abroad do not know."""
    if not WORDS.exists():
        return ()
    lines = (line.strip() for line in WORDS.read_text("utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
