"""LibreOffice turns a cleaned text document into a PDF, where it is installed: without macros, without a way out.

It works in a private folder that the caller makes and removes, with its own profile and its own limits. Nothing here
imports Django: `run` is called in the gate's child process, behind whose walls (`confining`) there is no network.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from documents import confining, odt, word

BOUNDS = confining.Bounds(memory=768 * 1024 * 1024, cpu_seconds=30, largest_file=48 * 1024 * 1024, open_files=256)
"""Memory as measured: 500 MB are too few for a table of 4,000 rows, 600 MB are enough for it."""
PROGRAMS = ("soffice", "libreoffice")
_READERS = {word.MEDIA_TYPE: ("docx", "MS Word 2007 XML"), odt.MEDIA_TYPE: ("odt", "writer8")}
"""By media type: the name's ending, and the one filter that may read it."""
KINDS = tuple(_READERS)
_STEM, _PROFILE, _FONTS, _OUT = "paper", "profile", "fonts.conf", "out"
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Writer/Content/Update", "Field", "false"),
    ("Writer/Content/Update", "Chart", "false"),
    ("Java/VirtualMachine", "Enable", "false"),
)


def program() -> str:
    """The path of LibreOffice; empty where it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), "")


def prepare(folder: Path, document: bytes, media_type: str, *, fonts: Iterable[Path]) -> None:
    """Lay the document, a profile and a list of fonts (folders, beside the system's) into an empty private folder."""
    (folder / _OUT).mkdir()
    (folder / _PROFILE / "user").mkdir(parents=True)
    (folder / f"{_STEM}.{_READERS[media_type][0]}").write_bytes(document)
    (folder / _PROFILE / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
    (folder / _FONTS).write_text(_font_list(folder, fonts), "utf-8")


def made(folder: Path) -> Path:
    """Where the PDF is found afterwards."""
    return folder / _OUT / f"{_STEM}.pdf"


def run(program: str, folder: Path, media_type: str, *, hidden: Iterable[Path] = ()) -> str:
    """Convert what `prepare` laid down; "" if the program ended well, else a code of `refusals`.

    It does not see what is `hidden`, but for the private folder, where the system allows that.
    """
    ended = confining.run(
        program, _arguments(folder, media_type), _environment(folder), bounds=BOUNDS, hidden=hidden, folder=folder
    )
    if not ended and not (made(folder).is_file() and made(folder).stat().st_size):
        return "damaged"
    return ended


def _arguments(folder: Path, media_type: str) -> list[str]:
    ending, reader = _READERS[media_type]
    return [
        "soffice",
        f"-env:UserInstallation={(folder / _PROFILE).as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nolockcheck",
        f"--infilter={reader}",
        "--convert-to",
        'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}',
        "--outdir",
        str(folder / _OUT),
        str(folder / f"{_STEM}.{ending}"),
    ]


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(folder / _FONTS),
        "SAL_USE_VCLPLUGIN": "svp",
    }


def _registry() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _font_list(folder: Path, fonts: Iterable[Path]) -> str:
    folders = "".join(f"<dir>{escape(str(path))}</dir>" for path in fonts)
    cache = f"<cachedir>{escape(str(folder / 'fonts'))}</cachedir>"
    return f'<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>{folders}{cache}</fontconfig>'
