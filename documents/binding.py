"""The bond between the database and the key store: one random id that both hold, made once and together.

They are two stores with two backups. Without the bond nobody would notice that a restore brought back only one of them.
"""

from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents import keystore
from documents.brake import Braked, Reason
from documents.keystore import CaseKey

ONLY_ROW = 1
STORES = ("default", "keys")


class Binding(models.Model):
    """The id of the installation; one row in each of the two databases."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY_ROW)
    installation = models.UUIDField(_("installation"), default=uuid4)

    class Meta:
        verbose_name = _("binding")
        verbose_name_plural = _("bindings")

    def __str__(self) -> str:
        return str(self.installation)


def require_bound() -> None:
    """Raise Braked unless the database and the key store hold the same id."""
    data, keys = (_id_in(store) for store in STORES)
    if data is None and keys is None:
        raise Braked(Reason.UNBOUND)
    if data != keys:
        raise Braked(Reason.FOREIGN)


def bind() -> None:
    """Give both stores one id, at the first preparation or when an installation of before is brought up to date.

    Does nothing where they are bound. Raises Braked where something speaks against it: keys of which the database
    knows none, or an id that only one of them has, unless there is nothing to lose.
    """
    data, keys = (_id_in(store) for store in STORES)
    if data is not None and data == keys:
        return
    if data is not None and keys is not None:
        raise Braked(Reason.FOREIGN)
    if CaseKey.objects.exists() and (data != keys or not _knows_some_key()):
        raise Braked(Reason.FOREIGN)
    if data != keys and keystore.known_subjects():
        raise Braked(Reason.FOREIGN)
    installation = data or keys or uuid4()
    for store in STORES:
        Binding.objects.using(store).update_or_create(pk=ONLY_ROW, defaults={"installation": installation})


def _knows_some_key() -> bool:
    return not keystore.known_subjects().isdisjoint(CaseKey.objects.values_list("subject", flat=True))


def _id_in(store: str) -> UUID | None:
    return Binding.objects.using(store).values_list("installation", flat=True).first()


def installation() -> str:
    """The id that the database holds; empty where it is not bound yet."""
    return str(_id_in("default") or "")
