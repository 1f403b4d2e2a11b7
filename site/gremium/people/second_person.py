"""Who may be the second person where two have to agree: the pool that the secretariat names (domain 2.3)."""

from typing import TypeGuard

from django.contrib.auth.models import AnonymousUser

from gremium.people.models import Role, User

SECOND_PERSONS = frozenset({Role.SECRETARIAT, Role.DEPARTMENT_OFFICE})


def is_second_person(user: User | AnonymousUser) -> TypeGuard[User]:
    """Whether an account belongs to the pool; that it is not the first person too, the act itself looks at."""
    return isinstance(user, User) and user.is_active and user.role in SECOND_PERSONS
