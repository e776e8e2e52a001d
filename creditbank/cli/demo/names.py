"""People who do not exist: names, numbers and addresses that look right and belong to nobody.

The numbers carry a region that exists since 2021 and a birth before 2000, so none was ever issued;
mobile numbers lie in a range (154) that no operator was given; addresses end in example domains.
"""

import datetime as dt
import math
import random
from collections.abc import Iterator
from typing import NamedTuple

from creditbank.bank.identity.making import generate

FIRST_BIRTH = dt.date(1958, 1, 1)
LAST_BIRTH = dt.date(1999, 12, 31)


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Read 'character:pinyin' words."""
    words = (word.partition(":") for word in text.split())
    return tuple((characters, pinyin) for characters, _, pinyin in words)


# Surnames with their pinyin, the frequent ones first: the head of the list is drawn more often.
SURNAMES = _pairs(
    "王:wang 李:li 张:zhang 刘:liu 陈:chen 杨:yang 赵:zhao 黄:huang 周:zhou 吴:wu 徐:xu 孙:sun "
    "胡:hu 朱:zhu 高:gao 林:lin 何:he 郭:guo 马:ma 罗:luo 梁:liang 宋:song 郑:zheng 谢:xie "
    "韩:han 唐:tang 冯:feng 于:yu 董:dong 萧:xiao 程:cheng 曹:cao 袁:yuan 邓:deng 许:xu 傅:fu "
    "沈:shen 曾:zeng 彭:peng 吕:lyu 苏:su 卢:lu 蒋:jiang 蔡:cai 贾:jia 丁:ding 魏:wei 薛:xue "
    "叶:ye 阎:yan 余:yu 潘:pan 杜:du 戴:dai 夏:xia 钟:zhong 汪:wang 田:tian 任:ren 姜:jiang "
    "单:shan 解:xie 仇:qiu 区:ou 查:zha 欧阳:ouyang 司马:sima 上官:shangguan 诸葛:zhuge"
)
# Characters of given names; a good part of them says 'sample' to whoever reads closely.
GIVEN = _pairs(
    "安:an 宁:ning 晨:chen 思:si 若:ruo 清:qing 嘉:jia 文:wen 明:ming 远:yuan 示:shi 例:li 演:yan "
    "拟:ni 构:gou 范:fan 样:yang 试:shi 测:ce 虚:xu 谷:gu 禾:he 砚:yan 舟:zhou 屿:yu 岚:lan 溪:xi "
    "棠:tang 榆:yu 桐:tong 柏:bai 松:song 竹:zhu 茗:ming 墨:mo 笺:jian 弦:xian 钧:jun 铭:ming "
    "澄:cheng 泊:bo 汀:ting 霁:ji 霖:lin 昭:zhao 昀:yun 晗:han 旻:min 朔:shuo 望:wang 芮:rui 苓:ling"
)
# Rare characters that old systems lose: Extension A, B and later planes.
RARE = (("䶮", "yan"), ("𬭎", "hong"), ("㛃", "jie"), ("𬀩", "wei"), ("𬱖", "di"), ("𫖯", "fu"))
# Names with an interpunct, as peoples of the north-west write them.
DOTTED = (
    ("阿依拟·示范", "ayini shifan"),
    ("买合样·安例", "maiheyang anli"),
    ("古丽晨·文示", "gulichen wenshi"),
)
DOMAINS = ("example.org", "example.com", "example.net")


class Person(NamedTuple):
    """Somebody invented. `sex` is 男 or 女; `email` is unique within one run of `people`."""

    name: str
    sex: str
    born: dt.date
    number: str
    mobile: str
    email: str
    pinyin: str


def people(seed: int, n: int) -> Iterator[Person]:
    """Yield `n` people, the same for the same seed, no document number twice."""
    # No stake in secrecy: the same seed has to give the same people.
    rng = random.Random(seed)  # noqa: S311
    places = _scattered(rng)
    for index in range(n):
        day, sequence = divmod(next(places), 999)
        born = FIRST_BIRTH + dt.timedelta(days=day)
        sequence += 1
        name, pinyin = _name(rng, index)
        yield Person(
            name=name,
            sex="男" if sequence % 2 else "女",
            born=born,
            number=generate(born=born, sequence=sequence),
            mobile=f"154{index:08d}",
            email=f"{pinyin.replace(' ', '')}{index}@{DOMAINS[index % 3]}",
            pinyin=pinyin,
        )


def _scattered(rng: random.Random) -> Iterator[int]:
    """Walk through all (birth date, sequence) places once, in an order that looks random."""
    size = ((LAST_BIRTH - FIRST_BIRTH).days + 1) * 999
    step = rng.randrange(size // 3, size // 2)
    while math.gcd(step, size) != 1:
        step += 1
    place = rng.randrange(size)
    while True:
        yield place
        place = (place + step) % size


def _name(rng: random.Random, index: int) -> tuple[str, str]:
    """A name and its pinyin: one in fifty with a rare character, one in two hundred dotted."""
    if index % 200 == 199:
        return DOTTED[index // 200 % len(DOTTED)]
    surname, surname_pinyin = SURNAMES[int(len(SURNAMES) * rng.random() ** 1.6)]
    first, first_pinyin = GIVEN[int(len(GIVEN) * rng.random())]
    if index % 50 == 49:
        second, second_pinyin = RARE[index // 50 % len(RARE)]
    elif rng.random() < 0.25:
        second, second_pinyin = "", ""
    else:
        second, second_pinyin = GIVEN[int(len(GIVEN) * rng.random())]
    return surname + first + second, f"{surname_pinyin} {first_pinyin}{second_pinyin}"
