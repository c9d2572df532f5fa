"""Who a session belongs to, and whose password it is; how often one may guess is axes' affair."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User

from workflows.adapters.people.addresses import owners
from workflows.adapters.workspaces.places import with_home
from workflows.models import Profile


class PersonBackend(AuthenticationBackend):
    """Passwords by name or address; a person comes with his profile, in one query."""

    def get_user(self, user_id: Any) -> User | None:
        """Return an active user."""
        user = with_home(User.objects.select_related("fermata_profile")).filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def _authenticate_by_email(self, email: str, password: str) -> AbstractBaseUser | None:
        found = (self._check_password(user, password) for user in owners(email))
        return next((user for user in found if user is not None), None)


def profile_of(user: User) -> Profile | None:
    """Return what somebody has set, without a query for whoever came in by a session."""
    try:
        found: Profile = user.fermata_profile
    except Profile.DoesNotExist:
        return None
    return found
