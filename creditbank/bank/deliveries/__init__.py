"""Deliveries: results that institutions hand in by the sheet, for people with and without an account.

Three kinds of sheet: `courses` (an institution's own courses), `transfers` (courses of other
schools, and what they became), `certificates` (with the courses they became). `rows` reads them,
without a bank. What is taken is a *delivered result*: it waits, sealed, until its person has an open
account (`attachments`), then it is an outcome: stored at once where the institution issued it itself
and nothing is to be looked at, else submitted like any other. Neighbours below: `imports`, `outcomes`.
"""
