"""What no item uses is put to the model once: words of harm and verbs of speech that the grammar could not read.

The offered answers are readings of the scanners, so that an answer adds no words; the item it makes is for a person.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from extractor.arabic.attribution import ClaimMention
from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.unread import unread_harm, unread_speech
from extractor.build import Range
from extractor.drafting.drafted import Attempt, Drafted
from extractor.drafting.grammar import casualty, claim
from extractor.drafting.links import linked
from extractor.drafting.reading import NONE, Reader
from schemas.casualty import Casualty
from schemas.claim import Claim
from schemas.items import Items
from schemas.record import Finding, Level
from schemas.state import Item

M = TypeVar("M", CasualtyMention, ClaimMention)


async def covered(reader: Reader, drafted: Drafted) -> Drafted:
    """The draft with an item for each unread word in which the model finds a statement; the others stay as they are."""
    old = drafted.items
    harmed: dict[Range, CasualtyMention] = {}
    for harm in unread_harm(reader.seen):
        free = {(m.start, m.end): m for m in harm.readings if (m.start, m.end) not in harmed}
        stated = await _chosen(reader, "HARMED", (harm.start, harm.end), free)
        harmed |= {(stated.start, stated.end): stated} if stated else {}
    said: list[ClaimMention] = []
    for speech in unread_speech(reader.seen):
        named = {(m.speaker_start, m.speaker_end): m for m in speech.readings}
        spoken = await _chosen(reader, "SPEAKER", (speech.start, speech.end), named)
        said += [spoken] if spoken else []
    casualties = _casualties(reader, old, list(harmed.values()))
    claims = _claims(reader, old, said)
    given: dict[str, Attempt] = {item.id: reader.attempt for item in (*casualties, *claims)}
    items = Items(
        old.incidents,
        tuple(sorted((*old.casualties, *casualties), key=lambda k: k.count.evidence.start)),
        tuple(sorted((*old.claims, *claims), key=lambda c: c.evidence[0].start)),
        old.aggregates,
    )
    findings = (*drafted.findings, *map(_for_a_person, (*casualties, *claims)))
    return Drafted(items, findings, {**drafted.given, **given})


async def _chosen(reader: Reader, kind: str, where: Range, offered: Mapping[Range, M]) -> M | None:
    """The reading that the model chooses by the words that tell it from the others; each stands at its words."""
    by_key = {f"{start}-{end}": reading for (start, end), reading in offered.items()}
    words = [reader.seen.text[start:end] for start, end in offered]
    answer = await reader.pick(kind, where, dict(zip(by_key, words, strict=True)))
    return None if answer is None or answer == NONE else by_key[answer]


def _casualties(reader: Reader, old: Items, mentions: Sequence[CasualtyMention]) -> tuple[Casualty, ...]:
    new: dict[str, Casualty] = {}
    for mention in mentions:
        item = casualty(reader.seen, mention, {*(k.id for k in old.casualties), *new})
        new[item.id] = item
    return linked(reader.seen, Items(old.incidents, tuple(new.values()), old.claims)).casualties


def _claims(reader: Reader, old: Items, mentions: Sequence[ClaimMention]) -> tuple[Claim, ...]:
    new: dict[str, Claim] = {}
    for mention in mentions:
        item = claim(reader.seen, mention, {*(c.id for c in old.claims), *new})
        new[item.id] = item
    return linked(reader.seen, Items(old.incidents, (), tuple(new.values()))).claims


def _for_a_person(item: Item) -> Finding:
    return Finding(
        item=item.id, field="", rule="drafting.chosen", rule_version=1, level=Level.REVIEW,
        message="The grammar reads no statement in these words; the model chose it among what stands near them.",
        span=item.evidence[0],
    )  # fmt: skip
