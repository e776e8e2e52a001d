"""Catalogue: the certificate types (证书目录) that an outcome can be an instance of.

A *kind* (毕业证书) belongs to one of three classes; an *entry* (certificate type) belongs to a kind and
brings levels, a score scale and extra fields, from which the deposit form follows. *Versions* tell
when it was issued. `entries` loads and searches, `windows` compares dates, `classes` tells the
definitions. Outcomes point here; nothing here knows of them.
"""
