"""Accounts: the learner's account, one per person for life, and the ways it is opened.

Activation (someone with an enrolment), later registration and collective opening; correction,
suspension, appeal. An opening reserves nothing until it is approved.
"""
