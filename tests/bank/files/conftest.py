import pytest


@pytest.fixture
def folder(settings, tmp_path):
    """The folder in which this test's files come to lie."""
    settings.STORAGE = type(settings.STORAGE)(folder=tmp_path / "files")
    return tmp_path / "files"
