"""A paper in two languages takes answers of any length."""

import pytest

from documents.bilingual import Answer, Paper, render_paper
from documents.handouts import Tongue
from tests.documents.conftest import ReadText

LONG = {"Arabic": "منذ عشر سنوات ", "Armenian": "Հայաստան ", "signs": "→ ☐ "}


@pytest.mark.parametrize("name", LONG)
def test_the_longest_answer_of_any_script_is_set_whole(read_text: ReadText, name: str) -> None:
    value = (LONG[name] * 6000)[:6000].strip()
    answer = Answer(german="Frage", other="سؤال", value=f"{value}\nEnde")
    arabic = Tongue(lang="ar", own_name="العربية", is_rtl=True)

    pdf, _missing = render_paper(Paper(title="T", head="K", pieces=(answer,), day="2026-02-20", other=arabic))

    assert "Ende" in read_text(pdf)
