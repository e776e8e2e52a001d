"""Markdown of editors as HTML of the public: nothing in it can act."""

import re

import pytest
from django.utils import translation

from creditbank.bank.portal import texts

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><use href='data:image/svg+xml;base64,PHN2Zz4='/></svg>",
    "<iframe src=//evil.example></iframe>",
    "<style>*{display:none}</style>",
    "<a href='javascript:alert(1)' onclick=alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x]: javascript:alert(1)\n[x]",
    "<javascript:alert(1)>",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](data:image/png;base64,iVBORw0KGgo=)",
    "![x](https://evil.example/pixel.png)",
    "![x](//evil.example/pixel.png)",
    "![x](../../secret)",
    '![x" onerror="alert(1)](javascript:1)',
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "| a |\n| - |\n| <script>alert(1)</script> |",
    '[x](https://example.org "t\\" onmouseover=alert(1) \\"")',
]


@pytest.mark.parametrize("markdown", HOSTILE)
def test_nothing_in_it_can_act(markdown):
    html = texts.rendered(markdown)
    tags = re.findall(r"<[^>]*>", html)
    names = {re.match(r"</?([a-z0-9]+)", tag)[1] for tag in tags}
    assert not names & {"script", "svg", "use", "iframe", "style", "img", "object", "form"}
    for tag in tags:
        assert not re.search(r"\son\w+\s*=(?![^\"]*\"[^\"]*$)", re.sub(r'"[^"]*"', '""', tag)), tag
        for address in re.findall(r'(?:href|src)="([^"]*)"', tag):
            assert re.match(r"(https?://|mailto:|tel:|/|#)", address), tag


def test_a_link_elsewhere_tells_the_other_site_nothing():
    assert 'rel="noopener noreferrer"' in texts.rendered("[x](https://example.org)")


def test_plain_markdown_stays_what_it_means():
    html = texts.rendered("# 一\n\n## 二\n\n**粗**\n\n3. 三\n4. 四\n\n| 甲 |\n| --- |\n| 乙 |")
    assert "<h1" not in html
    assert html.count("<h2>") == 2
    assert "<strong>粗</strong>" in html
    assert '<ol start="3">' in html
    assert "<td>乙</td>" in html


def test_pictures_are_our_own_by_name(monkeypatch, tmp_path):
    (tmp_path / "first-step.webp").write_bytes(b"")
    monkeypatch.setattr(texts, "PICTURES", tmp_path)
    html = texts.rendered("![第一步](first-step)\n\n![没有](no-such)")
    assert '<img src="/static/img/guides/first-step.webp" alt="第一步" loading="lazy">' in html
    assert html.count("<img") == 1
    assert "没有" in html


def test_every_picture_that_the_guides_name_is_there():
    named = set()
    for path in (texts.PICTURES.parents[3] / "data" / "guides").glob("*.md"):
        named |= set(re.findall(r"!\[[^\]]*\]\(([a-z0-9-]+)\)", path.read_text("utf-8")))
    assert named
    assert named <= set(texts.pictures())


@pytest.mark.parametrize(
    ("language", "english", "told"),
    [
        ("zh-hans", "English", ("中文", "")),
        ("en", "English", ("English", "")),
        ("en", "", ("中文", "zh-Hans")),
    ],
)
def test_the_reader_gets_english_where_there_is_some(language, english, told):
    with translation.override(language):
        assert texts.told("中文", english) == told
