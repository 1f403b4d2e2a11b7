"""Attachments that could not be read, so that a reader learns of them on the first page and not behind the last."""

from collections.abc import Mapping
from dataclasses import replace

from documents.content import Content
from documents.words import words_for


def with_unread(content: Content, unread: Mapping[str, tuple[int, int]]) -> Content:
    """The content with each attachment told how many of its files stand in: (not read, all), by its key."""
    return replace(
        content,
        attachments=tuple(
            replace(attachment, unread=missing, is_unread=0 < missing == files)
            for attachment in content.attachments
            for missing, files in (unread.get(attachment.key, (0, 0)),)
        ),
    )


def unread_notice(content: Content) -> str:
    """The sentence for the cover and the first section; empty where everything could be read."""
    words, total = words_for(content.words), len(content.attachments)
    numbers = [str(attachment.number) for attachment in content.attachments if attachment.unread]
    if not numbers:
        return ""
    if total == 1:
        return words["unread_only"]
    *first, last = numbers
    listed = words["and"].join(filter(None, (", ".join(first), last)))
    pattern = words["unread_one"] if len(numbers) == 1 else words["unread"]
    return pattern.format(count=len(numbers), total=total, numbers=words["number"].format(number=listed))
