"""Optional content at the gate: what is hidden when the file is opened is taken out, so that it cannot appear later."""

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from documents.rejection import Rejected
from documents.weighing import unpacked_size

Hidden = frozenset[tuple[int, int]]
_MAX_STREAMS = 2_000
_MAX_CONTENT = 3 * 1024 * 1024
"""Bytes of content with hidden stretches; each becomes some hundred in memory while they are taken out."""


def hidden_layers(source: Pdf) -> Hidden | None:
    """The layers that are off at first sight, by object number; None if the file has no layers."""
    properties = source.Root.get("/OCProperties")
    if not isinstance(properties, Dictionary):
        return None
    start = properties.get("/D", Dictionary())
    layers = {layer.objgen for layer in properties.get("/OCGs", Array()) if isinstance(layer, Dictionary)}
    off = {layer.objgen for layer in start.get("/OFF", Array()) if isinstance(layer, Dictionary)}
    if start.get("/BaseState") == Name.OFF:
        off = layers - {layer.objgen for layer in start.get("/ON", Array()) if isinstance(layer, Dictionary)}
    return frozenset(off)


def burn_in(source: Pdf, hidden: Hidden) -> None:
    """Take hidden parts out of all pages and form objects; visible ones simply stop being layers."""
    if not hidden:
        return
    seen: set[tuple[int, int]] = set()
    for page in source.pages:
        _clean(source, page.obj, page.resources, hidden, seen)


def is_hidden(layer: Object | None, hidden: Hidden) -> bool:
    """Whether a layer, or a membership of several, is off."""
    if not isinstance(layer, Dictionary):
        return False
    if layer.get("/Type") != Name.OCMD:
        return layer.objgen in hidden
    members = layer.get("/OCGs", Array())
    states = [member.objgen in hidden for member in (members if isinstance(members, Array) else [members]) if member]
    if not states:
        return False
    policy = str(layer.get("/P", "/AnyOn"))
    shown = {"/AllOn": not any(states), "/AnyOff": any(states), "/AllOff": all(states)}
    return not shown.get(policy, not all(states))


def _clean(source: Pdf, owner: Object, resources: Object, hidden: Hidden, seen: set[tuple[int, int]]) -> None:
    names = resources.get("/Properties", Dictionary())
    marked = {key for key in names.keys() if is_hidden(names.get(key), hidden)}  # noqa: SIM118
    objects = resources.get("/XObject", Dictionary())
    for key in list(objects.keys()):
        drawn = objects[key]
        if not isinstance(drawn, Stream) or drawn.objgen in seen:
            continue
        seen.add(drawn.objgen)
        if is_hidden(drawn.get("/OC"), hidden):
            objects[key] = source.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
        elif drawn.get("/Subtype") == Name.Form and len(seen) < _MAX_STREAMS:
            _clean(source, drawn, drawn.get("/Resources", resources), hidden, seen)
    if not marked:
        return
    content = _without(owner, marked)
    if isinstance(owner, Stream):
        owner.write(content)
    else:
        owner.Contents = source.make_stream(content)


def _without(owner: Object, marked: set[str]) -> bytes:
    """The content without the stretches that are marked with a hidden layer; raises `Rejected` if it is too long."""
    contents = owner if isinstance(owner, Stream) else owner.get("/Contents", Array())
    pieces = [contents] if isinstance(contents, Stream) else list(contents)
    if sum(unpacked_size(piece) for piece in pieces if isinstance(piece, Stream)) > _MAX_CONTENT:
        raise Rejected("bomb")
    kept = []
    depth = 0
    for instruction in pikepdf.parse_content_stream(owner):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            operands = list(instruction.operands)
            opens = operator == "BDC" and operands[0] == Name.OC and str(operands[1]) in marked
            if depth or opens:
                depth += 1
                continue
        elif operator == "EMC" and depth:
            depth -= 1
            continue
        if not depth or operator in ("q", "Q", "cm", "BT", "ET", "Tm", "Td", "TD", "T*", "Tf"):
            kept.append(instruction)
    return pikepdf.unparse_content_stream(kept)
