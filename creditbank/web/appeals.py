"""The form of an appeal (申诉), the same for an account opening and an outcome."""

from django import forms
from django.utils.translation import gettext_lazy as _

from creditbank.bank.desk import appeals
from creditbank.bank.desk.subjects import Subject
from creditbank.bank.history import Actor
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.appeals import LONGEST
from creditbank.web.forms import add_refusal


class AppealForm(forms.Form):
    """Why the learner thinks that the decision is wrong."""

    words = forms.CharField(
        label=_("申诉理由"),
        max_length=LONGEST,
        help_text=_("请写明哪一条审核意见不对、为什么。请不要写证件号码。"),
        error_messages={"required": _("请写明为什么认为决定不对。")},
        widget=forms.Textarea({"rows": 6}),
    )


def lodged(form: AppealForm, subject: Subject, *, by: Actor) -> bool:
    """Make the appeal of a form that was filled in; what the bank refuses stands in the form."""
    if not form.is_valid():
        return False
    try:
        appeals.lodge(subject, form.cleaned_data["words"], by=by)
    except Refused as refusal:
        add_refusal(form, refusal)
        return False
    return True
