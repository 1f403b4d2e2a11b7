"""What the limited child says when it needs the fonts; a module of its own, so that it loads little."""


class Wanting(Exception):
    """The outlines to lend are not in memory: they have to be loaded in front of the walls."""
