"""Messages: what people are told. A row of the same transaction as the change; a worker sends it.

A message keeps its template, version, language and masked context, and is rendered when sent or
read. Codes and links that open something are sealed apart and wiped once the e-mail is out.
"""
