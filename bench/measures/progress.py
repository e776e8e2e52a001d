"""The page of progress at many enrolments and at few: figures are kept, never counted."""

from bench.browsers import Browser
from bench.measures import Ratio, Stage, ratio
from bench.rounds import Contender, interleave
from bench.servers import Server

AIM = 1.2
PAGE = "/work/progress/"


def measure(stage: Stage) -> list[Ratio]:
    """The whole tree and one province, in the larger bank and in one with a tenth of its students."""
    count = stage.scale.enrolments
    many = _pages(stage, stage.large, f"progress at {count:,} enrolments")
    few = _pages(stage, stage.small, f"progress at {count // 10:,} enrolments")
    interleave(stage.scale, [many, few])
    return [ratio(many, few, AIM)]


def _pages(stage: Stage, server: Server, name: str) -> Contender:
    administrator = Browser(server.port)
    administrator.sign_in(stage.person("national_admin"))
    paths = (PAGE, f"{PAGE}620000/", f"{PAGE}?sort=stored&chart=stored&step=month")
    return stage.pages(name, server, administrator, paths, "figures")
