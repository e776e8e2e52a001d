"""Working days of mainland China: which days count, when something is due.

A day counts by the yearly notice of the State Council: weekdays minus holidays plus make-up
working days (调休). A year whose notice is not out yet (it comes each November) is unknown:
nothing is assumed about its weekdays, a deadline that reaches into it is provisional.
The engine (`counting`, `tables`) is pure; the notices are rows that administrators edit
(`models`, `notices`), and `working_days` is what the other rooms ask.
"""

from creditbank.bank.calendar.counting import Due, due, remaining, used
from creditbank.bank.calendar.tables import Table

__all__ = ["Due", "Table", "due", "remaining", "used"]
