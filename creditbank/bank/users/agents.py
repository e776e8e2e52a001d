"""Which browser on which system, as far as a user agent says; kept as `browser|system`."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The first mark that is found counts: most browsers name those they descend from as well.
_BROWSERS = (
    ("MicroMessenger", "wechat"),
    ("QQBrowser", "qq"),
    (" QQ/", "qq"),
    ("QIHU", "360"),
    ("360SE", "360"),
    ("360EE", "360"),
    ("UCBrowser", "uc"),
    ("HuaweiBrowser", "huawei"),
    ("MiuiBrowser", "miui"),
    ("Edg", "edge"),
    ("OPR/", "opera"),
    ("Firefox", "firefox"),
    ("FxiOS", "firefox"),
    ("Chrome", "chrome"),
    ("CriOS", "chrome"),
    ("Safari", "safari"),
)
_SYSTEMS = (
    ("OpenHarmony", "harmony"),
    ("HarmonyOS", "harmony"),
    ("Windows", "windows"),
    ("iPhone", "iphone"),
    ("iPad", "ipad"),
    ("Android", "android"),
    ("Macintosh", "mac"),
    ("Linux", "linux"),
)
_WORDS = {
    "wechat": gettext_lazy("微信"),
    "qq": gettext_lazy("QQ 浏览器"),
    "360": gettext_lazy("360 浏览器"),
    "uc": gettext_lazy("UC 浏览器"),
    "huawei": gettext_lazy("华为浏览器"),
    "miui": gettext_lazy("小米浏览器"),
    "edge": "Edge",
    "opera": "Opera",
    "firefox": "Firefox",
    "chrome": "Chrome",
    "safari": "Safari",
    "harmony": gettext_lazy("鸿蒙"),
    "windows": "Windows",
    "iphone": "iPhone",
    "ipad": "iPad",
    "android": gettext_lazy("安卓"),
    "mac": "Mac",
    "linux": "Linux",
}


def read(user_agent: str) -> str:
    """What is kept of a user agent: `chrome|windows`; either may be empty."""
    found = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return "|".join(found)


def words(agent: str) -> str:
    """What `read` gave, in words: 'Windows 上的 Chrome'."""
    browser, _bar, system = agent.partition("|")
    named = [str(_WORDS[code]) for code in (browser, system) if code in _WORDS]
    if len(named) == 2:
        return _("%(system)s 上的 %(browser)s") % {"browser": named[0], "system": named[1]}
    return named[0] if named else _("未知的浏览器")


def _first(marks: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((code for mark, code in marks if mark in user_agent), "")
