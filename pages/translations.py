"""How far the translation of a text is, computed from what is stored; never a flag someone must remember to set."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from pages.addresses import address_of
from pages.changes import Change, named_closely, texts_of
from pages.editions import fingerprints
from pages.facts import Edition, Statement, StatementKind
from pages.lines import line_about
from pages.releases import shown_codes
from pages.texts import german, is_shown, key_of, language_of, snippet_kinds


class State(models.TextChoices):
    """In the order of urgency: what is further up hides what is below."""

    MISSING = "missing", gettext_lazy("missing")
    OUTDATED = "outdated", gettext_lazy("outdated")
    PARTLY = "partly", gettext_lazy("partly translated")
    DRAFT = "draft", gettext_lazy("draft, not yet checked by a person")
    CURRENT = "current", gettext_lazy("current")


@dataclass(frozen=True, slots=True)
class TranslationState:
    """What there is to know about one text in one language. The German text itself is always current."""

    language: str
    is_missing: bool = False
    is_unchecked: bool = False
    is_outdated: bool = False
    is_legally_outdated: bool = False
    changed: tuple[Change, ...] = ()
    left_german: tuple[str, ...] = ()
    since: datetime | None = None
    checked: Statement | None = None

    @property
    def state(self) -> State:
        if self.is_missing:
            return State.MISSING
        if self.is_outdated:
            return State.OUTDATED
        if self.left_german:
            return State.PARTLY
        return State.DRAFT if self.is_unchecked else State.CURRENT

    @property
    def is_translation(self) -> bool:
        return self.language != settings.LANGUAGE_CODE

    @property
    def is_partial(self) -> bool:
        return bool(self.left_german)

    @property
    def needs_care(self) -> bool:
        return self.state != State.CURRENT

    @property
    def line(self) -> str:
        """The one sentence a reader gets, in the active language; empty where all is well or nothing is there."""
        return "" if self.is_missing else line_about(self)


@dataclass(frozen=True, slots=True)
class Alternate:
    code: str
    address: str


Key = tuple[UUID, str]


def state_of(text: models.Model) -> TranslationState:
    """The state of one page or snippet as it is live; two queries, none for a German one."""
    return states_as_shown([text], language_of(text))[key_of(text)]


def states_as_shown(texts: Sequence[models.Model], language: str) -> dict[UUID, TranslationState]:
    """The states of texts of one language that are at hand, by their keys; two queries, none for German."""
    if language == german():
        return {key_of(text): TranslationState(language) for text in texts}
    shown = [key_of(text) for text in texts if is_shown(text)]
    found: dict[UUID, dict[str, Edition]] = {key: {} for key in shown}
    for edition in Edition.objects.newest(shown, {language, german()}) if shown else ():
        found[edition.text][edition.language] = edition
    statements = list(_statements(shown, [language])) if shown else []
    states = {key_of(text): TranslationState(language, is_missing=True) for text in texts}
    for key, editions in found.items():
        about = [statement for statement in statements if statement.text == key]
        judged = _judge(language, editions.get(language), editions.get(german()), about)
        states[key] = replace(judged, changed=named_closely(judged.changed))
    return states


def states_of(texts: Iterable[models.Model], languages: Iterable[str]) -> dict[Key, TranslationState]:
    """The states of many texts, given by their German page or snippet, in many languages; six queries for pages."""
    kinds = {key_of(text): type(text) for text in texts}
    keys, codes = list(kinds), [code for code in languages if code != german()]
    shown = _shown(keys, codes, set(kinds.values()))
    editions = _editions(keys, [*codes, german()])
    statements: dict[UUID, list[Statement]] = {}
    for statement in _statements(keys, codes):
        statements.setdefault(statement.text, []).append(statement)
    judged = {key: TranslationState(key[1], is_missing=True) for key in product(keys, codes)}
    for key, code in shown:
        about = [said for said in statements.get(key, ()) if said.language in ("", code)]
        judged[key, code] = _judge(code, editions.get((key, code)), editions.get((key, german())), about)
    known = texts_of(change for state in judged.values() for change in state.changed)
    return {
        key: replace(state, changed=named_closely(state.changed, known)) if state.changed else state
        for key, state in judged.items()
    }


def _shown(keys: list[UUID], codes: list[str], kinds: set[type[models.Model]]) -> set[Key]:
    """Which of the texts readers can see; one query over pages and every kind of translatable snippet."""
    wanted = Q(translation_key__in=keys, locale__language_code__in=codes)
    columns = ("translation_key", "locale__language_code")
    pages = Page.objects.live().filter(wanted, alias_of=None).order_by().values_list(*columns)
    snippets = [
        kind._default_manager.filter(wanted, **({"live": True} if hasattr(kind, "live") else {}))
        for kind in kinds.intersection(snippet_kinds())
    ]
    return set(pages.union(*(rows.order_by().values_list(*columns) for rows in snippets)))


def _editions(keys: list[UUID], codes: list[str]) -> dict[Key, Edition]:
    """The latest editions; the pieces are read for those alone whose digests do not already agree."""
    light = Edition.objects.newest(keys, codes).defer("marks", "sources")
    found = {(edition.text, edition.language): edition for edition in light}
    differing = {key for (key, code), edition in found.items() if not _agree(edition, found.get((key, german())))}
    full = Edition.objects.filter(pk__in=[edition.pk for (key, _code), edition in found.items() if key in differing])
    return found | {(edition.text, edition.language): edition for edition in full}


def _agree(edition: Edition, source: Edition | None) -> bool:
    return source is None or edition.sources_digest in (source.marks_digest, source.sources_digest)


def _statements(keys: list[UUID], codes: list[str]) -> models.QuerySet[Statement]:
    return Statement.objects.filter(text__in=keys, language__in=["", *codes]).select_related("by").order_by("pk")


def _judge(
    language: str, edition: Edition | None, source: Edition | None, statements: list[Statement]
) -> TranslationState:
    """`statements`: those about this text in this language and about its German, the oldest first."""
    checked = next((said for said in reversed(statements) if _holds(said, edition, source)), None)
    legal = [said for said in statements if said.kind == StatementKind.LEGAL_CHANGE]
    is_legal = bool(legal) and (checked is None or checked.pk < legal[-1].pk)
    changed = _changes(edition, source) if edition and source and not _agree(edition, source) else ()
    return TranslationState(
        language,
        is_unchecked=checked is None,
        is_outdated=bool(changed) or is_legal or source is None,
        is_legally_outdated=is_legal,
        changed=changed,
        left_german=tuple(edition.left_german) if edition else (),
        since=edition.since if edition else None,
        checked=checked,
    )


def _holds(statement: Statement, edition: Edition | None, source: Edition | None) -> bool:
    """A check holds while neither the translation nor the meaning of the German text has changed since."""
    if statement.kind != StatementKind.CHECKED or edition is None or source is None:
        return False
    is_same_german = statement.german_digest in (source.marks_digest, source.sources_digest)
    return is_same_german and statement.marks_digest == edition.marks_digest


def _changes(edition: Edition, source: Edition) -> tuple[Change, ...]:
    """The pieces whose German today neither says nor means what the translation was made from."""
    said = fingerprints(source)
    paths = dict.fromkeys((*source.marks, *edition.sources))
    return tuple(
        _change(path, edition, source, tuple(said.get(path, ())))
        for path in paths
        if edition.sources.get(path) not in (said.get(path), source.sources.get(path))
    )


def _change(path: str, edition: Edition, source: Edition, now: tuple[str, ...]) -> Change:
    name, number, *_marks = source.marks.get(path) or edition.marks.get(path) or ("other", 0)
    return Change(path, name, number, before=tuple(edition.sources.get(path, ())), now=now)


def alternates_of(page: Page) -> list[Alternate]:
    """Every language in which this page can be read, for `hreflang`; of those that readers are shown."""
    shown = shown_codes()
    readable = Page.objects.live().filter(translation_key=page.translation_key, alias_of=None).select_related("locale")
    codes = {other.locale.language_code: other.url_path for other in readable}
    return [Alternate(code, address_of(codes[code], code)) for code in shown if code in codes]
