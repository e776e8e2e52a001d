"""Imports: runs, their phases and reports. What a row means is its own room's business.

What every kind of roster reads alike stands here: a *slip* collects what is to be said about a row
while it is read and becomes its *verdict*; `persons` reads who it is about, `dates` its dates, `walks`
goes through a sheet line by line. All of it works without a bank: only `models` needs one.
"""
