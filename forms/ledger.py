"""What was typed into a draft: one value a place, and enough of its past to merge the saves of several people.

A place is ``key``, ``group.key`` or ``group.item.key``; items of repeating groups have ids of their own, so that a
stale page never writes into the wrong item. Nothing is refused here: text that is no answer yet is kept as typed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms.desk import Desk
from forms.ledger_lines import Change, Former, PastProposal, Rival, Settled, Stamp
from forms.refusals import Refusal
from forms.values import is_filled

KEPT_CHANGES = 20
"""How many changes of one place are remembered; a save older than that is shown as a clash, never merged blindly."""


KEEP = "keep"
"""Choice of the saved answer among rival ones."""
GATE = "consent.p2"
"""Place of the tick that opens questions of class S3: the person agreed that such data goes to the board (P2)."""


class Unknown:
    """The value at a version that is no longer remembered; equal to nothing."""


@dataclass(slots=True)
class Ledger:
    """The content of a draft. `proposed` are places whose value the system put there and nobody has touched."""

    values: dict[str, Any] = field(default_factory=dict)
    items: dict[str, list[str]] = field(default_factory=dict)
    changes: dict[str, list[Change]] = field(default_factory=dict)
    rivals: dict[str, list[Rival]] = field(default_factory=dict)
    settled: dict[str, list[Settled]] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    """Since which version an item of a group (``group.item``) is taken out, with its answers."""
    proposed: set[str] = field(default_factory=set)
    begun: dict[str, int] = field(default_factory=dict)
    """Since which version a proposal stands; missing for those that were there from the beginning."""
    past_proposals: dict[str, list[PastProposal]] = field(default_factory=dict)
    """What was proposed at a place before: a page that still shows it tells nothing new."""
    checked: list[str] = field(default_factory=list)
    """Steps whose errors are shown, because somebody has saved them once."""
    refusals: dict[str, list[Refusal]] = field(default_factory=dict)
    """Files that were refused at the last save, by place."""
    former: list[Former] = field(default_factory=list)
    """Answers that a move to a newer version of the form left without a place; never handed in."""
    version: int = 0
    desk: Desk = field(default_factory=Desk)
    """Which languages the page shows: the newest choice counts, so that it is never merged."""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Ledger":
        return cls(
            values=dict(data.get("values", {})),
            items={group: list(ids) for group, ids in data.get("items", {}).items()},
            changes={place: [Change(*line) for line in lines] for place, lines in data.get("changes", {}).items()},
            rivals={place: [Rival(*line) for line in lines] for place, lines in data.get("rivals", {}).items()},
            settled={place: [*map(Settled.from_data, lines)] for place, lines in data.get("settled", {}).items()},
            removed=dict(data.get("removed", {})),
            proposed=set(data.get("proposed", [])),
            begun=dict(data.get("begun", {})),
            past_proposals={
                place: [PastProposal(*line) for line in lines]
                for place, lines in data.get("past_proposals", {}).items()
            },
            checked=list(data.get("checked", [])),
            refusals={place: [*map(Refusal.from_data, lines)] for place, lines in data.get("refusals", {}).items()},
            former=[Former(*line) for line in data.get("former", [])],
            version=int(data.get("version", 0)),
            desk=Desk.from_data(data.get("desk", {})),
        )

    def as_data(self) -> dict[str, Any]:
        """The JSON form that is sealed."""
        return {
            "values": self.values,
            "items": self.items,
            "changes": {
                place: [[change.version, change.before, change.by, change.at, change.page] for change in lines]
                for place, lines in self.changes.items()
            },
            "rivals": {place: [[one.value, one.by, one.at] for one in lines] for place, lines in self.rivals.items()},
            "settled": {place: [one.as_data() for one in lines] for place, lines in self.settled.items()},
            "removed": self.removed,
            "proposed": sorted(self.proposed),
            "begun": {place: version for place, version in self.begun.items() if place in self.proposed},
            "past_proposals": {
                place: [[past.began, past.ended, past.value] for past in lines]
                for place, lines in self.past_proposals.items()
            },
            "checked": self.checked,
            "refusals": {place: [one.as_data() for one in lines] for place, lines in self.refusals.items()},
            "former": [one.as_data() for one in self.former],
            "version": self.version,
            "desk": self.desk.as_data(),
        }

    def value_at(self, place: str, version: int) -> Any:
        """The value as people had left it at that version; `Unknown` if too much happened since."""
        lines = self.changes.get(place, [])
        later = [change for change in lines if change.version > version]
        if not later:
            return self.values.get(place)
        if len(later) == len(lines) >= KEPT_CHANGES:
            return Unknown
        return later[0].before

    def save(
        self, posted: Mapping[str, Any], *, base: int, stamp: Stamp, held: Mapping[str, int] | None = None
    ) -> set[str]:
        """Merge what a page of version `base` sends; return the places where two people typed different things.

        A field that the sender did not touch never overwrites; a field that only the sender touched is taken;
        where both did, the saved value stays and the other one is kept beside it, an entry taken out meanwhile too.
        `held` are places that the page still shows as of an older version.
        """
        since = {place: min(base, (held or {}).get(place, base)) for place in posted}
        touched = {
            place: value
            for place, value in posted.items()
            if self._is_touched(place, value, since[place]) or self._is_typed_back(place, value, stamp)
        }
        clashes = {
            place
            for place in touched
            if self.value_at(place, since[place]) != self.values.get(place) and not self._is_own(place, stamp)
        }
        for place in clashes:
            if held and place in held:
                self._drop_beginnings(place, touched[place], stamp)
            self._keep_rival(place, touched[place], stamp)
            self._bring_back(place)
        self.write({place: value for place, value in touched.items() if place not in clashes}, stamp)
        return clashes

    def behind(self, posted: Mapping[str, Any]) -> set[str]:
        """Places where a page that sent this does not show what is saved now."""
        return {place for place, value in posted.items() if _plain(value) != self.values.get(place)}

    def overlay(self, posted: Mapping[str, Any], *, base: int) -> set[str]:
        """Show what a page of version `base` sends as if it were saved: for one look, never to be written.

        Return the places where it differs from what is saved.
        """
        touched = {place: value for place, value in posted.items() if self._is_touched(place, value, base)}
        for place, value in touched.items():
            self._put(place, value)
            self.proposed.discard(place)
            self._bring_back(place)
        return set(touched)

    def write(self, values: Mapping[str, Any], stamp: Stamp) -> None:
        """Set values that differ from what is there, as one version; remember what stood there before."""
        changed = {place: value for place, value in values.items() if _plain(value) != self.values.get(place)}
        if not changed:
            return
        self.version += 1
        for place, value in changed.items():
            self._let_go(place)
            self._remember(place, stamp)
            self._put(place, value)
            self._drop_rival(place, value)
            self.proposed.discard(place)
            self._bring_back(place)

    def propose(self, proposals: Mapping[str, Any]) -> set[str]:
        """Fill places that nobody has touched; return those that changed. A cleared proposal is not made again."""
        changed = set()
        for place, value in proposals.items():
            is_open = place in self.proposed or (place not in self.values and place not in self.changes)
            if is_open and self.values.get(place) != _plain(value):
                self._let_go(place)
                self._put(place, value)
                self.proposed.add(place)
                self.begun[place] = self.version
                self._bring_back(place)
                changed.add(place)
        return changed

    def settle_items(self, group: str, shown: Sequence[str], stamp: Stamp) -> None:
        """Make the items a page shows the group's own; from now on only people add and remove items there."""
        self.version += 1
        changes = self.changes.setdefault(group, [])
        changes.append(Change(self.version, None, stamp.by, stamp.at))
        del changes[:-KEPT_CHANGES]
        self.items[group] = list(shown)

    def add_item(self, group: str, item: str, stamp: Stamp) -> None:
        self.version += 1
        self.items.setdefault(group, []).append(item)

    def remove_item(self, group: str, item: str, stamp: Stamp) -> None:
        """Take an item out; its values stay remembered, so that a colleague's unsaved work on it is not lost."""
        if item not in self.items.get(group, []):
            return
        self.version += 1
        self.items[group].remove(item)
        self.removed[f"{group}.{item}"] = self.version
        for place in list(self.places_of(group, item)):
            self._let_go(place)
            self._remember(place, stamp)
            self._put(place, None)
            self.proposed.discard(place)
        for place in [place for place in self.rivals if place.startswith(f"{group}.{item}.")]:
            self._lay_aside(place, self.rivals.pop(place), stamp)

    def forget_item(self, group: str, item: str) -> None:
        """Take out an item that only ever held proposals; nothing but these is remembered of it."""
        self.items[group].remove(item)
        for place in list(self.places_of(group, item)):
            self._let_go(place)
            del self.values[place]
            self.proposed.discard(place)

    def forget(self, places: Collection[str], stamp: Stamp) -> None:
        """Clear places with all that was remembered of them: what stood there may not be kept any more.

        That somebody cleared them stays known, so that nothing is proposed there again.
        """
        self.version += 1
        for place in places:
            self._put(place, None)
            self.rivals.pop(place, None)
            self.settled.pop(place, None)
            self.refusals.pop(place, None)
            self.past_proposals.pop(place, None)
            self.proposed.discard(place)
            self.changes[place] = [Change(self.version, None, stamp.by, stamp.at)]

    def keep_former(self, former: Iterable[Former]) -> None:
        """Add answers that a page sends to questions that are asked no more. What it sent before at a place goes."""
        for one in former:
            if all((one.label, one.answer) != (other.label, other.answer) for other in self.former):
                self.version += 1
                self.former = [other for other in self.former if not other.source or other.source != one.source]
                self.former.append(one)

    def places_of(self, group: str, item: str) -> Iterator[str]:
        start = f"{group}.{item}."
        return (place for place in self.values if place.startswith(start))

    def settle(self, place: str, *, choice: str, listed: Collection[str], base: int, stamp: Stamp) -> bool:
        """Take the rival with this mark, or with "keep" the saved answer that a page of version `base` showed.

        The others that the page listed, by their marks, are given up. What it did not show still waits: a rival that
        came later, and what was saved or settled otherwise since, by somebody else; then it returns True.
        """
        self._return_item(place)
        later = [one for one in self.settled.get(place, []) if one.version > base]
        saved, last, shown = self.values.get(place), self.last_change(place), self._shown_at(place, base)
        rivals = self.rivals.pop(place, [])
        known = {one.mark: one.value for one in (*(one.rival for one in later), *rivals)}
        known[KEEP] = saved if shown is Unknown else shown
        chosen = known.get(choice, saved)
        given = [rival for rival in rivals if rival.mark in {choice, *listed}]
        if waiting := [rival for rival in rivals if rival not in given]:
            self.rivals[place] = waiting
        self.version += bool(given)
        self.write({place: chosen}, stamp)
        replaced = Rival(saved, last.by, last.at) if last is not None and saved != chosen else None
        is_seen = saved == shown and all(one.by == stamp.by for one in later if one.rival.mark == choice)
        is_own = bool(later) and later[-1].by == stamp.by and (last is None or last.version <= later[-1].version)
        if replaced is not None and not is_seen and not is_own:
            met = later[-1] if saved == shown else replaced  # somebody kept what was saved, or saved something else
            self._keep_rival(place, saved, Stamp(met.by, met.at))
            replaced = None
        self._lay_aside(place, [*given, *([replaced] if replaced else [])], stamp)
        return bool(self.rivals.get(place))

    def holds_unseen(
        self, group: str, item: str, *, base: int, met: int, listed: Mapping[str, Collection[str]]
    ) -> bool:
        """Whether an item holds what a page of version `base` did not show, though it was there at version `met`.

        `listed` are the marks of the rivals that the page showed, by place.
        """
        start = f"{group}.{item}."
        return any(
            base < change.version <= met
            for place, changes in self.changes.items()
            for change in changes
            if place.startswith(start) and place in self.values
        ) or any(
            rival.mark not in listed.get(place, ())
            for place, rivals in self.rivals.items()
            for rival in rivals
            if place.startswith(start)
        )

    def last_change(self, place: str) -> Change | None:
        lines = self.changes.get(place)
        return lines[-1] if lines else None

    def check(self, step: str) -> None:
        if step not in self.checked:
            self.checked.append(step)

    def _is_touched(self, place: str, value: Any, base: int) -> bool:
        plain = _plain(value)
        return bool(plain != self.values.get(place) and plain != self._shown_at(place, base))

    def _is_typed_back(self, place: str, value: Any, stamp: Stamp) -> bool:
        """Whether a page that did not hear of its last save here sends what stood there before that again."""
        return bool(_plain(value) != self.values.get(place) and self._is_own(place, stamp))

    def _is_own(self, place: str, stamp: Stamp) -> bool:
        """Whether the page that saves now was the last that saved here: it did not hear of it, but typed on."""
        last = self.last_change(place)
        return last is not None and bool(stamp.page) and last.page == stamp.page

    def _shown_at(self, place: str, version: int) -> Any:
        """What a page of that version showed: until people have a say, what was proposed then, or nothing."""
        known = list(self.past_proposals.get(place, []))
        if place in self.proposed:
            known.append(PastProposal(self.begun.get(place, 0), version + 1, self.values.get(place)))
        if not known or version >= known[-1].ended:
            return self.value_at(place, version)
        return next((one.value for one in known if one.began <= version < one.ended), None)

    def _let_go(self, place: str) -> None:
        """Remember a proposal that ends now."""
        began = self.begun.pop(place, 0)
        if place in self.proposed and place in self.values:
            lines = self.past_proposals.setdefault(place, [])
            lines.append(PastProposal(began, self.version, self.values[place]))
            del lines[:-KEPT_CHANGES]

    def _keep_rival(self, place: str, value: Any, stamp: Stamp) -> None:
        rivals = self.rivals.setdefault(place, [])
        if all(rival.value != value for rival in rivals):
            self.version += 1
            rivals.append(Rival(value, stamp.by, stamp.at))

    def _lay_aside(self, place: str, rivals: Iterable[Rival], stamp: Stamp) -> None:
        """Remember answers that were given up now."""
        lines = [*self.settled.get(place, []), *(Settled(self.version, one, stamp.by, stamp.at) for one in rivals)]
        if lines:
            self.settled[place] = lines[-KEPT_CHANGES:]

    def _drop_beginnings(self, place: str, value: Any, stamp: Stamp) -> None:
        """Who is still typing has one rival answer, not one for each pause."""
        rivals = self.rivals.pop(place, [])
        if waiting := [rival for rival in rivals if rival.by != stamp.by or not _goes_on(rival.value, value)]:
            self.rivals[place] = waiting

    def _drop_rival(self, place: str, value: Any) -> None:
        """What is saved now is no rival of itself."""
        if waiting := [rival for rival in self.rivals.pop(place, []) if rival.value != value]:
            self.rivals[place] = waiting

    def _remember(self, place: str, stamp: Stamp) -> None:
        lines = self.changes.setdefault(place, [])
        lines.append(Change(self.version, self.values.get(place), stamp.by, stamp.at, stamp.page))
        del lines[:-KEPT_CHANGES]

    def _put(self, place: str, value: Any) -> None:
        if is_filled(value) and value is not False:
            self.values[place] = value
        else:
            self.values.pop(place, None)

    def _bring_back(self, place: str) -> None:
        parts = split_place(place)
        is_held = place in self.values or place in self.rivals
        if len(parts) == 3 and is_held and parts[1] not in self.items.get(parts[0], []):
            self.items.setdefault(parts[0], []).append(parts[1])
            self._return_item(place)

    def _return_item(self, place: str) -> None:
        """Bring back the item of this place with all that was taken out with it, if somebody took it out."""
        group, item, *_key = [*split_place(place), "", ""]
        start, version = f"{group}.{item}.", self.removed.pop(f"{group}.{item}", None)
        if version is None:
            return
        if item not in self.items.setdefault(group, []):
            self.items[group].append(item)
        for one, lines in self.changes.items():
            if one.startswith(start) and one not in self.values and lines and lines[-1].version == version:
                self._put(one, lines.pop().before)
        for one, settled in self.settled.items():
            for line in (line for line in settled if one.startswith(start) and line.version == version):
                self._keep_rival(one, line.rival.value, Stamp(line.rival.by, line.rival.at))


def split_place(place: str) -> Sequence[str]:
    """``["group", "item", "key"]`` and shorter; consent sheets use the same shape."""
    return place.split(".")


def _goes_on(before: Any, value: Any) -> bool:
    """Whether one text is the beginning of the other."""
    are_texts = isinstance(before, str) and isinstance(value, str)
    return are_texts and (value.startswith(before) or before.startswith(value))


def _plain(value: Any) -> Any:
    """What the ledger would hold for this value: nothing instead of empty."""
    return value if is_filled(value) and value is not False else None
