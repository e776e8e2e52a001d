"""Sheets: rows out of the spreadsheets that people have.

Words: a *source* is an opened file, told by its content, never by its name; it holds *pages* (the
sheets of a workbook, or a text cut at one delimiter) of *records*, which are lines of cells. A
*layout* is what a page's heading says: which column is which *field*. A *table* is a page with its
layout; its *lines* are ready to be read. What a line means is the reader's business.

Workbooks are opened behind the fence by `unpacking`, a program of its own; text is streamed. Nothing
here keeps more of a file in memory than its head and the line at hand. Neighbour below: `fence`.
"""
