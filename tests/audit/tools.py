"""Programs that judge pages, fetched once into `var/tools`: Lighthouse and the validator of the HTML standard."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACE = Path(os.environ.get("GREMIUM_TOOLS", ROOT / "var/tools"))
PACKAGES = {"lighthouse": "lighthouse@13", "vnu-jar": "vnu-jar@26"}


class Missing(Exception):
    """A tool is not on this machine; the message says which."""


def validator() -> list[str]:
    """The command that checks HTML files."""
    if shutil.which("java") is None:
        raise Missing("no Java on this machine")
    jar = _package("vnu-jar") / "build/dist/vnu.jar"
    return ["java", "-Xss8m", "-jar", str(jar)]


def lighthouse() -> list[str]:
    if shutil.which("node") is None:
        raise Missing("no Node.js on this machine")
    return ["node", str(_package("lighthouse") / "cli/index.js")]


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise Missing("no Chromium on this machine")
    return found


def fetch(name: str) -> None:
    """Install a package with npm into its folder of the tools, without the list of addresses. Raises Missing."""
    if shutil.which("npm") is None:
        raise Missing(f"{name} is not here, and no npm to fetch it")
    options = ("--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--silent", "--prefix", str(PLACE / name))
    (PLACE / name).mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["npm", "install", *options, PACKAGES[name]], capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise Missing(f"{name} could not be fetched")
    (PLACE / name / "node_modules/.package-lock.json").unlink(missing_ok=True)


def _package(name: str) -> Path:
    folder = PLACE / name / "node_modules" / name
    if not folder.exists():
        fetch(name)
    return folder
