"""Run beside a served bank: merges the class that standard input tells, as its officer's upload does.

`{"organisation": CODE, "name": …, "rows": [[name, number, email]…], "seen": false}`
"""

import json
import sys

import django

django.setup()

from creditbank.bank.classes import invitations, rosters  # noqa: E402
from creditbank.bank.organisations.models import Organisation  # noqa: E402
from tests.bank.classes import invited  # noqa: E402

told = json.load(sys.stdin)
organisation = Organisation.objects.get(code=told["organisation"])
made = rosters.found(told["name"], organisation=organisation, by=invited.OFFICER)
rows = invited.read(*(invited.a_row(*one) for one in told["rows"]))
rosters.merge(rows, training_class=made, by=invited.OFFICER)
if told["seen"]:
    invitations.declare_all_seen(made, by=invited.OFFICER)
