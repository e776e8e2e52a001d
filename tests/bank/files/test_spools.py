"""What is on its way lies sealed, and comes out as it went in."""

import pytest

from creditbank.bank.files.spools import Spool
from creditbank.bank.keys import Unreadable


def test_what_was_written_is_read_whatever_the_pieces():
    with Spool() as spool:
        for piece in (b"one", b"", b"two" * 50_000):
            assert spool.write(piece) == len(piece)
        spool.rewind()
        assert spool.size == 150_003
        assert spool.read(5) == b"onetw"[:3]
        assert spool.readall() == b"two" * 50_000
        assert spool.read(1) == b""


def test_nothing_of_it_lies_in_plain_on_the_disk():
    with Spool() as spool:
        spool.write("李样例".encode())
        spool._file.seek(0)
        assert "李样例".encode() not in spool._file.read()


def test_pieces_that_were_changed_are_not_handed_out():
    with Spool() as spool:
        spool.write(b"plain")
        spool._file.seek(-1, 2)
        spool._file.write(b"x")
        spool.rewind()
        with pytest.raises(Unreadable):
            spool.read()
