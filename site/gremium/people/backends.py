"""Who is behind a session: the account together with its organisation, because each private page asks for both."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from gremium.people.models import User


class AccountBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.select_related("organisation").filter(pk=user_id).first()
        return user if self.user_can_authenticate(user) else None
