"""Why a file is not taken, as a code; a module of its own, so that the limited child process loads little."""


class Rejected(Exception):
    """A file that cannot be taken; `code` says why (see `intake` for the sentences)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
