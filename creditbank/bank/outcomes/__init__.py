"""Outcomes: the learning outcomes that learners deposit, with their evidence.

A learner drafts, saves, submits, withdraws and corrects (`deposits`, `evidence`); a submission is
one case of `reviews`, and what was decided takes effect here (`decisions`). `checks` says what is
still missing, `facts` what a reviewer should look at, `descriptions` and `trail` put an outcome and
its history into words for whoever may read them, `remarks` what is to be corrected.
"""
