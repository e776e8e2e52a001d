"""Private uploads: scans of documents and certificates, kept sealed, served only by the bank itself.

Words: an *upload* is what a browser sent; the *intake* takes it apart in a fenced-in process and
makes clean *renditions* of it (page by page, `full` and `preview`); a *stored file* is the row that
stays; the *storage* is the place (a folder or an S3 bucket) that keeps the sealed renditions.

Neighbours: below, `keys` seals, `jobs` deletes after the commit, `history` writes the trail.
Above, `accounts` and `outcomes` own the files and say what they are for.
"""
