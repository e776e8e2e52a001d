"""The history: what happened to every tracked row, by whom and why, and a seal over all of it.

The database writes it: triggers put an event beside every insert, update and delete of a tracked
table, whoever sends the statement. A verb only tells the transaction who acts and why (`@verb`).
Events hold ciphertext where the row does. The application role may add events and read them,
never change them; a keyed chain of Merkle roots shows what an owner of the database changed.
"""

from creditbank.bank.history.actors import SYSTEM, VISITOR, Actor, Someone
from creditbank.bank.history.causes import verb

__all__ = ["SYSTEM", "VISITOR", "Actor", "Someone", "verb"]
