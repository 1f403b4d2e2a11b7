"""The tables of this floor, each defined beside the acts that use it."""

from documents.dossiers import Dossier, Download
from documents.jobs import Job
from documents.journal import JournalLine
from documents.keystore import CaseKey, Tombstone
from documents.steps import StepResult
from documents.uploads import Upload

__all__ = ["CaseKey", "Dossier", "Download", "Job", "JournalLine", "StepResult", "Tombstone", "Upload"]
