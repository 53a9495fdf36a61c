"""A model's draft turned into items: each phrase is found in the article, each value read from it by code.

What is not found is never kept as a value: a missing phrase beside a grounded item leaves its field empty, with a
finding; an item whose own words are not found becomes a finding on the record.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.mentions import DateMention, NumberMention, PlaceMention
from extractor.arabic.scan import Scan
from extractor.build import Range, item_id, overlap, place, quantity, span, when
from extractor.drafting.roles import role_of
from extractor.grounding import ground, hint
from schemas.actor import Actor, Target
from schemas.aggregate import Aggregate
from schemas.base import Span
from schemas.casualty import Casualty, CasualtyStatus, Who
from schemas.claim import Claim, Speaker
from schemas.draft import Draft, DraftAggregate, DraftCasualty, DraftClaim, DraftIncident
from schemas.incident import Incident, Reality
from schemas.items import Items
from schemas.place import Place
from schemas.quantity import Bound, NumberForm, Quantity
from schemas.record import Finding, Level
from schemas.state import State
from schemas.when import When

M = TypeVar("M", CasualtyMention, DateMention, NumberMention, PlaceMention)


class Grounder:
    """Collects the items of the drafts of one article; findings name what could not be grounded."""

    def __init__(self, seen: Scan) -> None:
        """Start with no items."""
        self._seen = seen
        self._failed: list[str] = []
        self._ids: set[str] = set()
        self.items = Items()
        self.findings: list[Finding] = []

    def add(self, draft: Draft) -> None:
        """Ground one draft; positions of incidents count within it. Items that already stand are not drafted twice."""
        incidents = [self._incident(d) for d in draft.incidents]
        ids = [i.id if i else None for i in incidents]
        casualties = [self._casualty(d, _nth(ids, d.incident)) for d in draft.casualties]
        claims = [self._claim(d, [name for n in d.about if (name := _nth(ids, n))]) for d in draft.claims]
        aggregates = [self._aggregate(d) for d in draft.aggregates]
        self.items = Items(
            (*self.items.incidents, *(i for i in incidents if i)),
            (*self.items.casualties, *(k for k in casualties if k)),
            (*self.items.claims, *(c for c in claims if c)),
            (*self.items.aggregates, *(a for a in aggregates if a)),
        )

    def take_failed(self) -> list[str]:
        """The words not found since the last call."""
        failed, self._failed = self._failed, []
        return failed

    def uses(self, where: Range) -> bool:
        """Whether a casualty item stands on these words."""
        return any(overlap(where, (k.count.evidence.start, k.count.evidence.end)) for k in self.items.casualties)

    def _id(self, letter: str, start: int) -> str:
        name = item_id(letter, start, self._ids)
        self._ids.add(name)
        return name

    def _sentence(self, name: str) -> Range:
        sentence = self._seen.sentence(name)
        return (sentence.start, sentence.end) if sentence else (0, len(self._seen.text))

    def _find(self, words: str | None, s: str, item: str, field: str) -> Range | None:
        """The range of some words; a finding where they are not in the article, or only in a folded form."""
        if not words or not words.strip():
            return None
        found = ground(words, self._seen.text, self._sentence(s))
        if found is None:
            near = hint(words, self._seen.text)
            message = f"The model's words «{words}» are not in the article" + (
                f"; near them stands «{near}»." if near else "."
            )
            self._note(item, field, "drafting.not_found", Level.REVIEW, message)
            self._failed.append(words)
            return None
        if found.folds:
            message = f"Found after folding ({', '.join(found.folds)}): the model wrote «{words}»."
            self._note(item, field, "drafting.folded", Level.NOTE, message)
        return found.start, found.end

    def _note(self, item: str, field: str, rule: str, level: Level, message: str) -> None:
        self.findings.append(
            Finding(item=item, field=field, rule=rule, rule_version=1, level=level, message=message, span=None)
        )

    def _span(self, where: Range) -> Span:
        return span(self._seen.text, *where)

    def _incident(self, draft: DraftIncident) -> Incident | None:
        where = self._sentence(draft.s)
        name = self._id("i", where[0])
        date = self._date(draft, name)
        role = role_of(self._seen, where[0], date[1])
        return Incident(
            id=name,
            state=State.ACCEPTED,
            evidence=[self._span(where)],
            role=role or draft.role,
            reality=Reality.OCCURRED,
            kind=draft.kind,
            date=date[0],
            places=list(self._places(draft, name)),
            attackers=[Actor(raw=a.quote, evidence=a) for a in self._all(draft.attackers, draft.s, name, "attackers")],
            targets=[Target(raw=t.quote, evidence=t) for t in self._all(draft.targets, draft.s, name, "targets")],
            weapons=[],
            munitions=self._figure(draft.munitions, draft.s, name, "munitions"),
            damage=None,
            linked=[],
        )

    def _all(self, phrases: Sequence[str], s: str, item: str, field: str) -> Iterator[Span]:
        for words in dict.fromkeys(phrases):
            where = self._find(words, s, item, field)
            if where:
                yield self._span(where)

    def _date(self, draft: DraftIncident, item: str) -> tuple[When | None, DateMention | None]:
        where = self._find(draft.date, draft.s, item, "date")
        mention = _at(self._seen.dates, where) if where else None
        if where and not mention:
            self._note(item, "date", "drafting.no_date", Level.REVIEW, f"«{draft.date}» is no date that can be read.")
        return when(self._seen.text, mention), mention

    def _places(self, draft: DraftIncident, item: str) -> Iterator[Place]:
        for words in dict.fromkeys(draft.places):
            where = self._find(words, draft.s, item, "places")
            mention = _at(self._seen.places, where) if where else None
            if mention:
                yield place(self._seen.text, mention, self._seen.places)
            elif where:
                named = self._span(where)
                yield Place(raw=named.quote, evidence=named, kind=None, relation=None, gazetteer=None)

    def _figure(self, words: str | None, s: str, item: str, field: str) -> Quantity | None:
        where = self._find(words, s, item, field)
        number = _at(self._seen.numbers, where) if where else None
        if where and not number:
            self._note(item, field, "drafting.no_number", Level.REVIEW, f"«{words}» holds no number that can be read.")
        return quantity(self._seen.text, (number.start, number.phrase_end), number) if number else None

    def _casualty(self, draft: DraftCasualty, incident_id: str | None) -> Casualty | None:
        where = self._find(draft.words, draft.s, "", "casualties")
        if where is None:
            return None
        mention = _at(self._seen.casualties, where)
        number = _at(self._seen.numbers, where)
        whole = (mention.start, mention.end) if mention else (number.start, number.phrase_end) if number else where
        if self.uses(whole):
            return None  # said twice: the first stands
        name = self._id("k", whole[0])
        who = self._find(draft.who, draft.s, name, "who")
        return Casualty(
            id=name,
            state=State.ACCEPTED,
            evidence=[self._span(whole), self._span(self._sentence(draft.s))],
            incident_id=None if draft.cumulative else incident_id,
            claim_id=None,
            harm=draft.harm,
            status=draft.status,
            count=self._count(draft.status, whole, mention, number),
            who=Who(raw=self._seen.text[slice(*who)] if who else None, group=draft.group),
            named=[],
            cumulative=draft.cumulative,
            subset_of=None,
            supersedes=None,
        )

    def _count(
        self, status: CasualtyStatus, where: Range, mention: CasualtyMention | None, number: NumberMention | None
    ) -> Quantity:
        words = self._span(where)
        figured = status in (CasualtyStatus.COUNTED, CasualtyStatus.POSSIBLE_ONLY)
        if figured and mention:
            return Quantity(
                raw=words.quote, evidence=words, low=mention.low, high=mention.high, bound=Bound(mention.bound),
                form=NumberForm(mention.form) if mention.form else None, unit=mention.unit,
            )  # fmt: skip
        if figured and number:
            return quantity(self._seen.text, where, number)
        none = 0 if status is CasualtyStatus.EXPLICITLY_NONE else None
        return Quantity(raw=words.quote, evidence=words, low=none, high=none, bound=Bound.NONE, form=None, unit=None)

    def _claim(self, draft: DraftClaim, about: list[str]) -> Claim | None:
        where = self._find(draft.speaker, draft.s, "", "claims")
        if where is None:
            return None
        speaker = self._span(where)
        evidence = self._span(self._sentence(draft.s))
        return Claim(
            id=self._id("c", evidence.start),
            state=State.ACCEPTED,
            evidence=[evidence],
            speaker=Speaker(raw=speaker.quote, evidence=speaker),
            act=draft.act,
            modality=None,
            about=about,
            accused=None,
        )

    def _aggregate(self, draft: DraftAggregate) -> Aggregate | None:
        total = self._figure(draft.words, draft.s, "", "aggregates")
        if total is None:
            return None
        return Aggregate(
            id=self._id("a", total.evidence.start),
            state=State.ACCEPTED,
            evidence=[total.evidence],
            metric=draft.metric,
            total=total,
            parts=[],
            period=None,
            claim_id=None,
        )


def _nth(ids: Sequence[str | None], number: int) -> str | None:
    return ids[number - 1] if 0 < number <= len(ids) else None


def _at(mentions: Sequence[M], where: Range) -> M | None:
    """The mention that shares most with a range."""
    best = max(mentions, key=lambda m: overlap((m.start, m.end), where), default=None)
    return best if best and overlap((best.start, best.end), where) else None
