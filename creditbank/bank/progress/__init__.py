"""Progress (工作进展): how far each organisation has got, exactly and at most a minute old.

Each change of a counted row adds a few *deltas* (organisation, day, measure, how many more or
fewer), written by triggers in the same transaction and never updated, so that writers do not wait
for each other. A job folds them into *tallies*: what an organisation itself, without those below,
had at the end of a day. A figure is the sum of tallies over a tree, of today or of a past date,
with what is not folded yet; nothing is ever counted at reading. Goals are set by administrators
above, rounds of reminders go to those who have not activated. docs/progress.md says what counts
where.
"""
