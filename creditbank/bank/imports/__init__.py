"""Imports: runs from the file that is received to rows that are merged. What a row means is its own room's.

Words: a *run* is one file brought in; it is *received*, *checked* (the dry run), *confirmed* and
*merged*. Checking is a *reading*: every row is read once, by several processes where the file is long,
and *staged* with its verdict in an unlogged table of its kind. What is lost of that is read again from
the file. A *kind* says how a batch of rows is staged and how all are merged.

What every kind of roster reads alike stands here too: a *slip* collects what is to be said about a row
while it is read and becomes its *verdict*; `persons` reads who it is about, `dates` its dates, `walks`
goes through a sheet line by line. That works without a bank.

Neighbours: below, `sheets` opens the file and `files` keeps it; above, `enrolments` brings registers in
and `desk` hands runs to jobs.
"""
