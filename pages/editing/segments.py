"""The pieces of a text as a translator meets them: German, what changed in it, the old translation, a field."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from forms.revising.word_diff import Piece, likeness, word_diff
from pages.changes import Change
from pages.editing.wording import shown
from pages.facts import Edition
from pages.models.outside import Suggestion
from pages.pieces import mark_of
from pages.texts import german

LEAST_LIKENESS = 0.3
"""Less has nothing to do with the new sentence; its old translation would only mislead."""


class SegmentState(TextChoices):
    MISSING = "missing", _("to be translated")
    CHANGED = "changed", _("the German has changed")
    DONE = "done", _("translated")


@dataclass(frozen=True)
class Old:
    """A sentence that stood here before: its German and its translation, as they are kept."""

    german: str
    translation: str


@dataclass(frozen=True)
class Segment:
    """`german` and `translation` are kept texts (see `wording`); `number` names the segment in forms."""

    number: int
    path: str
    label: str
    string_id: int
    context_id: int
    german: str
    translation: str = ""
    origin: str = ""
    old: Old | None = None
    suggestion: Suggestion | None = None

    @property
    def state(self) -> SegmentState:
        if self.translation:
            return SegmentState.DONE
        return SegmentState.CHANGED if self.old else SegmentState.MISSING

    @property
    def field(self) -> str:
        return f"segment-{self.number}"

    @property
    def german_shown(self) -> str:
        return shown(self.german)

    @property
    def translation_shown(self) -> str:
        return shown(self.translation)

    @property
    def old_translation_shown(self) -> str:
        return shown(self.old.translation) if self.old else ""

    @cached_property
    def difference(self) -> list[Piece]:
        """The old German woven together with the new; empty where there is no old one."""
        return word_diff(shown(self.old.german), shown(self.german)) if self.old else []

    @property
    def proposal(self) -> str:
        """What the field begins with: what came from outside, else the translation, else the old translation."""
        if self.suggestion:
            return shown(self.suggestion.data)
        return self.translation_shown or self.old_translation_shown

    @property
    def rows(self) -> int:
        """The height of the field in lines."""
        return min(8, 1 + len(self.german) // 60)


def source_of(key: UUID) -> TranslationSource | None:
    """wagtail-localize's copy of the German text as it was last published."""
    return TranslationSource.objects.filter(object_id=key, locale__language_code=german()).first()


def segments_of(source: TranslationSource, language: str) -> list[Segment]:
    """Every piece of the text in its order; five queries."""
    rows = list(StringSegment.objects.filter(source=source).select_related("context", "string").order_by("order"))
    translations = _translations(source.object_id, language)
    edition = Edition.objects.newest([source.object_id], [german()]).first()
    suggestions = {(row.path, row.mark): row for row in Suggestion.objects.about(source.object_id, language)}
    current = {(row.context.path, row.string_id) for row in rows}
    olds = _olds(translations, current)
    return [_segment(row, translations, edition, suggestions, olds) for row in rows]


Translations = dict[tuple[str, int], StringTranslation]


def _translations(key: UUID, language: str) -> Translations:
    found = StringTranslation.objects.filter(context__object_id=key, locale__language_code=language, has_error=False)
    rows = found.select_related("context", "translation_of").order_by("updated_at")
    return {(row.context.path, row.translation_of_id): row for row in rows if row.context is not None}


def _olds(translations: Translations, current: set[tuple[str, int]]) -> dict[str, list[StringTranslation]]:
    """What was translated once and no longer stands in the German text, by its path, the newest first."""
    olds: dict[str, list[StringTranslation]] = defaultdict(list)
    for (path, string_id), row in reversed(translations.items()):
        if (path, string_id) not in current:
            olds[path].append(row)
    return olds


def _segment(
    row: StringSegment,
    translations: Translations,
    edition: Edition | None,
    suggestions: dict[tuple[str, str], Suggestion],
    olds: dict[str, list[StringTranslation]],
) -> Segment:
    path, text = row.context.path, row.string.data
    translation = translations.get((path, row.string_id))
    return Segment(
        number=row.pk,
        path=path,
        label=_label(path, edition),
        string_id=row.string_id,
        context_id=row.context_id,
        german=text,
        translation=translation.data if translation else "",
        origin=translation.tool_name if translation else "",
        old=None if translation else _take_likest(text, olds[path]),
        suggestion=suggestions.get((path, mark_of(text))),
    )


def _take_likest(text: str, olds: list[StringTranslation]) -> Old | None:
    """The old sentence most like the new one; each is used once, the newest first among equals."""
    rated = [(likeness(row.translation_of.data, text), -place, row) for place, row in enumerate(olds)]
    best = max(rated, key=lambda entry: entry[:2], default=None)
    if best is None or best[0] < LEAST_LIKENESS:
        return None
    olds.remove(best[2])
    return Old(best[2].translation_of.data, best[2].data)


def _label(path: str, edition: Edition | None) -> str:
    name, number = (edition.marks.get(path) or ["other", 0])[:2] if edition else ("other", 0)
    return str(Change(path, name, number))


def count(segments: Iterable[Segment]) -> dict[str, int]:
    """How many segments there are in each state, and how many in all."""
    counts = dict.fromkeys(SegmentState.values, 0)
    for segment in segments:
        counts[segment.state] += 1
    return {**counts, "all": sum(counts.values())}
