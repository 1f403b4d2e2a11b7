"""D03: the applying person, with the age on the dossier's day."""

from dataclasses import replace

from documents.content import Block, Entries, Entry
from gremium.cases.dossier_content import ages, wording
from gremium.cases.dossier_content.persons import everyone
from gremium.cases.dossier_content.record import Record
from gremium.cases.dossier_content.telling import tell


def applicant(record: Record) -> tuple[Block, ...]:
    blocks = tell(record, record.of_section("D03"))
    age = everyone(record)[0].age
    if not age or not blocks or not isinstance(blocks[0], Entries):
        return blocks
    told = Entry(label=wording.AGE_ON.format(day=ages.shown(record.day)), value=age)
    return (replace(blocks[0], entries=(*blocks[0].entries, told)), *blocks[1:])
