"""The history is written by the database itself and cannot be changed by the application."""

import time

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from creditbank.bank.history import Someone, seals
from creditbank.bank.history.models import Event, Seal
from creditbank.bank.history.walls import APPEND_ONLY, TRACKED
from creditbank.bank.organisations import trees
from creditbank.bank.users import passwords, people

LI = Someone("7", "Li of the national centre")
REFUSED = (ProgrammingError, InternalError)


@pytest.fixture
def root(db):
    return trees.found(code="00", name_zh="学分银行管理中心", parent=None, by=LI)


def test_a_verb_leaves_an_event_with_who_what_and_before_and_after(root):
    east = trees.found(code="31", name_zh="东", parent=root, by=LI)
    west = trees.found(code="32", name_zh="西", parent=root, by=LI)
    trees.move(west, to=east, by=LI)
    first, second = Event.objects.of(west)
    assert (first.operation, first.actor_label, first.verb) == (
        "insert",
        "Li of the national centre",
        "organisations.trees.found",
    )
    assert second.verb == "organisations.trees.move"
    assert second.before == {"path": "00/32/"}
    assert second.after == {"path": "00/31/32/"}


def test_raw_sql_leaves_an_event_too(root):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bank_organisation SET name_zh = 'x' WHERE code = '00'")
    assert Event.objects.of(root).last().after == {"name_zh": "x"}
    assert Event.objects.of(root).last().verb == "sql"


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("ignored", [False, True])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_cannot_change_what_is_append_only(root, table, ignored, statement):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
        )
        column = cursor.fetchone()[0]
        if ignored:
            cursor.execute("SELECT set_config('pgtrigger.ignore', '{ALL}', true)")
            cursor.execute("SELECT set_config('pgtrigger.ignore', 'bank_event', true)")
        with pytest.raises(REFUSED), transaction.atomic():
            cursor.execute(statement.format(table, column, column))


def test_the_application_cannot_switch_the_triggers_off(root):
    with connection.cursor() as cursor:
        for attempt in (
            "ALTER TABLE bank_event DISABLE TRIGGER USER",
            "ALTER TABLE bank_organisation DISABLE TRIGGER history_update",
            "DROP TRIGGER history_update ON bank_organisation",
            "SET session_replication_role = replica",
            "SET ROLE creditbank_owner",
        ):
            with (
                pytest.raises(Exception, match=r"must be owner|permission denied|does not exist"),
                transaction.atomic(),
            ):
                cursor.execute(attempt)


def test_every_tracked_table_has_its_triggers(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger WHERE tgname LIKE 'history_%%' GROUP BY 1"
        )
        found = dict(cursor.fetchall())
    assert found == {table: 2 if table == "bank_enrolment" else 3 for table in TRACKED}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
class TestTheSeal:
    """Batches are closed into a chain; what an owner changes afterwards is named."""

    @pytest.fixture
    def sealed(self, settings, tmp_path):
        settings.DATA_DIR = tmp_path
        root = trees.found(code="00", name_zh="学分银行管理中心", parent=None, by=LI)
        trees.found(code="31", name_zh="东", parent=root, by=LI)
        _close()
        trees.found(code="32", name_zh="西", parent=root, by=LI)
        _close()
        assert list(seals.verify()) == []
        return root

    @pytest.fixture
    def as_owner(self, sealed):  # noqa: ARG002 - there must be something to change
        from django.db import connections

        def execute(*statements):
            with connections["owner"].cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)

        return execute

    def test_a_changed_event_is_named(self, as_owner):
        event = Event.objects.order_by("id").first()
        as_owner(
            "ALTER TABLE bank_event DISABLE TRIGGER USER",
            f"UPDATE bank_event SET actor_label = 'nobody' WHERE id = {event.pk}",
        )
        assert [finding.where for finding in seals.verify()] == [f"event {event.pk}"]

    def test_a_removed_event_is_missed(self, as_owner):
        event = Event.objects.order_by("id").first()
        as_owner(
            "ALTER TABLE bank_event DISABLE TRIGGER ALL",
            f"DELETE FROM bank_event WHERE id = {event.pk}",
        )
        assert any(finding.where == "seal 1" for finding in seals.verify())

    def test_a_row_changed_past_its_trigger_is_named(self, as_owner, sealed):
        as_owner(
            "ALTER TABLE bank_organisation DISABLE TRIGGER USER",
            "UPDATE bank_organisation SET name_zh = 'x' WHERE code = '00'",
        )
        (finding,) = seals.verify()
        assert finding.where == f"bank_organisation {sealed.pk}"

    def test_a_chain_made_anew_without_the_keys_is_seen(self, as_owner):
        as_owner(
            "ALTER TABLE bank_seal DISABLE TRIGGER ALL",
            "UPDATE bank_seal SET mac = root WHERE number = 2",
        )
        assert "seal 2" in {finding.where for finding in seals.verify()}

    def test_the_last_seal_cut_off_is_seen_by_the_roots_kept_outside(self, as_owner):
        as_owner(
            "ALTER TABLE bank_seal DISABLE TRIGGER ALL", "DELETE FROM bank_seal WHERE number = 2"
        )
        assert [finding.where for finding in seals.verify()] == ["seal 2"]


def _close():
    """Tests of other processes share the server, and their open transactions hold the seal back."""
    wanted = Event.objects.count()
    for _attempt in range(600):
        seals.close()
        if sum(Seal.objects.values_list("events", flat=True)) == wanted:
            return
        time.sleep(0.1)
    pytest.fail("the seal was held back for a minute")


def test_no_password_hash_enters_the_history(db):
    user = people.create_staff("somebody@example.org", "某某", "a long enough secret 7", by=LI)
    passwords.set_new(user, "another long secret 8", by=LI)
    events = Event.objects.of(user)
    assert events.count() >= 1
    assert not any("password" in event.before or "password" in event.after for event in events)
