"""What is drawn once a minute must not show one visitor what belongs to another."""

from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from creditbank.bank import memory
from creditbank.web import kept


def drawn(source, path="/", **values):
    request = RequestFactory().get(path)
    return Template(source).render(RequestContext(request, values))


def test_the_same_values_are_drawn_once():
    told = []

    class Noted:
        def __str__(self):
            told.append(self)
            return "x"

    one = Noted()
    for _time in range(3):
        assert drawn('{% kept "a" one=one %}{{ one }}{% endkept %}', one=one) == "x"
    assert len(told) == 1


def test_each_value_and_each_language_is_drawn_by_itself():
    source = '{% kept "b" name=name %}{{ name }} {% translate "退出" %}{% endkept %}'
    with translation.override("zh-hans"):
        assert [drawn(source, name=name) for name in "xyx"] == ["x 退出", "y 退出", "x 退出"]
    with translation.override("en"):
        assert "退出" not in drawn(source, name="x")


def test_what_is_not_named_is_not_there():
    source = (
        '{% kept "c" name=name %}{{ name }}{{ secret }}{{ user }}{{ request.path }}{% endkept %}'
    )
    assert drawn(source, name="x", secret="s", user="u") == "x"


def test_a_form_carries_the_token_and_the_address_of_its_own_request():
    source = '{% kept "d" %}{% csrf_token %}{{ full_path }}{% endkept %}'
    pages = {drawn(source, path=f"/{name}/?q=<b>&x=1") for name in "xyx"}
    assert len(pages) == 3  # each request has a token of its own
    for page in pages:
        assert "kept-" not in page
        assert "/?q=%3Cb%3E&amp;x=1" in page or "/?q=&lt;b&gt;&amp;x=1" in page


def test_it_is_forgotten_before_it_grows_without_end(monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    memory.forget()
    for number in range(10):
        assert drawn('{% kept "e" n=n %}{{ n }}{% endkept %}', n=number) == str(number)
        assert len(kept._drawn()) <= 3
