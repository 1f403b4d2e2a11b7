"""What a document says about itself: a title without names, its language, a fixed day, and no claim it cannot hold."""

from xml.sax.saxutils import escape

from pikepdf import Dictionary, Name, Pdf, String

from documents import fonts
from documents.content import Content
from documents.words import words_for

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<dc:format>application/pdf</dc:format>
<xmp:CreateDate>{day}</xmp:CreateDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


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


def claim_nothing(target: Pdf, *, title: str, lang: str, day: str) -> None:
    """Say title, language (BCP 47) and day (ISO), but not that it is PDF/A or PDF/UA: foreign pages may stand in it."""
    target.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    packet = _PACKET.format(title=escape(fonts.settle(title)[0]), lang=escape(lang), day=escape(day))
    target.Root.Metadata = target.make_stream(packet.encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML)
