"""A whole installation with demo content, started as `make run` starts it, shared by the tests that need one."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.documents.installation import Installation


class Demo(Installation):
    """An installation with the demo's people and cases."""

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def password(self) -> str:
        return (self.folder / "demo-password").read_text().strip()

    def code(self, email: str) -> str:
        """The current second-factor code of a demo account."""
        return self.run("gremium.manage", "demo-code", email).strip()

    def family(self, word: str) -> list[tuple[str, int]]:
        """The supervisor's child with this word in its command line and its own children, as (name, process id)."""
        parent = self.child(word)
        assert parent is not None
        found = [(f"{word} main", parent)]
        for task in Path(f"/proc/{parent}/task").iterdir():
            children = (task / "children").read_text().split()
            found += [(f"{word} child", int(child)) for child in children]
        return found

    def prepare(self) -> None:
        """All that a first start prepares, from tables that were migrated before: migrating takes most of its time."""
        self.lay_tables()
        self.run("gremium.manage", "prepare")

    def come_to_rest(self) -> None:
        """Wait until the workers have entered all translations; until then they take a core from whoever measures."""
        self.wait_until(lambda: set(self.states()) <= {"done", "dead"}, 900)


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """Prepare and start a demo in an empty folder; stop it at the end."""
    demo = Demo(folder)
    demo.prepare()
    demo.start()
    try:
        yield demo
    finally:
        try:
            demo.stop()
        except subprocess.TimeoutExpired:
            assert demo.supervisor is not None
            demo.supervisor.kill()
