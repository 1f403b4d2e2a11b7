"""Who can be reached for what: named once, shown wherever a page asks for the role."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from pages.contact_roles import ContactRole
from pages.phones import PHONE


class ContactQuerySet(models.QuerySet["Contact"]):
    def by_role(self) -> dict[str, "Contact"]:
        return {contact.role: contact for contact in self}


class Contact(models.Model):
    """One body of the city. Nothing here is translated: names and addresses stay as on a letter."""

    role = models.CharField(_("role"), max_length=20, choices=ContactRole.choices, unique=True)
    name = models.CharField(_("name"), max_length=160)
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True, validators=[PHONE])
    email = models.EmailField(_("e-mail"), blank=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False, editable=False)

    objects: ClassVar[models.Manager["Contact"]] = ContactQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["role"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name}"
