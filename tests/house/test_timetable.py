from procrastinate.contrib.django import app

from creditbank.config import timetable


def test_every_row_names_a_task_and_is_entered_once():
    entered = {name for name, _ in app.periodic_registry.periodic_tasks}
    assert {name for name, _ in timetable.TIMETABLE} == entered


def test_no_task_was_declared_too_early_to_keep_its_name():
    assert not [name for name in app.tasks if name.startswith(":")]
