"""What a case's dossier says: answers in, the content of the document out."""

from gremium.cases.dossier_content.composing import attachment_files, compose
from gremium.cases.dossier_content.record import AttachmentFacts

__all__ = ["AttachmentFacts", "attachment_files", "compose"]
