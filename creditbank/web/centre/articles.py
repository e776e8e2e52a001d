"""Editing guides and questions: what stands until it is edited."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank.portal import guides as guide_verbs
from creditbank.bank.portal import questions as question_verbs
from creditbank.bank.portal import texts
from creditbank.bank.portal.models import Guide, Question, Topic
from creditbank.web.centre import editing, editors
from creditbank.web.centre.forms import GuideForm, QuestionForm
from creditbank.web.gates import StaffRequest

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@editors.of_the_centre
@require_safe
def guides(request: StaffRequest) -> HttpResponse:
    """The guides."""
    return render(request, "centre/guides.html", {"guides": Guide.objects.all()})


@editors.of_the_centre
@_get_or_post
def guide(request: StaffRequest, code: str) -> HttpResponse:
    """One guide, with the pictures that it may show."""
    row = get_object_or_404(Guide, code=code)
    form = GuideForm.of(request, row)

    def save(told: dict[str, Any]) -> Guide:
        return guide_verbs.edit(row, seen=editing.seen(request), by=request.user, **told)

    if editing.saved(request, form, save):
        messages.success(request, _("已保存，网站上现在就能看到。"))
        return redirect("content_guide", code=row.code)
    if form.overtaken:
        row.refresh_from_db()
    previews = editing.previews(form, "title", "text")
    context = {"previews": previews, "pictures": texts.pictures()}
    return editing.page(request, "centre/guide.html", form, row, **context)


@editors.of_the_centre
@require_safe
def questions(request: StaffRequest) -> HttpResponse:
    """The questions by topic, hidden ones too."""
    rows = list(Question.objects.all())
    by_topic = [(topic.label, [row for row in rows if row.topic == topic]) for topic in Topic]
    context = {"topics": [(label, held) for label, held in by_topic if held]}
    return render(request, "centre/questions.html", context)


@editors.of_the_centre
@_get_or_post
def question_new(request: StaffRequest) -> HttpResponse:
    """A question that is not there yet."""
    form = QuestionForm.of(request)
    if editing.saved(request, form, lambda told: question_verbs.write(by=request.user, **told)):
        return _kept(request)
    return _question_page(request, form)


@editors.of_the_centre
@_get_or_post
def question(request: StaffRequest, question_id: UUID) -> HttpResponse:
    """One question with its answer."""
    row = get_object_or_404(Question, pk=question_id)
    form = QuestionForm.of(request, row)

    def save(told: dict[str, Any]) -> Question:
        return question_verbs.edit(row, seen=editing.seen(request), by=request.user, **told)

    if editing.saved(request, form, save):
        return _kept(request)
    if form.overtaken:
        row.refresh_from_db()
    return _question_page(request, form, row)


def _kept(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("已保存。"))
    return redirect("content_questions")


def _question_page(
    request: HttpRequest, form: editing.EditForm, row: Question | None = None
) -> HttpResponse:
    previews = editing.previews(form, "question", "answer")
    return editing.page(request, "centre/question.html", form, row, previews=previews)
