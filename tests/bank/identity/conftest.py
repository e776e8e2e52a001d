import os

import pytest
from django.conf import settings


@pytest.fixture(autouse=True, scope="session")
def _sentences():
    """The room needs no bank; its sentences only want some settings."""
    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        settings.configure(USE_I18N=False)
