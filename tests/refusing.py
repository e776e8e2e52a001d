"""Expecting a refusal by its code; the sentence is for people."""

from contextlib import contextmanager

import pytest

from creditbank.bank.refusals import Refused


@contextmanager
def refusing(code, field=None):
    """The block is refused with this code, about this field; gives what pytest caught."""
    with pytest.raises(Refused) as refused:
        yield refused
    assert refused.value.code == code
    assert field in {None, refused.value.field}
