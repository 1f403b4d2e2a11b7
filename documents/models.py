"""The tables of this floor, each defined beside the acts that use it."""

from documents.binding import Binding
from documents.bundles import Bundle, BundleDownload, BundleShare
from documents.dossiers import Dossier, Download
from documents.issues import Issue
from documents.jobs import Job
from documents.journal import JournalLine, JournalMention
from documents.journal_aliases import JournalMonth
from documents.journal_segments import JournalSegment
from documents.keystore import CaseKey, Tombstone
from documents.sealed_files import OrphanedFile
from documents.steps import StepResult
from documents.sweeping import Halt
from documents.uploads import Upload

__all__ = [
    "Binding",
    "Bundle",
    "BundleDownload",
    "BundleShare",
    "CaseKey",
    "Dossier",
    "Download",
    "Halt",
    "Issue",
    "Job",
    "JournalLine",
    "JournalMention",
    "JournalMonth",
    "JournalSegment",
    "OrphanedFile",
    "StepResult",
    "Tombstone",
    "Upload",
]
