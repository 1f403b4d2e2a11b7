"""Every kind of public page and every piece of content that stands on more than one of them."""

from pages.facts import Edition, LanguageRelease, Statement
from pages.models.board import BoardPage, FiguresPage
from pages.models.contacts import Contact
from pages.models.counselling import CounsellingPage
from pages.models.directory import Directory
from pages.models.downloads import DownloadsPage
from pages.models.findings import Finding, FindingKind, Round
from pages.models.glossary import GlossaryPage
from pages.models.guidance import EligibilityPage, FaqPage, GeneralQuestionsPage, ProcessPage
from pages.models.legal import LegalPage
from pages.models.news import EventPage, NewsIndexPage, NewsPage
from pages.models.offices import CounsellingOffice
from pages.models.outside import Origin, Suggestion, TranslatorLink
from pages.models.public import HomePage, InfoPage, PublicPage
from pages.models.second_person import SecondPersonTask
from pages.models.self_check_texts import SelfCheckTexts, block_id
from pages.models.terms import GlossaryTerm

__all__ = [
    "BoardPage",
    "Contact",
    "CounsellingOffice",
    "CounsellingPage",
    "Directory",
    "DownloadsPage",
    "Edition",
    "EligibilityPage",
    "EventPage",
    "FaqPage",
    "FiguresPage",
    "Finding",
    "FindingKind",
    "GeneralQuestionsPage",
    "GlossaryPage",
    "GlossaryTerm",
    "HomePage",
    "InfoPage",
    "LanguageRelease",
    "LegalPage",
    "NewsIndexPage",
    "NewsPage",
    "Origin",
    "ProcessPage",
    "PublicPage",
    "Round",
    "SecondPersonTask",
    "SelfCheckTexts",
    "Statement",
    "Suggestion",
    "TranslatorLink",
    "block_id",
]
