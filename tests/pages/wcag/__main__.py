"""`python -m tests.pages.wcag` writes the list of the criteria anew."""

from tests.pages.wcag.table import PAGE, page

PAGE.write_text(page())
