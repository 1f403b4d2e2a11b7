"""What was moved from one order to another."""

from collections.abc import Sequence
from difflib import SequenceMatcher


def fewest_moves(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The fewest members that must have been moved to bring one order into the other."""
    common_old, common_new = [one for one in old if one in set(new)], [one for one in new if one in set(old)]
    matcher = SequenceMatcher(a=common_old, b=common_new, autojunk=False)
    kept = {one for block in matcher.get_matching_blocks() for one in common_new[block.b : block.b + block.size]}
    return set(common_new) - kept
