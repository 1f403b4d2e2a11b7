"""What a first program with pypdf does: append every page, lay the stamp over it, encrypt. Measured from outside."""

import sys
from pathlib import Path

from pypdf import PdfReader, PdfWriter


def main() -> None:
    folder, password, *names = sys.argv[1:]
    stamps = PdfReader(Path(folder) / "stamps.pdf")
    writer = PdfWriter()
    for name in names:
        for sheet in PdfReader(name).pages:
            page = writer.add_page(sheet)
            page.merge_page(stamps.pages[len(writer.pages) - 1])
    writer.encrypt(password, "owner", algorithm="AES-256")
    writer.write(Path(folder) / "naive.pdf")


if __name__ == "__main__":
    main()
