"""Enrolments: the national student register as far as it was imported, and rosters of it.

An enrolment is never typed by a learner. It and an account meet by the fingerprint of the document,
not by a key.
"""
