"""The first questions: did the attacks take place that grammar reads, who were the counted, in which attack were they.

Grammar drafts; an answer never adds words: it confirms, doubts, or fills a label that the grammar left open.
"""

from collections.abc import Collection, Iterator, Sequence

from extractor.arabic.attack_groups import AttackGroup
from extractor.arabic.fold import fold_key
from extractor.arabic.nouns import counted_noun
from extractor.drafting.candidates import ruled_out, specific
from extractor.drafting.drafted import Drafted, given_by
from extractor.drafting.grammar import draft_by_grammar
from extractor.drafting.links import Telling, open_choice, tellings
from extractor.drafting.reading import Reader
from extractor.drafting.repeats import merged
from schemas.casualty import Casualty, Group
from schemas.incident import Incident
from schemas.items import Items
from schemas.record import Finding, Level

_MOST_OFFERED = 4  # attacks; a small model loses its way among more


async def first_look(reader: Reader) -> Drafted:
    """The draft of grammar as the first answers leave it; an attack without place and day is none by the guideline.

    Raises:
        BadAnswer: not one answer was usable, so that the model has read nothing.
    """
    seen = reader.seen
    candidates = [group for group in seen.attacks if specific(group) and not ruled_out(group)]
    confirmed = [group for group in candidates if await _is_attack(reader, group)]
    items = alone = draft_by_grammar(seen, candidates)
    doubts = list(_doubted(items.incidents, confirmed))
    told = tellings(seen, items.incidents)
    ties = [doubt for item in items.casualties if (doubt := await _tie_doubted(reader, item, told))]
    casualties = [await _with_people(reader, item) for item in items.casualties]
    if reader.unusable and not reader.usable:
        raise reader.unusable[-1]
    items = merged(Items(items.incidents, tuple(casualties), items.claims, items.aggregates))
    return Drafted(items, (*doubts, *ties), given_by(reader.attempt, merged(alone), items))


async def _is_attack(reader: Reader, group: AttackGroup) -> bool:
    first = group.mentions[0]
    return await reader.choose("EVENT", (first.start, first.end), ("attack", "none")) == "attack"


def _doubted(incidents: Sequence[Incident], confirmed: Collection[AttackGroup]) -> Iterator[Finding]:
    starts = {group.mentions[0].clause_start for group in confirmed}
    for incident in incidents:
        if not starts & {e.start for e in incident.evidence}:
            message = "The words read like an attack, but the model does not take them for one that took place."
            yield _for_a_person(incident.id, "", "drafting.event", message)


async def _tie_doubted(reader: Reader, item: Casualty, told: Sequence[Telling]) -> Finding | None:
    """Ask only where nearness alone decides; another answer is no evidence either, so that a person decides."""
    near = [] if item.cumulative else open_choice(reader.seen, item, told)[:_MOST_OFFERED]
    where = (item.count.evidence.start, item.count.evidence.end)
    by_words = {i.evidence[0].quote: i.id for i in reversed(near)}  # words that tell two attacks are offered once
    answer = await reader.pick("WHICH", where, {name: words for words, name in reversed(by_words.items())})
    if answer is None or answer == item.incident_id:
        return None
    message = f"Nothing but nearness ties it to {item.incident_id}; the model chose {answer}."
    return _for_a_person(item.id, "incident_id", "drafting.which", message)


async def _with_people(reader: Reader, item: Casualty) -> Casualty:
    """Ask only where the words name people that no lexicon places ("59 Americans"); "persons" stay unknown."""
    if item.who.raw is None or item.who.group is not Group.UNKNOWN or _says_only_people(item.who.raw):
        return item
    where = (item.count.evidence.start, item.count.evidence.end)
    answer = await reader.choose("PEOPLE", where, [group.value for group in Group])
    return (
        item
        if answer is None
        else item.model_copy(update={"who": item.who.model_copy(update={"group": Group(answer)})})
    )


def _says_only_people(words: str) -> bool:
    nouns = [counted_noun(word) for word in fold_key(words).split()]
    return any(n is not None and n.noun.kind in ("person", "victim") for n in nouns)


def _for_a_person(item: str, field: str, rule: str, message: str) -> Finding:
    return Finding(item=item, field=field, rule=rule, rule_version=2, level=Level.REVIEW, message=message, span=None)
