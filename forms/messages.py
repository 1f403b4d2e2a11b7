"""The system's own sentences that both people at the desk read: each can be said in any language of the site.

What a sentence speaks of is named by the person it is meant for: the case manager types, the person concerned reads.
"""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import override

from forms.definition import QuestionType

Say = Callable[[], str]
"""Says a sentence in the active language."""


def said_in(language: str, say: Say) -> str:
    with override(language):
        return say()


MESSAGES: Mapping[str, Callable[[], str]] = {
    "required": lambda: _("Please answer this question."),
    "recommended": lambda: _("An answer to this question is recommended."),
    "value": lambda: _("This answer does not fit. Please check it."),
    "hidden": lambda: _("This answer no longer applies. It will not be submitted."),
    "unknown": lambda: _("The form has no such question. The answer will not be submitted."),
    "repeat": lambda: _("There are too few or too many entries here."),
}
VALUE_MESSAGES: Mapping[QuestionType, Callable[[], str]] = {
    QuestionType.DATE: lambda: _("There is no such date. Please write it like 16.02.2026."),
    QuestionType.PARTIAL_DATE: lambda: _("There is no such date. Please write it like 16.02.2026, 02.2026 or 2026."),
    QuestionType.PHONE: lambda: _("Please type digits, spaces and + only, for example +49 231 12345."),
    QuestionType.EMAIL: lambda: _("This is no e-mail address. Please check it, for example name@example.org."),
    QuestionType.COUNTRY: lambda: _("The list has no such country. Please type a few letters and choose one."),
    QuestionType.COUNTRY_LIST: lambda: _("The list has no such country. Please type a few letters and choose one."),
    QuestionType.LANGUAGE: lambda: _("The list has no such language. Please type a few letters and choose one."),
    QuestionType.INTEGER: lambda: _("Please type a suitable whole number in digits."),
    QuestionType.BOOLEAN: lambda: _("Please confirm this."),
}
REQUIRED_MESSAGES: Mapping[QuestionType, Callable[[], str]] = {
    QuestionType.BOOLEAN: lambda: _("Please confirm this."),
    QuestionType.FILE: lambda: _("Please add a file."),
}


def optional() -> str:
    return _("(optional)")


def recommended() -> str:
    return _("(recommended)")


def papers_to_bring() -> str:
    return _("These papers are still missing")


def papers_help() -> str:
    return _(
        "Please bring them along. If you cannot get one of them, say so: the application is handed in all the same."
    )


def gate_title() -> str:
    return _("Health, disability, violence: only with consent")


def gate() -> str:
    return _("The person agrees that such data goes to the board (purpose P2 of the consent).")


def gate_closed() -> str:
    return _("These questions open as soon as the consent to health and similar data is ticked above.")


def papers_wait() -> str:
    return _(
        "Papers that tell of health, disability or violence can be added once the person has agreed to such data "
        "(purpose P2). Please tick this above the attachments."
    )


def changed_elsewhere() -> str:
    return _(
        "This entry was changed elsewhere meanwhile and is still there. Please look at it; if it shall go, remove it "
        "once more."
    )


def possible_exclusion(ground: str) -> str:
    told = _("Possible ground for exclusion: %(ground)s.") % {"ground": ground}
    advice = _("You can still save and hand in; a person decides. Please talk with the person about it first.")
    return f"{told} {advice}"


def unchecked_help() -> str:
    return _("No person has checked this translation yet. What is agreed to is the German text alone.")


def unchecked_words() -> str:
    return _("No person has checked these translations yet. The German text counts.")


def outdated_help() -> str:
    return _("The German text has changed since this translation was checked. Only the German text may be used now.")


def outdated_consent() -> str:
    return _(
        "The checked translation of the consent text into this language is out of date: the German has changed. "
        "Please have the German text translated orally by somebody and say so here, or have the translation renewed."
    )


def helper() -> str:
    return _("Who translated this text or helped to understand it? (name)")


def told_once() -> str:
    return _("This is confirmed once, with purpose P4 on the consent sheet.")


def read_back_title() -> str:
    return _("Reading back")


def read_back_intro() -> str:
    return _("Everything is read to the person in her or his language. She or he says whether it is right.")


def read_back_language() -> str:
    return _("Language in which it was read back")


def read_back_interpreter() -> str:
    return _("Who interpreted? (name)")


def read_back_step() -> str:
    return _("This page was read back to the person and confirmed.")


def finger_title() -> str:
    return _("Signing with a finger on the screen")


def finger_beside() -> str:
    return _(
        "Only in addition, where nothing can be printed at present: the sheet on paper follows and is signed by hand."
    )


def finger_pad() -> str:
    return _("Please sign in this field: with a finger, a pen or the mouse.")


def finger_by_keys() -> str:
    return _("Nothing can be drawn with a keyboard. Whoever cannot or does not want to draw signs the sheet on paper.")


def finger_without_script() -> str:
    return _("This browser cannot take a drawing. Please print the sheet and sign it on paper.")


def finger_clear() -> str:
    return _("Clear the field")


def finger_keep() -> str:
    return _("Sign")


def finger_empty() -> str:
    return _("There is no signature in the field yet.")


def finger_bad() -> str:
    return _("The drawing did not arrive as it should. Please sign once more.")


def finger_changed() -> str:
    return _("The consent was changed meanwhile. Please read it once more, then sign.")
