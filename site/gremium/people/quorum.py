"""The quorum: how many have to take part before the board says anything jointly (domain 2.3).

One setting, asked here alone: for a meeting, for a joint assessment and for an answer to a general question.
"""

from django.conf import settings


def is_quorum(seats: int) -> bool:
    """Whether so many seats are enough. Who counts says each occasion: present, agreeing or stepped back, or heard."""
    return seats >= settings.GREMIUM_QUORUM
