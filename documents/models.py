"""The tables of this floor, each defined beside the acts that use it."""

from documents.binding import Binding
from documents.dossiers import Dossier, Download
from documents.jobs import Job
from documents.journal import JournalLine
from documents.keystore import CaseKey, Tombstone
from documents.sealed_files import OrphanedFile
from documents.steps import StepResult
from documents.sweeping import Halt
from documents.uploads import Upload

__all__ = [
    "Binding",
    "CaseKey",
    "Dossier",
    "Download",
    "Halt",
    "Job",
    "JournalLine",
    "OrphanedFile",
    "StepResult",
    "Tombstone",
    "Upload",
]
