"""Gathers the tables of all rooms, for Django alone. Nothing imports from here."""

from creditbank.bank.access.models import Disclosure
from creditbank.bank.accounts.models import Account, Document, Scan, Slip, Suspension
from creditbank.bank.calendar.models import CalendarYear, Holiday
from creditbank.bank.catalogue.models import CertificateType, Kind, Version
from creditbank.bank.deliveries.models import DeliveredResult, StagedResult
from creditbank.bank.enrolments.models import Complaint, Enrolment, StagedEnrolment
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history.models import Epoch, Event, Seal
from creditbank.bank.imports.models import ColumnChoice, Progress, Run
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.limits.models import Challenge, Limit
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations.models import Appointment, Organisation, Parentage
from creditbank.bank.outcomes.models import Evidence, Outcome
from creditbank.bank.portal.models import (
    Agreement,
    Attachment,
    Consent,
    Contact,
    Guide,
    Notice,
    Question,
)
from creditbank.bank.reviews.models import Appeal, Case, Decision, Segment
from creditbank.bank.users.models import Device, Link, OneTimeCode, RecoveryCode, Session, User

__all__ = [
    "Account",
    "Agreement",
    "Appeal",
    "Appointment",
    "Attachment",
    "CalendarYear",
    "Case",
    "CertificateType",
    "Challenge",
    "ColumnChoice",
    "Complaint",
    "Consent",
    "Contact",
    "Decision",
    "DeliveredResult",
    "Device",
    "Disclosure",
    "Document",
    "Enrolment",
    "Epoch",
    "Event",
    "Evidence",
    "Guide",
    "Holiday",
    "Kind",
    "Limit",
    "Link",
    "Message",
    "Notice",
    "OneTimeCode",
    "Organisation",
    "Outcome",
    "Parentage",
    "PersonKey",
    "Progress",
    "Question",
    "RecoveryCode",
    "Run",
    "Scan",
    "Seal",
    "Segment",
    "Session",
    "Slip",
    "StagedEnrolment",
    "StagedResult",
    "StoredFile",
    "Suspension",
    "User",
    "Version",
]
