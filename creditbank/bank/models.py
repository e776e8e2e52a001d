"""Gathers the tables of all rooms, for Django alone. Nothing imports from here."""

from creditbank.bank.access.models import Disclosure
from creditbank.bank.accounts.models import Account, Document, Scan, Slip, Suspension
from creditbank.bank.administration.models import TreeSheet
from creditbank.bank.calendar.models import CalendarYear, Holiday
from creditbank.bank.catalogue.models import CertificateType, Kind, Version
from creditbank.bank.classes.models import ClassOutcome, Invitation, StagedClassRow, TrainingClass
from creditbank.bank.deliveries.models import DeliveredResult, StagedResult
from creditbank.bank.digests.models import Choice, Copy, Edition
from creditbank.bank.enrolments.models import Complaint, Enrolment, StagedEnrolment
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history.models import Epoch, Event, Seal
from creditbank.bank.imports.models import ColumnChoice, Progress, Run
from creditbank.bank.inspections.models import Checklist, Finding, Inspection, Sampled
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.limits.models import Challenge, Limit
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations.models import Appointment, Organisation, Parentage, Policy
from creditbank.bank.outcomes.models import Evidence, Outcome
from creditbank.bank.portal.models import (
    Addressing,
    Agreement,
    Attachment,
    Consent,
    Contact,
    Guide,
    Notice,
    Question,
    Reading,
)
from creditbank.bank.progress.models import Deadline, Delta, Goal, Reminder, Round, Tally
from creditbank.bank.reviews.models import Appeal, Case, Decision, Segment
from creditbank.bank.users.models import Device, Link, OneTimeCode, RecoveryCode, Session, User

__all__ = [
    "Account",
    "Addressing",
    "Agreement",
    "Appeal",
    "Appointment",
    "Attachment",
    "CalendarYear",
    "Case",
    "CertificateType",
    "Challenge",
    "Checklist",
    "Choice",
    "ClassOutcome",
    "ColumnChoice",
    "Complaint",
    "Consent",
    "Contact",
    "Copy",
    "Deadline",
    "Decision",
    "DeliveredResult",
    "Delta",
    "Device",
    "Disclosure",
    "Document",
    "Edition",
    "Enrolment",
    "Epoch",
    "Event",
    "Evidence",
    "Finding",
    "Goal",
    "Guide",
    "Holiday",
    "Inspection",
    "Invitation",
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
    "Policy",
    "Progress",
    "Question",
    "Reading",
    "RecoveryCode",
    "Reminder",
    "Round",
    "Run",
    "Sampled",
    "Scan",
    "Seal",
    "Segment",
    "Session",
    "Slip",
    "StagedClassRow",
    "StagedEnrolment",
    "StagedResult",
    "StoredFile",
    "Suspension",
    "Tally",
    "TrainingClass",
    "TreeSheet",
    "User",
    "Version",
]
