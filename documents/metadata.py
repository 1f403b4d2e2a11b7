"""What a document says about itself: a title without names, its language, a fixed day, and no claim it cannot hold."""

import re
from xml.sax.saxutils import escape

from pikepdf import Dictionary, Name, Pdf, Stream, String

from documents import fonts
from documents.content import Content
from documents.words import words_for

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<dc:format>application/pdf</dc:format>
<xmp:CreateDate>{day}</xmp:CreateDate>{claim}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_CLAIM = '<pdfuaid:part xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">1</pdfuaid:part>'
"""That a document is PDF/UA-1 (ISO 14289-1, 5), as this module and typst write it."""
_CLAIMED = re.compile(rb"<pdfuaid:part[^>]*>1</pdfuaid:part>")


def name_bookmarks(target: Pdf, content: Content) -> None:
    """Give the bookmarks of sections and attachments their names with spaces and without layout marks."""
    words = words_for(content.words)
    names = [f"{section.code} {section.title}" for section in content.sections]
    names += [
        f"{words['attachment'].format(number=attachment.number)}: {attachment.title}"
        for attachment in content.attachments
    ]
    bookmark = target.Root.Outlines.First
    for name in ["", "", *names]:  # the cover and the contents keep theirs
        if name:
            bookmark["/Title"] = String(" ".join(fonts.settle(name)[0].split()))
        bookmark = bookmark.get("/Next", bookmark)


def describe(target: Pdf, *, title: str, lang: str, day: str, is_accessible: bool) -> None:
    """Say title, language (BCP 47) and day (ISO), and that it is PDF/UA-1 where it is; never that it is PDF/A.

    Foreign pages may stand in it, for which the gate vouches (`soundness`) or not.
    """
    target.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    claim = _CLAIM if is_accessible else ""
    packet = _PACKET.format(title=escape(fonts.settle(title)[0]), lang=escape(lang), day=escape(day), claim=claim)
    target.Root.Metadata = target.make_stream(packet.encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML)


def is_accessible(source: Pdf) -> bool:
    """Whether a document says of itself that it is PDF/UA-1."""
    said = source.Root.get("/Metadata")
    return isinstance(said, Stream) and _CLAIMED.search(said.read_bytes()) is not None
