"""The keys of the cases, in a database of their own. Destroying a key erases all that was sealed with it.

A transaction cannot span two databases. So a key is committed before anything is sealed with it, whatever becomes
of the caller's transaction, and a key that nobody needs is marked a day later and removed two weeks after that.
"""

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import brake, keyring, old_pages

WRAP_FORMAT = b"\x01"
NONCE_BYTES = 12
KEY_ID_BYTES = 4
GRACE = timedelta(days=1)
"""How long a key may wait for its first row."""


class KeyMissing(Exception):
    """The subject has no key: never had one, or it was destroyed."""


class KeyUnreadable(Exception):
    """The key row does not open with the key ring: altered, or its wrapping key is gone."""


class CaseKeyQuerySet(models.QuerySet["CaseKey"]):
    def unclaimed_since(self, moment: datetime) -> Self:
        """Keys old enough that a row should exist for them by now."""
        return self.filter(created_at__lt=moment)

    def orphaned(self) -> dict[UUID, datetime]:
        """The marked keys' subjects, each with the moment of its mark."""
        marked = self.exclude(orphaned_since=None).values_list("subject", "orphaned_since")
        return {subject: since for subject, since in marked if since is not None}

    def wrapped_otherwise(self, key_id: str) -> Self:
        return self.exclude(ring_key_id=key_id)


class CaseKey(models.Model):
    """The wrapped data key of one subject; lives in the database `keys`."""

    subject = models.UUIDField(primary_key=True)
    key_id = models.BinaryField(max_length=KEY_ID_BYTES)  # stands in front of everything sealed with it
    ring_key_id = models.CharField(max_length=16, db_index=True)
    wrapped = models.BinaryField(max_length=80)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    orphaned_since = models.DateTimeField(null=True, editable=False)  # found unneeded in every sweep since then

    objects = CaseKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("case key")
        verbose_name_plural = _("case keys")

    def __str__(self) -> str:
        return str(self.subject)


class Tombstone(models.Model):
    """A key was destroyed; replayed after each restore, so that no backup brings a case back."""

    subject = models.UUIDField(primary_key=True)
    destroyed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")

    def __str__(self) -> str:
        return str(self.subject)


@dataclass(frozen=True, slots=True)
class DataKey:
    """An unwrapped key and the id that stands in front of what it sealed."""

    key_id: bytes
    secret: bytes


def create_key(subject: UUID) -> None:
    """Give the subject a key, committed at once; a key it already has stays.

    Raises KeyMissing if the subject's key was destroyed: an erased case never comes back.
    """
    with transaction.atomic(using="keys", durable=True):
        if Tombstone.objects.filter(subject=subject).exists():
            raise KeyMissing(subject)
        if has_key(subject):
            return
        ring_key_id, wrapped = _wrap(subject, secrets.token_bytes(keyring.KEY_BYTES))
        key_id = secrets.token_bytes(KEY_ID_BYTES)
        row = CaseKey(subject=subject, key_id=key_id, ring_key_id=ring_key_id, wrapped=wrapped)
        CaseKey.objects.bulk_create([row], ignore_conflicts=True)  # of two at once, the first one's key stays


def has_key(subject: UUID) -> bool:
    return CaseKey.objects.filter(subject=subject).exists()


def is_destroyed(subject: UUID) -> bool:
    """Whether it was erased for good: its key is gone and never comes back."""
    return Tombstone.objects.filter(subject=subject).exists()


def destroyed_among(subjects: Collection[UUID]) -> set[UUID]:
    """Those of the subjects that were erased for good."""
    return set(Tombstone.objects.filter(subject__in=list(subjects)).values_list("subject", flat=True))


_held: ContextVar[dict[UUID, DataKey] | None] = ContextVar("held keys", default=None)


@contextmanager
def holding_keys() -> Iterator[None]:
    """Around one act that opens many values of a case: its key is read and unwrapped once, and forgotten at the end.

    Inside another one it is part of it.
    """
    if _held.get() is not None:
        yield
        return
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


@contextmanager
def keys_at_hand(subjects: Collection[UUID]) -> Iterator[None]:
    """As `holding_keys`, with the keys of many subjects read by one query, for a list that opens a little of each.

    Inside `holding_keys` what is held already is not read again, and what is read is held until its end. A key that is
    missing or does not open is left to whoever asks for it.
    """
    held = _held.get()
    if held is None:
        with holding_keys(), keys_at_hand(subjects):
            yield
        return
    missing = [subject for subject in subjects if subject not in held]
    for row in CaseKey.objects.filter(subject__in=missing) if missing else ():
        with suppress(KeyUnreadable):
            held[row.subject] = DataKey(bytes(row.key_id), _unwrap(row))
    yield


