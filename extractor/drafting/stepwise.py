"""For small models: short questions over one cached prefix, each answered by choosing among what the scanners found.

Grammar drafts; the model says what needs reading. An answer never adds words: it confirms, doubts, or fills a label
that the grammar left open.
"""

from collections.abc import Sequence
from dataclasses import replace

from extractor.arabic.attack_groups import AttackGroup
from extractor.arabic.fold import fold_key
from extractor.arabic.nouns import counted_noun
from extractor.arabic.scan import Scan
from extractor.drafting.asking import Asker
from extractor.drafting.candidates import ruled_out as _ruled_out
from extractor.drafting.candidates import specific as _specific
from extractor.drafting.coverage import covered
from extractor.drafting.drafted import Drafted, given_by
from extractor.drafting.grammar import draft_by_grammar
from extractor.drafting.links import Telling, open_choice, tellings
from extractor.drafting.reading import MOST_QUESTIONS, Reader
from extractor.drafting.repeats import merged
from extractor.drafting.second_look import second_look
from extractor.prompting import chunks
from schemas.casualty import Casualty, Group
from schemas.items import Items
from schemas.record import Finding, Level

CHUNK_CHARS = 6_000  # some 2,500 tokens of Arabic: fits the context of a small model with prompt and question
_DOUBTED = Finding(
    item="",
    field="",
    rule="drafting.event",
    rule_version=1,
    level=Level.REVIEW,
    message="The words read like an attack, but the model does not take them for one that took place.",
    span=None,
)


_UNASKED = Finding(
    item="",
    field="",
    rule="drafting.unasked",
    rule_version=1,
    level=Level.REVIEW,
    message=f"After {MOST_QUESTIONS} questions the model was asked no more; for the rest grammar alone stands.",
    span=None,
)


async def draft_stepwise(seen: Scan, asker: Asker, max_reasks: int = 1) -> Drafted:
    """Ask about each attack, and about each casualty whose people or attack the grammar leaves open; then the rest.

    Raises:
        BadAnswer: not one answer was usable, so that the model has read nothing.
    """
    parts = {sentence.id: part for part in chunks(seen.sentences, CHUNK_CHARS) for sentence in part}
    reader = Reader(seen, asker, parts)
    groups = [group for group in seen.attacks if not _ruled_out(group)]
    verdicts = {id(group): await _event(reader, group) for group in groups}
    kept = [group for group in groups if verdicts[id(group)] == "attack" or _specific(group)]
    items = draft_by_grammar(seen, kept)
    confirmed = {g.mentions[0].clause_start for g in kept if verdicts[id(g)] == "attack"}
    doubted = [i for i in items.incidents if not confirmed & {e.start for e in i.evidence}]
    findings = [_DOUBTED.model_copy(update={"item": incident.id}) for incident in doubted]
    told = tellings(seen, items.incidents)
    for casualty in items.casualties:
        findings += await _which(reader, casualty, told)
    casualties = [await _people(reader, casualty) for casualty in items.casualties]
    if reader.unusable and not reader.usable:
        raise reader.unusable[-1]
    items = merged(Items(items.incidents, tuple(casualties), items.claims, items.aggregates))
    alone = merged(draft_by_grammar(seen, [group for group in groups if _specific(group)]))
    first = Drafted(items, tuple(findings), given_by(1, alone, items))
    drafted = await second_look(reader, await covered(reader, first), max_reasks)
    unasked = [_UNASKED] if reader.asked_enough else []
    return replace(drafted, findings=(*unasked, *drafted.findings))


async def _event(reader: Reader, group: AttackGroup) -> str | None:
    first = group.mentions[0]
    return await reader.choose("EVENT", (first.start, first.end), ("attack", "none"))


async def _which(reader: Reader, item: Casualty, told: Sequence[Telling]) -> list[Finding]:
    """Ask only where nearness alone decides; another answer is no evidence either, so that a person decides."""
    open_to = {} if item.cumulative else {i.id: i.evidence[0].quote for i in open_choice(reader.seen, item, told)[:4]}
    where = (item.count.evidence.start, item.count.evidence.end)
    answer = await reader.pick("WHICH", where, open_to)
    if answer is None or answer == item.incident_id:
        return []
    message = f"Nothing but nearness ties it to {item.incident_id}; the model chose {answer}."
    return [
        Finding(
            item=item.id, field="incident_id", rule="drafting.which", rule_version=2, level=Level.REVIEW,
            message=message, span=None,
        )
    ]  # fmt: skip


async def _people(reader: Reader, item: Casualty) -> Casualty:
    """Ask only where the words name people that no lexicon places ("59 Americans"); "persons" stay unknown."""
    if item.who.raw is None or item.who.group is not Group.UNKNOWN or _says_only_people(item.who.raw):
        return item
    where = (item.count.evidence.start, item.count.evidence.end)
    answer = await reader.choose("PEOPLE", where, [group.value for group in Group])
    if answer is None:
        return item
    return item.model_copy(update={"who": item.who.model_copy(update={"group": Group(answer)})})


def _says_only_people(words: str) -> bool:
    nouns = [counted_noun(word) for word in fold_key(words).split()]
    return any(n is not None and n.noun.kind in ("person", "victim") for n in nouns)
