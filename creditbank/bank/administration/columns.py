"""The columns of a tree sheet, as they are read and as they are written."""

from creditbank.bank.sheets.fields import Fields

NAMES: dict[str, tuple[str, ...]] = {
    "code": ("机构代码", "代码", "code", "organisation code"),
    "name_zh": ("机构名称", "名称", "中文名称", "name", "chinese name"),
    "name_en": ("英文名称", "英文名", "english name"),
    "parent": ("上级机构代码", "上级代码", "上级机构", "上级", "parent", "parent code"),
    "capacities": ("机构类型", "类型", "capacities", "type"),
    "region": ("行政区划代码", "行政区划", "区划代码", "地区代码", "region", "region code"),
    "responsible_name": ("负责人", "负责人姓名", "responsible person"),
    "responsible_phone": ("负责人电话", "联系电话", "电话", "telephone", "phone"),
}
FIELDS = Fields(names=NAMES, required=("code", "name_zh", "parent", "capacities"))
ORDER = tuple(NAMES)
HEADINGS = tuple(names[0] for names in NAMES.values())