def data_key(subject: UUID) -> DataKey:
    """The subject's key, unwrapped; never kept longer than one act.

    Raises KeyMissing, KeyUnreadable.
    """
    held = _held.get()
    if held is None:
        return _read_key(subject)
    if subject not in held:
        held[subject] = _read_key(subject)
    return held[subject]


def _read_key(subject: UUID) -> DataKey:
    row = CaseKey.objects.filter(subject=subject).first()
    if row is None:
        raise KeyMissing(subject)
    return DataKey(bytes(row.key_id), _unwrap(row))


def subjects_with(key_id: bytes) -> list[UUID]:
    """Whose key has this id; as the ids are short, chance may let more than one have it."""
    return list(CaseKey.objects.filter(key_id=key_id).values_list("subject", flat=True))


def destroy_key(subject: UUID) -> None:
    """Erase the subject for good: its key goes, a tombstone stays (Art. 17 GDPR). Deletes no rows elsewhere."""
    with transaction.atomic(using="keys", durable=True):
        Tombstone.objects.get_or_create(subject=subject)
        CaseKey.objects.filter(subject=subject).delete()
    (_held.get() or {}).pop(subject, None)
    old_pages.forget()


def replay_tombstones() -> int:
    """After a restore: destroy again what was destroyed before; returns how many keys had come back."""
    with transaction.atomic(using="keys", durable=True):
        count, _details = CaseKey.objects.filter(subject__in=Tombstone.objects.values("subject")).delete()
    old_pages.forget()
    return count


_needs: list[Callable[[], Iterable[UUID]]] = []


def register_need(subjects: Callable[[], Iterable[UUID]]) -> None:
    """Let a floor say which subjects it still holds rows of; called once, when the floor starts."""
    if subjects not in _needs:
        _needs.append(subjects)


def known_subjects() -> set[UUID]:
    """All subjects that some floor holds rows of."""
    return {subject for subjects in _needs for subject in subjects()}


def orphaned_keys(known: Iterable[UUID]) -> set[UUID]:
    """Subjects whose key is older than a day and that are not among the known."""
    old = CaseKey.objects.unclaimed_since(timezone.now() - GRACE).values_list("subject", flat=True)
    return set(old) - set(known)


def sweep_orphans(*, is_confirmed: bool = False) -> int:
    """Mark the keys that nobody needs and remove those marked for two weeks; returns how many were removed.

    Leaves no tombstone: a sweep only supposes, and what it supposed wrongly must come back with a backup. Does nothing
    while no floor has registered. Raises brake.Braked.
    """
    if not _needs:
        return 0
    known = known_subjects()
    plan = brake.plan_round(
        orphaned_keys(known),
        CaseKey.objects.orphaned(),
        is_anything_known=bool(known),
        total=CaseKey.objects.count(),
        is_confirmed=is_confirmed,
    )
    with transaction.atomic(using="keys", durable=True):
        CaseKey.objects.filter(subject__in=plan.needed_again).update(orphaned_since=None)
        CaseKey.objects.filter(subject__in=plan.fresh).update(orphaned_since=timezone.now())
        count, _details = CaseKey.objects.filter(subject__in=plan.due).delete()
    if count:
        old_pages.forget()
    return count


def rewrap_keys(batch: int = 500) -> int:
    """Wrap every key with the ring's current key; may run while the site serves. Returns how many were rewrapped."""
    current = keyring.load().current
    total = 0
    while rows := list(CaseKey.objects.wrapped_otherwise(current)[:batch]):
        for row in rows:
            row.ring_key_id, row.wrapped = _wrap(row.subject, _unwrap(row))
        with transaction.atomic(using="keys"):
            CaseKey.objects.bulk_update(rows, ["ring_key_id", "wrapped"])
        total += len(rows)
    return total


def ring_keys_in_use() -> set[str]:
    """Ids of the ring's keys that some case's key is wrapped with."""
    return set(CaseKey.objects.values_list("ring_key_id", flat=True).distinct())


def _wrap(subject: UUID, secret: bytes) -> tuple[str, bytes]:
    ring = keyring.load()
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(ring.keys[ring.current]).encrypt(nonce, secret, _binding(subject, ring.current))
    return ring.current, WRAP_FORMAT + nonce + sealed


def _unwrap(row: CaseKey) -> bytes:
    ring_key = keyring.load().keys.get(row.ring_key_id)
    wrapped = bytes(row.wrapped)
    if ring_key is None or not wrapped.startswith(WRAP_FORMAT):
        raise KeyUnreadable(row.subject)
    nonce, sealed = wrapped[1 : 1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES :]
    try:
        return AESGCM(ring_key).decrypt(nonce, sealed, _binding(row.subject, row.ring_key_id))
    except (InvalidTag, ValueError) as error:
        raise KeyUnreadable(row.subject) from error


def _binding(subject: UUID, ring_key_id: str) -> bytes:
    return b"gremium case key|" + subject.bytes + ring_key_id.encode()
