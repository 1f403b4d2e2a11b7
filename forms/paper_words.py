"""What the papers for the person concerned say beside the form's own texts; each can be said in any language."""

from typing import TypedDict

from django.utils.translation import gettext as _

from forms.messages import Say, said_in
from forms.reading_languages import GERMAN


class Pair(TypedDict):
    """A sentence in German and in the language beside it, as the pieces of a paper take it."""

    german: str
    other: str


def both(say: Say, language: str) -> Pair:
    """A sentence in both languages; `language` is "" for German alone."""
    return Pair(german=said_in(GERMAN, say), other=said_in(language, say) if language else "")


def reading_help() -> str:
    return _("Reading help. Only the German text beside it is signed and binding.")


def no_reading_help() -> str:
    return _("There is no valid translation of this text. Please have the German text translated orally.")


def holds_for() -> str:
    return _("This declaration holds for:")


def represented_by() -> str:
    return _("child, represented by the person who signs")


def how_explained() -> str:
    return _("How was this text explained to me?")


EXPLAINED: dict[str, Say] = {
    "gelesen": lambda: _("I read it myself."),
    "vorgelesen": lambda: _("It was read aloud to me."),
    "uebersetzt": lambda: _("It was translated for me."),
}


def explained_by() -> str:
    return _("Who explained it, and in which language?")


def withdraw_where() -> str:
    return _(
        "I can take my consent back at any time, in any way: at my counselling or at the secretariat of the board."
    )


def has_copy() -> str:
    return _("I received a copy of this sheet and the information on data protection.")


def place_and_day() -> str:
    return _("Place, date")


def signature() -> str:
    return _("Signature")


def by_finger() -> str:
    return _(
        "Signed with a finger on the screen of the counselling: beside the sheet on paper, never in its place. The "
        "signed sheet follows."
    )


def signature_of_adviser() -> str:
    return _("Signature of the adviser")


def signature_of_interpreter() -> str:
    return _("Signature of the interpreter, if there was one")


def code_for_sheet() -> str:
    return _(
        "For the adviser: after signing, point a phone's camera at this code and take a photo of each page. The photos "
        "go to this sheet alone. The code works once, on the day it was printed."
    )


def signed_on(day: str) -> Say:
    return lambda: _("Signed on %(day)s") % {"day": day}


def copy_intro() -> str:
    return _("This is your copy: the questions, the answers as they were written down, and the consent.")


def is_draft() -> str:
    return _("Draft: this has not been handed in yet.")


def handed_in_on(day: str) -> Say:
    return lambda: _("Handed in on %(day)s") % {"day": day}


def keep_safe() -> str:
    return _("Please keep this paper in a safe place. In shared accommodation other people may find and read it.")


def keep_safe_or_leave() -> str:
    return _(
        "In shared accommodation other people may find and read this paper. Is there a safe place for it? You can "
        "leave your copy at the counselling, or take only the version without information about health."
    )


def blank_intro() -> str:
    return _(
        "This paper helps to prepare the application, for example on a visit. It cannot be handed in: the adviser "
        "types the answers into the form."
    )


def only_if(question: str, answer: str) -> Say:
    return lambda: _("Only if: %(question)s – %(answer)s") % {"question": question, "answer": answer}


def only_under_age(question: str, age: int) -> Say:
    return lambda: _("Only under the age of %(age)s (%(question)s)") % {"question": question, "age": age}


def answered() -> str:
    return _("anything is filled in")


def several() -> str:
    return _("Several answers are possible.")


def entry(number: int) -> Say:
    return lambda: _("Entry %(number)s") % {"number": number}


def more_entries() -> str:
    return _("For more entries please use another sheet of paper.")


def consent_apart() -> str:
    return _("The consent has a sheet of its own. Please print it from the draft.")
