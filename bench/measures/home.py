"""A signed-in learner's first page against a bare view: how many a second."""

from bench.browsers import Browser
from bench.measures import Ratio, Stage, ratio
from bench.rounds import interleave

AIM = 0.2  # of the bare view's rate


def measure(stage: Stage) -> list[Ratio]:
    """`/me/` of a learner with some outcomes and messages."""
    me = Browser(stage.large.port)
    me.sign_in(stage.person("learner"))
    home = stage.pages("a learner's home", stage.large, me, ["/me/"], "我的学银")
    bare = stage.bare_view()
    interleave(stage.scale, [home, bare])
    return [ratio(home, bare, AIM, rate=True)]
