"""Why a file is not taken, as a code; alone in its module so that the limited child process loads no more than it needs."""


class Rejected(Exception):
    """A file that cannot be taken; `code` says why (see `intake` for the sentences)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
