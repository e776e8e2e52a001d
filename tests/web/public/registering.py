"""Somebody who registers, by the pages: each step as a form sends it."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from creditbank.bank.limits import challenges
from tests.cast import a_number, a_picture

PASSWORD = "bamboo lantern orbit 73"
REGION = {"province": "620000", "prefecture": "620100", "county": "620102"}
_VARYING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|/register/confirm/[\w-]+|captcha[_/][^"\s]*|name="captcha_id" value="[^"]*"'
)


def information(**told):
    """The personal information as the form sends it."""
    known = {
        "name": "张三丰",
        "kind": "resident",
        "number": told.get("number") or a_number(),
        "country": "",
        "email": "me@example.net",
        "mobile": "15400000001",
        "address": "兰州市城关区示例路 1 号",
        "education": "bachelor",
        "occupation": "护士",
        "affiliation": "示例医院",
    }
    return known | told


def captcha():
    return {"captcha": "demo", "captcha_id": str(challenges.make().id)}


def scans(name="scan"):
    picture = a_picture(f"{name} {a_number()}")
    return {
        side: SimpleUploadedFile(f"{side}.jpg", picture, "image/jpeg")
        for side in ("scan_front", "scan_back")
    }


def to_information(client):
    """Region and agreement."""
    assert client.post("/register/region", REGION).url == "/register/agreement"
    assert client.post("/register/agreement", {"agree": "on"}).url == "/register/information"
    return client


def to_scans(client, **told):
    """Up to the last form of all."""
    answer = to_information(client).post("/register/information", information(**told))
    assert answer.status_code == 302, errors(answer)
    chosen = {"password": PASSWORD, "again": PASSWORD}
    assert client.post("/register/password", chosen).url == "/register/scans"
    return client


def submit(client, **told):
    """A registration handed in; the answer to the last form."""
    return to_scans(client, **told).post("/register/scans", {**scans(), **captcha()})


def errors(answer):
    """What the page says is wrong."""
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def text(answer):
    """A page without what differs each time."""
    return _VARYING.sub("", answer.content.decode())
