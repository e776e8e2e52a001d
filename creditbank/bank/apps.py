"""The one Django app that owns tables; its rooms are plain packages."""

from django.apps import AppConfig


class BankConfig(AppConfig):
    """Label `bank`; tables are gathered by `bank/models.py`."""

    name = "creditbank.bank"
    label = "bank"
    default_auto_field = "django.db.models.BigAutoField"
