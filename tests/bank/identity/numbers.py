"""Document numbers of all kinds with the answer they deserve.

None was ever issued: mainland numbers have the region 659011, which exists since 2021, and an
earlier birth; where the region itself is tested the sequence is 000, which nobody gets. The two
foreigners' cards are published specimens or made up.
"""

from dataclasses import dataclass

RESIDENT, HONG_KONG_MACAO, TAIWAN = "resident", "hk_macao_permit", "taiwan_permit"
FOREIGN, PASSPORT = "foreign_resident", "passport"


@dataclass(frozen=True)
class Accepted:
    raw: str
    kind: str
    number: str
    warnings: tuple[str, ...] = ()
    said: str | None = None


@dataclass(frozen=True)
class Rejected:
    raw: str
    code: str
    said: str | None = None


def plain(number: str, kind: str, *warnings: str, said: str | None = None) -> Accepted:
    return Accepted(number, kind, number, warnings, said)


def spelt(raw: str, number: str, kind: str = RESIDENT) -> Accepted:
    return Accepted(raw, kind, number)


ACCEPTED = (
    # resident identity cards
    plain("659011199002079015", RESIDENT),
    plain("659011199005299048", RESIDENT),
    plain("65901119900422903X", RESIDENT),
    plain("65901119930719935X", RESIDENT),
    plain("659011199007059056", RESIDENT),
    plain("659011199308259369", RESIDENT),
    plain("659011199002079015", RESIDENT, said=RESIDENT),
    plain("659011199602290009", RESIDENT),
    plain("659011200002290000", RESIDENT),
    plain("110108199001010001", RESIDENT),
    plain("441900199001010001", RESIDENT),
    # a code that was retired: a warning
    plain("33010419900101901X", RESIDENT, "region_retired"),
    plain("110103198001010005", RESIDENT, "region_retired"),
    plain("512100196001010003", RESIDENT, "region_retired"),
    # born before the code's first year: none
    plain("65901119270101901X", RESIDENT),
    plain("330113197501010000", RESIDENT),
    plain("12011619600101000X", RESIDENT),
    plain("659011188001019017", RESIDENT, "age_unlikely"),
    # the same number in other spellings
    spelt("65901119950622954x", "65901119950622954X"),
    spelt("659011199507299558  ", "659011199507299558"),
    spelt("\u3000659011199509049560", "659011199509049560"),
    spelt("６５９０１１１９９９０７１１９９４Ｘ", "65901119990711994X"),
    spelt("６５９０１１１９９９０７１１９９４ｘ", "65901119990711994X"),
    spelt("'659011199908179952", "659011199908179952"),
    spelt("\t659011199909239961", "659011199909239961"),
    spelt('="659011199910309971"', "659011199910309971"),
    spelt("659011 19900127 998X", "65901119900127998X"),
    spelt("659011-19900305-9008", "659011199003059008"),
    spelt("659011－19900305－9008", "659011199003059008"),
    spelt("659011–19900305—9008", "659011199003059008"),
    spelt("\ufeff659011199103259074", "659011199103259074"),
    spelt("659\u200b011199105019082", "659011199105019082"),
    spelt("\u202a659011199106079095\u202c", "659011199106079095"),
    spelt("\xa0659011199107149104", "659011199107149104"),
    spelt("659011199105239122.0", "659011199105239122"),
    spelt("659011199105239122\n", "659011199105239122"),
    # residents of Hong Kong, Macao and Taiwan
    plain("810000199001019013", HONG_KONG_MACAO),
    plain("810000199001019013", HONG_KONG_MACAO, said=HONG_KONG_MACAO),
    plain("820000199001010002", HONG_KONG_MACAO),
    plain("830000199001019025", TAIWAN),
    plain("830000199001019025", TAIWAN, said=TAIWAN),
    spelt("83000019900101 9025", "830000199001019025", TAIWAN),
    # foreigners' cards of 2023
    plain("911124198108030024", FOREIGN),
    plain("911124198108030024", FOREIGN, said=FOREIGN),
    plain("931012199012010018", FOREIGN),
    plain("931000199012010012", FOREIGN, "country_unknown"),
    # and of 2017
    plain("KAZ110090123105", FOREIGN),
    plain("CAN110019810803", FOREIGN, "check_unproven"),
    plain("KAZ110090123105", FOREIGN, said=FOREIGN),
    plain("ZZZ110090123105", FOREIGN, "country_unknown"),
    spelt("kaz 1100 901231 05", "KAZ110090123105", FOREIGN),
    # passports
    plain("E12345678", PASSPORT),
    plain("EA1234567", PASSPORT),
    plain("G12345678", PASSPORT, said=PASSPORT),
    plain("C01X00T47", PASSPORT, said=PASSPORT),
    plain("123456789", PASSPORT, said=PASSPORT),
    spelt("e12345678", "E12345678", PASSPORT),
    spelt("Ｅ12345678", "E12345678", PASSPORT),
)

