"""CPU of setting one document beside WeasyPrint, which sets the same texts from HTML; both as tagged PDF/UA.

WeasyPrint gets a plain style sheet: no time bars and symbols, which the document has, so the figure flatters it.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

from documents import fonts
from documents.content import Block, Chips, Content, Entries, Notice, Prose, Table, TimeBar
from documents.rendering import render
from tests.bench.rows import NotMeasured, Row
from tests.documents.family import family

ROUNDS = 5
STYLE = """
@page { size: A4; margin: 24mm 20mm; @bottom-right { content: "Seite " counter(page) " von " counter(pages) } }
body { font: 10.5pt Noto Sans } section { break-before: page } table { border-collapse: collapse; width: 100% }
td, th { border-bottom: 0.4pt solid #999; padding: 4pt; text-align: start }
"""


def rows(folder: Path) -> list[Row]:
    try:
        import weasyprint
    except (ImportError, OSError) as missing:  # OSError: the package is there, Pango is not
        raise NotMeasured(f"WeasyPrint does not start here ({type(missing).__name__})") from missing
    content = family()
    html = "".join(_html(content))

    def with_weasyprint(number: int) -> None:
        weasyprint.HTML(string=html.replace("</h1>", f" {number}</h1>", 1)).write_pdf(
            folder / "weasyprint.pdf", pdf_variant="pdf/ua-1"
        )

    def with_ours(number: int) -> None:
        rendered = render(replace(content, version=str(number)), {one.key: 1 for one in content.attachments})
        (folder / "ours.pdf").write_bytes(rendered.pdf)

    theirs, ours = _cpu(with_weasyprint), _cpu(with_ours)
    return [
        Row(
            name="setting the generated pages of a dossier (PDF/UA), against WeasyPrint",
            value=round(ours, 2),
            unit="s CPU (median)",
            goal="ratio ≤ 1",
            ratio=round(ours / theirs, 2),
            note=f"WeasyPrint {weasyprint.__version__}: {theirs:.2f} s CPU for the same texts",
        )
    ]


def _cpu(make: Callable[[int], None]) -> float:
    """The median after a first round that loads everything; each round sets another text."""
    spent = []
    for number in range(1 + ROUNDS):
        start = time.process_time()
        make(number)
        spent.append(time.process_time() - start)
    return statistics.median(spent[1:])


def _html(content: Content) -> Iterator[str]:
    yield f'<html lang="{content.lang}"><head><title>{escape(content.title)}</title><style>{STYLE}'
    for path in (path for folder in fonts.FOLDERS for path in sorted(folder.glob("*.ttf"))):
        family_name = "Noto Sans" if path.name.startswith("NotoSans[") else path.stem
        yield f'@font-face {{ font-family: "{family_name}"; src: url("{path.as_uri()}") }}'
    yield f"</style></head><body><h1>{escape(content.title)}</h1>"
    yield from map(_block, content.cover)
    for section in content.sections:
        yield f"<section><h2>{escape(section.code)} {escape(section.title)}</h2>"
        yield from map(_block, section.blocks)
        yield "</section>"
    for attachment in content.attachments:
        yield f"<section><h2>Anlage {attachment.number}: {escape(attachment.title)}</h2>"
        yield _block(Entries(entries=attachment.entries))
        yield "</section>"
    yield "</body></html>"


def _block(block: Block) -> str:
    match block:
        case Entries():
            told = (
                f'<dt>{escape(one.label)}</dt><dd lang="{one.lang or "de"}" dir="auto">{escape(one.value)}</dd>'
                for one in block.entries
            )
            return f"<h3>{escape(block.heading)}</h3><dl>{''.join(told)}</dl>"
        case Prose():
            return f'<h3>{escape(block.heading)}</h3><p lang="{block.lang or "de"}">{escape(block.text)}</p>'
        case Table():
            head = "".join(f"<th>{escape(name)}</th>" for name in block.columns)
            cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in block.rows)
            return f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
        case Notice():
            return f"<p><strong>{escape(block.text)}</strong></p>"
        case TimeBar():
            return f"<p>{escape(block.alternative)}</p>"
        case Chips():
            return f"<ul>{''.join(f'<li>{escape(text)}</li>' for _symbol, text in block.chips)}</ul>"
