"""Reading a sheet with a tool that did not make it, as the tests of documents do."""

from tests.documents.conftest import read_text

__all__ = ["read_text"]
