"""The reviewer's queue against a bare view, and at many cases against few."""

import re

from bench.browsers import Browser, Unexpected
from bench.measures import Ratio, Stage, ratio
from bench.rounds import Contender, interleave
from bench.servers import Server

AIM, AIM_MANY = 10, 1.3
QUEUE = "/work/reviews/"
NEXT = re.compile(r'rel="next" href="([^"]+)"')


def measure(stage: Stage) -> list[Ratio]:
    """First pages, following ones, and each filter: a reviewer uses them all."""
    many = _queue(stage, stage.large, f"the queue at {stage.scale.cases:,} cases")
    few = _queue(stage, stage.small, f"the queue at {stage.scale.few:,} cases")
    bare = stage.bare_view()
    interleave(stage.scale, [many, bare, few])
    return [ratio(many, bare, AIM), ratio(many, few, AIM_MANY)]


def _queue(stage: Stage, server: Server, name: str) -> Contender:
    reviewer = Browser(server.port)
    reviewer.sign_in(stage.person("reviewer"))
    following = NEXT.search(reviewer.get(QUEUE))
    if following is None:
        raise Unexpected("The queue has one page only.")
    queries = ("", "?kind=account", following[1].replace("&amp;", "&"), "?due=soon", "?due=overdue")
    return stage.pages(name, server, reviewer, [QUEUE + query for query in queries], "案件号")
