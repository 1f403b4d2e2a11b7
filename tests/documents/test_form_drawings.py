"""Drawings for values of forms are asked for by a process that somebody may have taken over."""

import io
import json
from dataclasses import asdict
from typing import Any

import pikepdf
import pytest

from documents.form_drawings import NotDrawable, drawn
from documents.form_values import BLEED, MOST_FIELDS, MOST_LETTERS, Wish

WISH = Wish(
    text="Şivan", width=200.0, height=20.0, size=10.0, is_long=False, side=0, cells=0, fill="#ffffff", line="#000000"
)


def wishes(*changes: dict[str, Any]) -> bytes:
    return json.dumps([{**asdict(WISH), **change} for change in changes]).encode()


def test_each_wish_gets_a_page_of_its_size() -> None:
    made = drawn(wishes({}, {"text": "", "width": 50.0}, {"text": "123", "cells": 9}))

    with pikepdf.open(io.BytesIO(made)) as document:
        assert [round(float(page.mediabox[2]) - 2 * BLEED) for page in document.pages] == [200, 50, 200]


@pytest.mark.parametrize(
    "asked",
    [
        b"{}x",
        b"[1]",
        b"[" * 100_000,
        wishes({"more": 1}),
        wishes({"text": 1}),
        wishes({"text": "x" * (MOST_LETTERS + 1)}),
        wishes(*[{}] * (MOST_FIELDS + 1)),
        wishes({"width": 1e12}),
        wishes({"width": float("nan")}),
        wishes({"height": -1}),
        wishes({"cells": 10**12, "text": "1"}),
        wishes({"cells": -(10**30)}),
        wishes({"size": -1e308}),
        wishes({"size": float("-inf")}),
        wishes({"line": "\ud800"}),
        wishes({"text": "\ud800"}),
        wishes({"size": "large"}),
        wishes({"side": 7}),
        wishes({"fill": "red"}),
        wishes({"text": "日本"}),
    ],
    ids=lambda asked: asked[:20].decode(),
)
def test_a_wish_that_no_form_has_is_not_drawn(asked: bytes) -> None:
    with pytest.raises(NotDrawable):
        drawn(asked)


def test_letters_are_never_larger_than_a_form_may_ask_for() -> None:
    assert drawn(wishes({"size": 1e12}))
