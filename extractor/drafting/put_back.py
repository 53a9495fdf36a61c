"""One doubted field put back to the model: what the text offers for it, and the item that the answer makes.

"None of them" is an answer, and leaves the doubt to a person: taking a value away would settle any doubt about it.
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from extractor.arabic.fold import fold_key
from extractor.arabic.unread import named_speakers
from extractor.build import Range, place, span, when
from extractor.drafting.links import near_incidents, tellings
from extractor.drafting.reading import NONE, Reader
from schemas.base import Span
from schemas.casualty import Casualty, Group
from schemas.claim import Claim, Speaker
from schemas.incident import Incident
from schemas.items import Items
from schemas.record import Finding
from schemas.state import Item

ASKABLE = frozenset({"incident_id", "cumulative", "who.group", "speaker", "places", "date"})
"""The fields that a finding can name and a question can settle."""

_MOST_OFFERED = 4  # a small model chooses badly among more


class _Mention(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


M = TypeVar("M", bound=_Mention)


async def put_back(reader: Reader, items: Items, item: Item, finding: Finding) -> Item | None:
    """The item as the answer makes it; None where nothing is offered or no usable answer came."""
    field, doubted = finding.field, finding.span
    if isinstance(item, Casualty):
        ask = {"incident_id": _attack, "cumulative": _toll, "who.group": _people}.get(field)
        return await ask(reader, items, item) if ask else None
    if isinstance(item, Claim):
        return await _speaker(reader, item) if field == "speaker" else None
    if isinstance(item, Incident) and doubted is not None:
        ask_where = {"places": _place, "date": _date}.get(field)
        return await ask_where(reader, item, doubted) if ask_where else None
    return None


async def _attack(reader: Reader, items: Items, item: Casualty) -> Item | None:
    where = _reach(item.count.evidence)
    near = near_incidents(reader.seen, where, tellings(reader.seen, items.incidents))
    by_words = {i.evidence[0].quote: i.id for i in reversed(near)}  # of those told in the same words the nearest
    offered = [i for i in near if by_words[i.evidence[0].quote] == i.id][:_MOST_OFFERED]
    answer = await reader.pick("WHICH", where, {i.id: i.evidence[0].quote for i in offered})
    return item.model_copy(update={"incident_id": answer}) if answer and answer != NONE else None


async def _toll(reader: Reader, _: Items, item: Casualty) -> Item | None:
    answer = await reader.choose("TOLL", _reach(item.count.evidence), ("one", "several"))
    several = {"cumulative": True, "incident_id": None}
    return item.model_copy(update=several if answer == "several" else {"cumulative": False}) if answer else None


async def _people(reader: Reader, _: Items, item: Casualty) -> Item | None:
    answer = await reader.choose("PEOPLE", _reach(item.count.evidence), [group.value for group in Group])
    return item.model_copy(update={"who": item.who.model_copy(update={"group": Group(answer)})}) if answer else None


async def _speaker(reader: Reader, item: Claim) -> Item | None:
    """Another speaker."""
    text, where = reader.seen.text, _reach(item.evidence[0])
    named = {f"{r[0]}-{r[1]}": r for r in named_speakers(reader.seen, where[0])}
    answer = await reader.pick("SPEAKER", where, {key: text[slice(*r)] for key, r in named.items()})
    if answer is None or answer == NONE:
        return None
    words = span(text, *named[answer])
    return item.model_copy(update={"speaker": Speaker(raw=words.quote, evidence=words)})


async def _place(reader: Reader, item: Incident, doubted: Span) -> Item | None:
    """Another place in the stead of the doubted one; one more where the doubt is that there is none."""
    seen, held = reader.seen, {fold_key(p.raw) for p in item.places}
    others = [p for p in seen.places if fold_key(seen.text[p.start : p.end]) not in held]
    offered = _told_beside(reader, item, others, doubted)
    answer = await reader.pick("PLACE", _reach(doubted), {k: seen.text[m.start : m.end] for k, m in offered.items()})
    if answer is None or answer == NONE:
        return None
    at = next((n for n, old in enumerate(item.places) if old.evidence == doubted), len(item.places))
    return item.model_copy(update={"places": [*item.places[:at], place(seen, offered[answer]), *item.places[at + 1 :]]})


async def _date(reader: Reader, item: Incident, doubted: Span) -> Item | None:
    """Another day in the stead of the doubted one."""
    seen, days = reader.seen, [d for d in reader.seen.dates if d.first and d.start != doubted.start]
    offered = _told_beside(reader, item, days, doubted)
    answer = await reader.pick("DATE", _reach(doubted), {k: seen.text[m.start : m.end] for k, m in offered.items()})
    if answer is None or answer == NONE:
        return None
    return item.model_copy(update={"date": when(seen.text, offered[answer])})


def _told_beside(reader: Reader, item: Incident, mentions: Sequence[M], doubted: Span) -> dict[str, M]:
    """The mentions nearest to the doubted words in the sentences that tell the attack, by where they start.

    Of those in the same words the nearest: no answer could tell them apart.
    """
    seen = reader.seen
    homes = {sentence.id for e in item.evidence if (sentence := seen.sentence_at(e.start))}
    told = [m for m in mentions if (home := seen.sentence_at(m.start)) and home.id in homes]
    by_words: dict[str, M] = {}
    for mention in sorted(told, key=lambda m: abs(m.start - doubted.start)):
        by_words.setdefault(fold_key(seen.text[mention.start : mention.end]), mention)
    nearest = list(by_words.values())[:_MOST_OFFERED]
    return {str(m.start): m for m in sorted(nearest, key=lambda m: m.start)}


def _reach(words: Span) -> Range:
    return words.start, words.end
