"""Wordings as editors send them."""

from gremium.letters.blocks import Block, Body
from gremium.letters.shipped import shipped_body


def changed(key: str, old: str, new: str) -> Body:
    """The shipped wording with some words replaced."""
    return tuple(
        Block(block.kind, tuple(one.replace(old, new) for one in block.sentences), block.key)
        for block in shipped_body(key)
    )


def sent(body: Body, **further: str) -> dict[str, str]:
    """The fields of the editor's page for these blocks."""
    fields = {"blocks-count": str(len(body)), **further}
    for number, block in enumerate(body):
        name, said = f"blocks-{number}", "\n".join(block.sentences)
        fields |= {f"{name}-deleted": "", f"{name}-order": str(number), f"{name}-type": block.kind}
        if block.key:
            fields |= {f"{name}-value-key": block.key, f"{name}-value-said": said}
        else:
            fields[f"{name}-value"] = said
    return fields
