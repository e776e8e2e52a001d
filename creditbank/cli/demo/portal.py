"""Portal content of the demo: notices in every state, contacts with numbers that nobody has."""

import datetime as dt

from creditbank.bank import clock
from creditbank.bank.history import Actor
from creditbank.bank.organisations.models import Capacity
from creditbank.bank.portal import contacts, notices
from creditbank.bank.portal.models import Contact, Notice
from creditbank.bank.portal.notices import Content

HOURS = ("工作日 9:00–11:30，14:00–17:00", "Working days 9:00–11:30 and 14:00–17:00")
_AUTUMN_ZH = """各教学点、各位同学：

2026 年秋季入学新生的学籍正在分批导入，预计开学后一个月内完成。导入以前查不到是正常的，不必重复查询。

1. 已导入的，按[账户激活指南](/guides/activation/)激活。
2. 急需使用的，可以先[注册](/guides/registration/)，学籍导入后自动归入同一个账户。

## 请注意

激活和注册都不收费。工作人员不会向您索要密码或验证码。
"""
_AUTUMN_EN = """The register of the autumn intake of 2026 is being imported in parts, within a month of the beginning of term. Until then it is normal not to be found.

1. If you are found, follow [how to activate](/guides/activation/).
2. If you can't wait, [register](/guides/registration/): your enrolment will be attached to the same account.

Both are free of charge. Nobody of our staff will ask for your password or a code.
"""
_SCANS_ZH = """上传证明材料时，请注意：

- 拍摄证书原件，文字、照片、公章都要清晰；
- 成绩单有多页的，每页都要上传，可以合并成一个 PDF；
- 单个文件不超过 10 MB，手机原图一般不必压缩。

| 常见退回原因 | 怎样改正 |
| --- | --- |
| 公章看不清 | 在自然光下重拍，避免反光 |
| 缺少编号页 | 补传印有编号的一页 |
"""
_MAINTENANCE_ZH = (
    "本周六 22:00 至次日 6:00 系统维护，期间暂停登录和提交。已提交的申请不受影响，期限不变。"
)
_MAINTENANCE_EN = "The system is under maintenance from Saturday 22:00 to Sunday 6:00. Signing in and submitting pause; deadlines stay."
_OLD_ZH = "原定的线下咨询活动取消，给您带来不便，敬请谅解。"
_HOLIDAY_ZH = (
    "元旦放假期间不办理审核。节前提交的申请，期限按放假安排顺延，您可以在“全部成果”里看到截止日期。"
)


def fill(*, by: Actor) -> None:
    """Write notices and contacts, once."""
    if Notice.objects.exists() or Contact.objects.exists():
        return
    _notices(by)
    _contacts(by)


def _notices(by: Actor) -> None:
    nine = dt.datetime.combine(clock.today(), dt.time(9), clock.SHANGHAI)

    def ago(days: int) -> dt.datetime:
        return nine - dt.timedelta(days=days)

    notices.write(Content("证明材料上传要求", _SCANS_ZH, publish_from=ago(40)), by=by)
    autumn = ("Importing the register of the autumn intake", _AUTUMN_EN)
    notices.write(
        Content("关于秋季新生学籍导入的通知", _AUTUMN_ZH, *autumn, publish_from=ago(12)), by=by
    )
    notices.write(
        Content(
            "系统维护公告",
            _MAINTENANCE_ZH,
            "Maintenance",
            _MAINTENANCE_EN,
            publish_from=ago(1),
            publish_until=ago(-6),
        ),
        by=by,
    )
    holiday = Content("元旦期间审核安排", _HOLIDAY_ZH, publish_from=ago(-20))
    notices.write(holiday, by=by)
    withdrawn = notices.write(Content("线下咨询活动安排", _OLD_ZH, publish_from=ago(30)), by=by)
    notices.withdraw(withdrawn, seen=withdrawn.revision, reason="活动取消", by=by)


def _contacts(by: Actor) -> None:
    for place, organisation in enumerate(contacts.addressed()):
        national = Capacity.NATIONAL in organisation.capacities
        contacts.edit(
            organisation,
            seen=0,
            telephone="400-000-1000" if national else f"0{900 + place}-555-01{place:02d}",
            email=f"contact-{organisation.code.lower()}@example.org",
            hours_zh=HOURS[0],
            hours_en=HOURS[1],
            address_zh=f"{organisation.name_zh}办事大厅（示例地址）",
            address_en="",
            by=by,
        )
