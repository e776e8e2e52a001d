"""Registrations as their pages make them."""

from creditbank.bank.accounts import admissions, confirmations, drafts, registrations
from creditbank.bank.accounts.information import Information
from creditbank.bank.history import VISITOR
from creditbank.bank.portal import agreements
from tests.bank.accounts import people

REGION = "620102"
PASSWORD = "bamboo lantern orbit 73"


def information(**told):
    known = {
        "name": "张三丰",
        "kind": "resident",
        "number": told.get("number") or people.number(),
        "email": people.OTHER,
        "mobile": "15400000001",
        "address": "兰州市城关区示例路 1 号",
        "education": "bachelor",
        "occupation": "护士",
    }
    return Information(**(known | told))


def a_draft(region=REGION, *, password=PASSWORD, **told):
    account = drafts.begin(
        information(**told), region=region, agreement=agreements.current(), by=VISITOR
    )
    if password:
        drafts.set_password(account, password, by=VISITOR)
    return people.fresh(account)


def submitted(**told):
    account = a_draft(**told)
    registrations.submit(account, scans=[people.a_scan(), people.a_scan()], by=VISITOR)
    return people.fresh(account)


def confirmed(**told):
    account = submitted(**told)
    confirm()
    return people.fresh(account)


def confirm(token=""):
    """Follow the link in the e-mail, and let its job run; answers who waits for review now."""
    token = token or people.secret("account_confirm", "token")
    account = confirmations.confirm(token, by=VISITOR)
    return admissions.admit(account.pk, by=account)
