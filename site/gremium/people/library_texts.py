"""Sentences of django-allauth that people read here and that its German says to friends.

Naming them brings them into our own catalogue, which is asked before that of the library.
"""

from django.utils.translation import gettext_noop

SAID_ANEW = (
    gettext_noop("Please type your current password."),
    gettext_noop("You must type the same password each time."),
    gettext_noop("Your password has been changed."),
    gettext_noop("Your account has no password set up."),
    gettext_noop("Be patient, you are sending too many requests."),
    gettext_noop(
        "An account already exists with this email address. Please sign in to that account first, then connect your "
        "%s account."
    ),
)
