"""Portal: what everybody may read, and the agreement that everybody accepts.

Notices appear and disappear by the clock; guides, questions and contacts stand until they are edited;
an agreement is published as a new version and consents keep theirs. Content editors write Markdown
(`texts` makes it harmless HTML) in Chinese and, where they can, in English. Who edits at once is told
by `bank.revisions`.
"""
