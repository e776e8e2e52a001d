"""Inspections (检查): an organisation above looks again at what was decided for one below.

An *inspection* examines the decided cases of one organisation (the *branch*) over a period. Its
*sample* is drawn by lot (`draws`), so that nobody can say it was picked. Each *sampled* case is worked
through by a *checklist*; what is wrong becomes a *finding*. The *rectification notice* (整改通知) sends
the findings to the branch, which answers each with the *measures* it took; the inspector accepts
them or sends them back, until the inspection is closed. Who stands on which side: `sides`.
"""
