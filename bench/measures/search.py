"""Searching the certificate catalogue against a bare view."""

from urllib.parse import urlencode

from bench.browsers import Browser
from bench.measures import Ratio, Stage, ratio
from bench.rounds import interleave

AIM = 10
# As people type: nothing yet, two characters, more, initials, two words, an abbreviation, an issuer,
# what is not there.
TYPED = ("", "汽车", "汽车维修工", "qcwxg", "会计 管理师", "NCRE", "示例鉴定中心17", "不存在的证书")


def measure(stage: Stage) -> list[Ratio]:
    """`/me/catalogue/` with one search after the other."""
    me = Browser(stage.large.port)
    me.sign_in(stage.person("learner"))
    name = f"catalogue search at {stage.scale.entries:,} entries"
    paths = ["/me/catalogue/?" + urlencode({"q": typed}) for typed in TYPED]
    search = stage.pages(name, stage.large, me, paths, "证书目录")
    bare = stage.bare_view()
    interleave(stage.scale, [search, bare])
    return [ratio(search, bare, AIM)]
