"""What Django asks to find a session's user again. Passwords are checked in `sign_in`, not here."""

from django.contrib.auth.backends import BaseBackend

from creditbank.bank.users import people
from creditbank.bank.users.models import User

PATH = f"{__name__}.Backend"


class Backend(BaseBackend):
    """Finds users; opens nothing by itself."""

    def get_user(self, user_id: str) -> User | None:
        """The user of a session, unless barred in the meantime."""
        return people.find(user_id)
