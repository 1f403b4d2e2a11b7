"""The table of rights, read: for each address its kind, and for each cell what comes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OUR_METHODS = ("GET", "HEAD", "POST")
OPEN, NOT_THERE, REFUSED = "open", "not there", "method refused"
TABLE = Path(__file__).with_name("table.yaml")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a group of addresses has in common: the thing they are about, and for whom they open in each state."""

    thing: str
    opens: Mapping[str, frozenset[str]]
    methods: Mapping[str, tuple[str, ...]]
    """The methods that each address takes."""


@dataclass(frozen=True, slots=True)
class Cell:
    address: str
    state: str
    person: str
    method: str


@dataclass(frozen=True, slots=True)
class Table:
    things: Mapping[str, tuple[str, ...]]
    doors: Mapping[str, frozenset[str]]
    before_the_door: Mapping[str, str]
    """What those are told who are not let in yet."""
    kinds: tuple[Kind, ...]
    public: frozenset[str]
    """Addresses at which nobody is asked who it is."""

    def kind_of(self, address: str) -> Kind:
        return next(kind for kind in self.kinds if address in kind.methods)

    @property
    def addresses(self) -> list[str]:
        return [address for kind in self.kinds for address in kind.methods]

    @property
    def people(self) -> list[str]:
        """Everybody the table names."""
        named = [*self.doors.values(), *(some for kind in self.kinds for some in kind.opens.values())]
        return sorted(self.before_the_door.keys() | frozenset().union(*named))

    def cells(self, people: list[str]) -> Iterator[Cell]:
        for kind in self.kinds:
            for address in kind.methods:
                for state in self.things[kind.thing]:
                    for person in people:
                        yield from (Cell(address, state, person, method) for method in METHODS)

    def expected(self, cell: Cell, door: str) -> str:
        kind = self.kind_of(cell.address)
        if cell.person in self.before_the_door:
            return self.before_the_door[cell.person]
        if cell.person not in self.doors[door]:
            return NOT_THERE
        if cell.method not in kind.methods[cell.address]:
            return REFUSED
        return OPEN if cell.person in kind.opens[cell.state] else NOT_THERE


@cache
def table() -> Table:
    raw = yaml.safe_load(TABLE.read_text())
    groups = raw["groups"]

    def people(names: str | list[str]) -> frozenset[str]:
        listed = names.split() if isinstance(names, str) else names
        return frozenset(one for name in listed for one in groups.get(name, [name]))

    def kind(row: dict[str, Any]) -> Kind:
        opens = {state: people(names) for states, names in row["opens"].items() for state in states.split()}
        opens |= dict.fromkeys(row.get("closed", "").split(), frozenset())
        methods = {
            address: tuple(taken) for verb, taken in raw["methods"].items() for address in _flat(row.get(verb, []))
        }
        return Kind(row["thing"], opens, methods)

    return Table(
        things={thing: tuple(states) for thing, states in raw["things"].items()},
        doors={door: people(names) for door, names in raw["doors"].items()},
        before_the_door={one: told for told, some in raw["before_the_door"].items() for one in some},
        kinds=tuple(kind(row) for row in raw["kinds"]),
        public=frozenset(_flat(raw["public"])),
    )


def stated_states() -> Iterator[tuple[str, list[str]]]:
    """For each kind its thing, and the states as they stand in its lines, also those that stand there twice."""
    for row in yaml.safe_load(TABLE.read_text())["kinds"]:
        named = [state for states in row["opens"] for state in states.split()]
        yield row["thing"], [*named, *row.get("closed", "").split()]


def _flat(names: list[Any]) -> Iterator[str]:
    for name in names:
        yield from _flat(name) if isinstance(name, list) else (name,)
