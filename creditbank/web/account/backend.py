"""What Django asks to find a session's user again. Passwords are checked in `sign_in`, not here."""

from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.db.models import QuerySet

from creditbank.bank.asked import Given, asked
from creditbank.bank.users.models import User

PATH = f"{__name__}.Backend"


@asked
def _user() -> QuerySet[User]:
    # With the account and whose it is, or the gate and the first page of a learner would ask for them.
    rows = User.objects.select_related("person_key", "account__organisation")
    return rows.filter(pk=Given("pk"), is_active=True)


class Backend(BaseBackend):
    """Finds users; opens nothing by itself."""

    def get_user(self, user_id: UUID) -> User | None:
        """The user of a session, unless barred in the meantime."""
        return _user.first(pk=user_id)
