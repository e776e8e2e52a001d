"""The browsers a user comes with; that one comes is noted by `sign_ins.sign_in`."""

import secrets


def fresh() -> str:
    """A random id for a browser that has none."""
    return secrets.token_urlsafe(16)
