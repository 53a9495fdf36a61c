"""A model's draft turned into items: each phrase is found in the article, each value read from it by code.

What is not found is never kept as a value: a missing phrase beside a grounded item leaves its field empty, with a
finding; an item whose own words are not found becomes a finding on the record.
"""

from collections.abc import Sequence

from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.mentions import NumberMention, Sentence
from extractor.arabic.scan import Scan
from extractor.build import Range, item_id, overlap
from extractor.drafting import matching
from extractor.drafting.drafted import Named
from extractor.drafting.losses import Losses
from extractor.drafting.phrases import Phrases
from extractor.drafting.roles import role_of
from schemas.actor import Actor, Target
from schemas.aggregate import Aggregate
from schemas.casualty import Casualty, CasualtyStatus, Harm, Who
from schemas.claim import Claim, Speaker
from schemas.draft import Draft, DraftAggregate, DraftCasualty, DraftClaim, DraftIncident
from schemas.incident import Incident, Reality
from schemas.items import Items
from schemas.record import Finding, Level
from schemas.state import State


class Grounder:
    """Collects the items of the drafts of one article; findings name what could not be grounded."""

    def __init__(self, seen: Scan, examples: str = "") -> None:
        """Start with no items; `examples` are the folded words of the examples that the model was shown."""
        self._seen, self._losses = seen, Losses(examples)
        self._phrases = Phrases(seen, self._losses)
        self._ids: set[str] = set()
        self._incidents: dict[str, Incident] = {}
        self._casualties: dict[str, Casualty] = {}
        self._claims: dict[str, Claim] = {}
        self._aggregates: dict[str, Aggregate] = {}

    @property
    def items(self) -> Items:
        """The items so far, each kind in the order of drafting."""
        incidents, casualties = tuple(self._incidents.values()), tuple(self._casualties.values())
        return Items(incidents, casualties, tuple(self._claims.values()), tuple(self._aggregates.values()))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was lost, repaired or overruled so far."""
        return self._losses.findings

    def add(self, draft: Draft) -> Named:
        """Ground one draft; positions of incidents count within it. Items that already stand are not drafted twice."""
        ids: list[str | None] = []
        for incident in draft.incidents:
            ids.append(self._incident(incident, ids))
        casualties = tuple(self._casualty(casualty, ids) for casualty in draft.casualties)
        claims = tuple(self._claim(claim, ids) for claim in draft.claims)
        return Named(tuple(ids), casualties, claims, tuple(map(self._aggregate, draft.aggregates)))

    def take_failed(self) -> list[str]:
        """The words not found since the last call."""
        return self._losses.take_failed()

    def _on(self, where: Range) -> Casualty | None:
        counts = ((k, k.count.evidence) for k in self._casualties.values())
        return next((k for k, c in counts if overlap(where, (c.start, c.end))), None)

    def _id(self, letter: str, start: int) -> str:
        name = item_id(letter, start, self._ids)
        self._ids.add(name)
        return name

    def _incident(self, draft: DraftIncident, listed: Sequence[str | None]) -> str | None:
        if (sentence := self._phrases.sentence(draft.s, "incidents")) is None:
            return None
        named = self._phrases.known(draft.places, sentence)
        group = matching.group_of(self._seen.attacks, sentence, draft.kind, named)
        told = matching.clauses(group, sentence) if group else [(sentence.start, sentence.end)]
        name = self._id("i", told[0][0])
        with self._losses.held() as held:
            new = self._built(draft, sentence, name, told)
            known = self._incidents.values()
            if (old := next((i for i in known if matching.same_attack(new, i, i.id in listed)), None)) is None:
                self._incidents[name] = new
                return name
            held.clear()
        self._ids.discard(name)
        filled = matching.missing(old, new)
        self._incidents[old.id] = old.model_copy(update=filled)
        for field in filled:
            self._losses.settle(old.id, field)
        return old.id

    def _built(self, draft: DraftIncident, sentence: Sentence, name: str, told: Sequence[Range]) -> Incident:
        date = self._phrases.date(draft.date, sentence, name)
        attackers = self._phrases.all(draft.attackers, sentence, name, "attackers")
        targets = self._phrases.all(draft.targets, sentence, name, "targets")
        return Incident(
            id=name,
            state=State.ACCEPTED,
            evidence=[self._phrases.span(where) for where in told],
            role=role_of(self._seen, told[0][0], date[1]) or draft.role,
            reality=Reality.OCCURRED,
            kind=draft.kind,
            date=date[0],
            places=list(self._phrases.places(draft.places, sentence, name)),
            attackers=[Actor(raw=a.quote, evidence=a) for a in attackers],
            targets=[Target(raw=t.quote, evidence=t) for t in targets],
            weapons=[],
            munitions=self._phrases.figure(draft.munitions, sentence, name, "munitions"),
            damage=None,
            linked=[],
        )

    def _casualty(self, draft: DraftCasualty, ids: Sequence[str | None]) -> str | None:
        sentence = self._phrases.sentence(draft.s, "casualties")
        where = self._phrases.find(draft.words, sentence, "", "casualties") if sentence else None
        if sentence is None or where is None:
            return None
        mentions = matching.at(self._seen.casualties, where)
        mentions = [m for m in mentions if m.harm == draft.harm] or mentions
        numbers = [] if mentions else matching.at(self._seen.numbers, where)
        read = next(iter(mentions), None)
        whole = (read.start, read.end) if read else (numbers[0].start, numbers[0].phrase_end) if numbers else where
        if stands := self._on(whole):
            level = Level.NOTE if draft.harm is stands.harm else Level.REVIEW
            self._repeated(stands.id, "count", draft.words, level)
            return stands.id
        name = self._id("k", whole[0])
        self._phrases.one_of(mentions or numbers, name, "count")
        self._casualties[name] = self._stated(draft, sentence, name, (whole, read, next(iter(numbers), None)), ids)
        self._losses.settle("", "casualties", draft.s)
        return name

    def _stated(
        self, draft: DraftCasualty, sentence: Sentence, name: str,
        found: tuple[Range, CasualtyMention | None, NumberMention | None], ids: Sequence[str | None],
    ) -> Casualty:  # fmt: skip
        whole, read, number = found
        who = self._phrases.find(draft.who, sentence, name, "who")
        harm = Harm(self._decided(draft.harm.value, read.harm if read else None, name, "harm"))
        status = CasualtyStatus(self._decided(draft.status.value, read.status if read else None, name, "status"))
        told = (read.evidence_start, read.evidence_end) if read else (sentence.start, sentence.end)
        return Casualty(
            id=name,
            state=State.ACCEPTED,
            evidence=[self._phrases.span(r) for r in dict.fromkeys((whole, told))],
            incident_id=None if draft.cumulative else self._nth(ids, draft.incident, name, "incident_id"),
            claim_id=None,
            harm=harm,
            status=status,
            count=self._phrases.count(status, whole, read or number),
            who=Who(raw=self._seen.text[slice(*who)] if who else None, group=draft.group),
            named=[],
            cumulative=draft.cumulative,
            subset_of=None,
            supersedes=None,
        )

    def _decided(self, drafted: str, read: str | None, item: str, field: str) -> str:
        """What the cue in the text decides; a person looks where the model says otherwise."""
        if read is None or read == drafted:
            return drafted
        wider = read == Harm.KILLED_OR_INJURED and drafted in (Harm.KILLED, Harm.INJURED)
        message = f"The model says {drafted}; the words say {read}."
        self._losses.note(item, field, "drafting.overruled", Level.NOTE if wider else Level.REVIEW, message)
        return read

    def _nth(self, ids: Sequence[str | None], number: int, item: str, field: str) -> str | None:
        name = ids[number - 1] if 0 < number <= len(ids) else None
        if number and name is None:
            message = f"The model points at incident {number} of {len(ids)}."
            self._losses.note(item, field, "drafting.no_incident", Level.REVIEW, message)
        return name

    def _repeated(self, item: str, field: str, words: str, level: Level = Level.NOTE) -> None:
        message = f"The model lists «{words}» again; the first stands."
        self._losses.note(item, field, "drafting.repeated", level, message)

    def _claim(self, draft: DraftClaim, ids: Sequence[str | None]) -> str | None:
        sentence = self._phrases.sentence(draft.s, "claims")
        where = self._phrases.find(draft.speaker, sentence, "", "claims") if sentence else None
        if sentence is None or where is None:
            return None
        said = matching.statement_of(self._seen.claims, sentence, where, draft.act, self._seen.text)
        evidence = self._phrases.span((said.start, said.end) if said else (sentence.start, sentence.end))
        speaker, name = self._phrases.span(where), self._id("c", evidence.start)
        about = [i for n in dict.fromkeys(draft.about) if (i := self._nth(ids, n, name, "about"))]
        for c in self._claims.values():
            if (c.evidence[0], c.act, c.speaker.raw, c.about) == (evidence, draft.act, speaker.quote, about):
                self._repeated(c.id, "speaker", draft.speaker)
                self._ids.discard(name)
                return c.id
        self._claims[name] = Claim(
            id=name,
            state=State.ACCEPTED,
            evidence=[evidence],
            speaker=Speaker(raw=speaker.quote, evidence=speaker),
            act=draft.act,
            modality=None,
            about=about,
            accused=None,
        )
        self._losses.settle("", "claims", draft.s)
        return name

    def _aggregate(self, draft: DraftAggregate) -> str | None:
        sentence = self._phrases.sentence(draft.s, "aggregates")
        total = self._phrases.figure(draft.words, sentence, "", "aggregates") if sentence else None
        if total is None:
            return None
        for a in self._aggregates.values():
            if a.total.evidence == total.evidence:
                self._repeated(a.id, "total", draft.words)
                return a.id
        read = [t for t in self._seen.totals if (t.start, t.end) == (total.evidence.start, total.evidence.end)]
        told = self._phrases.span((read[0].evidence_start, read[0].evidence_end)) if read else total.evidence
        name = self._id("a", total.evidence.start)
        self._aggregates[name] = Aggregate(
            id=name,
            state=State.ACCEPTED,
            evidence=[told],
            metric=draft.metric,
            total=total,
            parts=[],
            period=None,
            claim_id=None,
        )
        self._losses.settle("", "aggregates", draft.s)
        return name
