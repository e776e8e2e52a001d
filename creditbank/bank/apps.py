"""The one Django app that owns tables; its rooms are plain packages."""

from django.apps import AppConfig
from django.contrib.auth import user_logged_in


class BankConfig(AppConfig):
    """Label `bank`; tables are gathered by `bank/models.py`."""

    name = "creditbank.bank"
    label = "bank"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Here no signal writes anything: `users.sign_ins.sign_in` notes who came in."""
        user_logged_in.disconnect(dispatch_uid="update_last_login")
