"""Staff of every role; provincial roles in two provinces, second factors set up."""

from dataclasses import dataclass, field
from typing import Any

from creditbank.bank.accounts import holders
from creditbank.bank.history import SYSTEM
from creditbank.bank.organisations import appointments
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.organisations.roles import Role
from creditbank.bank.users import people as users
from creditbank.bank.users import second_factors
from creditbank.bank.users.models import User
from creditbank.cli.demo import names

SEED = 7
# (role, code of the organisation, first part of the address)
POSTS = (
    (Role.OFFICER, "620101", "officer-chengguan"),
    (Role.OFFICER, "620100", "officer-lanzhou"),
    (Role.OFFICER, "440000", "officer-guangdong"),
    (Role.REVIEWER, "620000", "reviewer-gansu"),
    (Role.REVIEWER, "620000", "reviewer-gansu-2"),
    (Role.REVIEWER, "440000", "reviewer-guangdong"),
    (Role.SUPERVISOR, "620000", "supervisor-gansu"),
    (Role.SUPERVISOR, "440000", "supervisor-guangdong"),
    (Role.EXPERT, "620000", "expert-gansu"),
    (Role.EXPERT, "440000", "expert-guangdong"),
    (Role.PROVINCE_ADMIN, "620000", "admin-gansu"),
    (Role.PROVINCE_ADMIN, "440000", "admin-guangdong"),
    (Role.BRANCH_ADMIN, "620100", "admin-lanzhou"),
    (Role.BRANCH_ADMIN, "440600", "admin-foshan"),
    (Role.CERTIFIER, "629900", "certifier-gansu"),
    (Role.CERTIFIER, "449900", "certifier-guangdong"),
    (Role.INSTITUTION_OFFICER, "NEEA", "institution-neea"),
    (Role.INSTITUTION_OFFICER, "620000", "institution-gansu"),
    (Role.RULE_EDITOR, "000000", "rules"),
    (Role.CONTENT_EDITOR, "000000", "content"),
    (Role.NATIONAL_ADMIN, "000000", "national"),
    (Role.AUDITOR, "000000", "auditor"),
    # Whom duplicates of two provinces go to.
    (Role.SUPERVISOR, "000000", "supervisor-national"),
)
# The posts of one learner who works here too, and switches between them.
ALSO = ((Role.OFFICER, "620102"), (Role.BRANCH_ADMIN, "620100"))


@dataclass
class Posts:
    """Who was appointed, as `demo.json` tells it, and the rows themselves."""

    people: list[dict[str, Any]] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)

    def holder(self, role: Role) -> User:
        """Somebody who was appointed to a role."""
        return next(row.user for row in self.appointments if row.role == role)

    def reviewer(self, path: str) -> User:
        """A reviewer of the province that a place lies in, else the nearest there is."""
        seats = [row for row in self.appointments if row.role == Role.REVIEWER]
        near = [row for row in seats if path.startswith(row.organisation.path)]
        return (near or seats)[0].user


def appoint_all() -> Posts:
    """Everybody of `POSTS`; who is there already keeps the post and gets a new second factor."""
    posts = Posts()
    organisations = {row.code: row for row in Organisation.objects.all()}
    for (role, code, local), person in zip(POSTS, names.people(SEED, len(POSTS)), strict=True):
        organisation = organisations[code]
        email, password = f"{local}@example.org", f"{local} orchid lantern 27"
        user = users.find_by_email(email) or users.create_staff(
            email, person.name, password, by=SYSTEM
        )
        if not user.appointments.exists():
            appointments.appoint(user, role=role, organisation=organisation, by=SYSTEM)
        secret = second_factors.provide(user, by=SYSTEM)
        posts.people.append(entry(role, person.name, organisation, email, password, secret))
        posts.appointments.append(user.appointments.select_related("organisation", "user").get())
    return posts


def also_staff(learners: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the last student of `demo.json` two posts as well; what is told of these, same sign-in."""
    learner = [one for one in learners if one["sign_in"].startswith("S")][-1]
    user = holders.find_user(learner["sign_in"].removeprefix("S"))
    if user is None:
        raise LookupError(learner["name"])
    learner["totp_secret"] = second_factors.provide(user, by=SYSTEM)
    told = []
    for role, code in ALSO:
        place = Organisation.objects.get(code=code)
        appointments.appoint(user, role=role, organisation=place, by=SYSTEM)
        told.append({**learner, "role": str(role), "organisation": place.name_zh})
    return told


def entry(
    role: str,
    name: str,
    organisation: Organisation,
    sign_in: str,
    password: str | None,
    secret: str | None = None,
) -> dict[str, Any]:
    """One person of `demo.json`."""
    return {
        "role": str(role),
        "name": name,
        "organisation": organisation.name_zh,
        "sign_in": sign_in,
        "password": password,
        "totp_secret": secret,
    }