REJECTED = (
    # no number at all
    Rejected("", "empty"),
    Rejected("   ", "empty"),
    Rejected("\u200b", "empty"),
    Rejected("0", "placeholder"),
    Rejected("000000000000000000", "placeholder"),
    Rejected("无", "placeholder"),
    Rejected("同上", "placeholder"),
    Rejected("/", "placeholder"),
    Rejected("张三", "characters"),
    Rejected("6590111990****9065", "masked"),
    Rejected("6590111990＊＊＊＊9065", "masked"),
    # what spreadsheets did
    Rejected("6.2E+17", "scientific"),
    Rejected("6.59011E+17", "scientific"),
    Rejected("6,59011e+17", "scientific"),
    Rejected("6E17", "scientific"),
    Rejected("6.2E+17", "scientific", said=PASSPORT),
    Rejected("659011199005189000", "digits_lost"),
    Rejected("659011199008159000", "digits_lost"),
    # slips
    Rejected("659011199006249030", "check_digit"),
    Rejected("659011199002079016", "check_digit"),
    Rejected("659011199002097015", "check_digit"),
    Rejected("65901119900207901X", "check_digit"),
    Rejected("810000199001019014", "check_digit"),
    Rejected("911124198108030025", "check_digit"),
    Rejected("ZZZ110090123104", "check_digit"),
    Rejected("65901119900731904", "too_short"),
    Rejected("12345", "too_short"),
    Rejected("6590111990090690551", "too_long"),
    Rejected("6" * 201, "length"),
    Rejected("659011199O11199078", "letters"),
    Rejected("6590111990X1119078", "letters"),
    Rejected("65901119900207901Χ", "characters"),  # a Greek chi
    Rejected("65901119900207901²", "characters"),
    Rejected("٦٥٩٠١١١٩٩٠٠٢٠٧٩٠١٥", "characters"),
    Rejected("659011/1990/0207", "characters"),
    # dates that are none, with the check digit right
    Rejected("65901119900230901X", "birth_date"),
    Rejected("659011199002290005", "birth_date"),
    Rejected("659011190002290004", "birth_date"),
    Rejected("659011199013010005", "birth_date"),
    Rejected("659011199004310006", "birth_date"),
    Rejected("659011000001010007", "birth_date"),
    Rejected("65901120300101901X", "birth_future"),
    Rejected("659011202611250003", "birth_future"),
    # regions that never were, with the check digit right
    Rejected("990011199001019010", "region_unknown"),
    Rejected("710000199001010007", "region_unknown"),
    Rejected("13017119900101000X", "region_unknown"),
    Rejected("810001199001010007", "region_unknown"),
    Rejected("917124199001010007", "region_unknown"),
    # withdrawn
    Rejected("110108880101901", "withdrawn"),
    Rejected("659011900101000", "withdrawn", said=RESIDENT),
    # another document than was said
    Rejected("E12345678", "kind_mismatch", said=RESIDENT),
    Rejected("810000199001019013", "kind_mismatch", said=RESIDENT),
    Rejected("659011199002079015", "kind_mismatch", said=TAIWAN),
    Rejected("911124198108030024", "kind_mismatch", said=HONG_KONG_MACAO),
    Rejected("KAZ110090123105", "kind_mismatch", said=RESIDENT),
    Rejected("659011199002079015", "passport", said=PASSPORT),
    Rejected("AB12", "passport", said=PASSPORT),
    Rejected("ABCDEFG", "passport", said=PASSPORT),
)
