"""Reports of attacks: the trigger words, the kind, the parties, and whether they tell of an incident at all."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.arabic import attack_flags
from extractor.arabic.actors import ActorMention, scan_actors
from extractor.arabic.attack_clauses import THIS, Clause, Trigger, article_words, clauses
from extractor.arabic.attack_hits import Hit
from extractor.arabic.attack_kinds import adjectives, attack_kind, weapon_named
from extractor.arabic.attack_phrases import Range
from extractor.arabic.attack_roles import RoleReader
from extractor.arabic.attack_words import Word, attack_words
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import DateMention, NumberMention, PlaceMention, Sentence


@dataclass(frozen=True, slots=True)
class AttackMention:
    """One report of an attack; all ranges are code points of the text, half-open.

    `start:end` is the trigger with its adjectives (قصف صاروخي). The clause is the predication that reports it.
    `definite`: one attack as known ("the raid"); `anaphoric`: a definite noun without a place, which so refers back.
    `collective`: a plural with the article (في المواجهات), which may mean attacks in general.
    `kind` is a value of the incident kinds, `plain` where no weapon named it.
    """

    sentence_id: str
    sentence_start: int
    sentence_end: int
    start: int
    end: int
    kind: str
    clause_start: int
    clause_end: int
    attackers: tuple[Range, ...]
    targets: tuple[Range, ...]
    generic: bool
    negated: bool
    hypothetical: bool
    aggregate: bool
    anaphoric: bool
    definite: bool
    collective: bool
    plain: bool
    rule: str

    @property
    def candidate(self) -> bool:
        """Whether it may tell of an incident that happened."""
        return not (self.generic or self.negated or self.hypothetical or self.aggregate)


@dataclass(frozen=True, slots=True)
class _Context:
    """What the other scanners saw, as sorted starts, and the words of the text."""

    words: Sequence[Word]
    actors: Sequence[ActorMention]
    places: Sequence[int]
    dates: Sequence[int]
    numbers: Sequence[NumberMention]
    number_starts: Sequence[int]


def scan_attacks(
    text: str,
    sentences: Sequence[Sentence],
    numbers: Sequence[NumberMention],
    places: Sequence[PlaceMention],
    dates: Sequence[DateMention],
) -> list[AttackMention]:
    """Every report of an attack, in text order; the other arguments are what the scanners of `text` saw. Linear."""
    counts = [n for n in numbers if n.unit_start is not None and n.kind == "quantity" and not _in_date(n, dates)]
    page = article_words(text)
    starts = [w.start for w in page]
    armed = [a for a in scan_actors(text) if a.category not in _UNARMED]
    actors = [a for a in armed if not _somewhere(a, page, bisect_right(starts, a.start) - 1)]
    context = _Context(
        page, actors, [p.start for p in places], [d.start for d in dates], counts, [n.start for n in counts]
    )
    found: list[AttackMention] = []
    for sentence in sentences:
        words = context.words[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        found += _of_sentence(context, sentence, words)
    return found


def _in_date(number: NumberMention, dates: Sequence[DateMention]) -> bool:
    """The year of a date counts nothing (في 21 آب 2013 قصف الجيش)."""
    at = bisect_right(dates, number.start, key=lambda date: date.start) - 1
    return at >= 0 and number.start < dates[at].end


def _somewhere(actor: ActorMention, words: Sequence[Word], at: int) -> bool:
    """A state or its capital named as a place (في لبنان، شمالي العراق، ببغداد)."""
    if actor.category != "state" or actor.rule != "name" or at < 0:
        return False
    inside = actor.start > words[at].start and words[at].text[0] == "ب"
    return inside or (at > 0 and words[at - 1].clitics(_LOCATING) is not None)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One trigger in its clause up to word `limit`; `located` and `dated`: a place or date stands in that part.

    `goes_on`: the clause tells of what lasts or recurs.
    """

    clause: Clause
    trigger: Trigger
    limit: int
    located: bool
    dated: bool
    goes_on: bool

    @property
    def last(self) -> int:
        """One past the trigger with the adjectives that follow it."""
        hit = self.trigger.hit
        end = min(hit.last + 1, self.clause.last)
        return hit.last if hit.sense.tense else adjectives(self.clause.words, self.trigger, end).stop

    @property
    def definite(self) -> bool:
        """Whether it is a noun with the article."""
        hit = self.trigger.hit
        return not hit.sense.tense and ("ال" in hit.clitics or hit.clitics.endswith("لل"))

    @property
    def plural(self) -> bool:
        word = self.clause.words[self.trigger.hit.first]
        return word.text.endswith("ات") or word.clitics(attack_flags.BROKEN) is not None

    @property
    def known(self) -> bool:
        """One attack as known, and not made so by a relative clause."""
        return self.definite and not self.plural and not attack_flags.defined(self.clause, self.trigger, self.last)

    @property
    def anaphoric(self) -> bool:
        """A definite noun without a place, after "this", with a day as genitive (ضربة الخميس); هذه القنابل استهدفت."""
        words, hit = self.clause.words, self.trigger.hit
        if hit.sense.tense and self._weapon_told():
            return True
        this = hit.first > 0 and words[hit.first - 1].among(THIS)
        day = hit.last < len(words) and words[hit.last].text.startswith("ال") and words[hit.last].among(_TIMES)
        return (self.definite and (not self.located or this)) or (not hit.sense.tense and day)

    def _weapon_told(self) -> bool:
        """هذه القنابل استهدفت, صاروخهم كان يستهدف: the subject right before the verb is a weapon told before."""
        words, first = self.clause.words, self.trigger.hit.first
        at = first - 1 - (first > 0 and words[first - 1].text in ("كان", "كانت"))
        if at < 1 or not any(words[at].clitics(attack_words().sets[k]) == "ال" for k in ("munitions", "craft")):
            return False
        return words[at - 1].among(THIS)

    @property
    def generic(self) -> bool:
        """A custom, something that goes on, a class, or attacks in general."""
        clause, trigger, placed = self.clause, self.trigger, self.located or self.dated
        if clause.habitual or self.goes_on or attack_flags.a_campaign(clause, trigger, self.last):
            return True
        if not self.dated and attack_flags.in_general(clause, trigger, self.last):
            return True
        if not placed and (attack_flags.generic(clause, trigger, self.limit)):
            return True
        in_general = self.definite and not (placed or trigger.after)
        as_cause = not self.located and attack_flags.as_cause(clause, trigger)
        in_reply = self.definite and attack_flags.in_reply(clause, trigger)
        return self.plural and (in_general or as_cause or in_reply)


def _of_sentence(context: _Context, sentence: Sentence, words: Sequence[Word]) -> Iterator[AttackMention]:
    for clause in clauses(words):
        reader = RoleReader(clause, context.actors, (sentence.start, sentence.end))
        goes_on = attack_flags.lasting(clause, clause.triggers[0])
        limits = [t.hit.first for t in clause.triggers[1:]] + [clause.last]
        for trigger, limit in zip(clause.triggers, limits, strict=True):
            first = clause.first if trigger is clause.triggers[0] else trigger.hit.first
            begin, stop = words[first].start, words[limit - 1].end
            where, when = (_between(starts, begin, stop) for starts in (context.places, context.dates))
            yield _mention(context, sentence, reader, _Reading(clause, trigger, limit, where, when, goes_on))


def _mention(context: _Context, sentence: Sentence, reader: RoleReader, read: _Reading) -> AttackMention:
    clause, words, trigger, hit = reader.clause, reader.words, read.trigger, read.trigger.hit
    roles = reader.roles(trigger, read.limit)
    lead = words[max(0, clause.first - 8) : clause.first]
    kind = _kind_of_attackers(reader, roles.attackers, attack_kind(clause, trigger, read.limit), hit.sense.takes)
    return AttackMention(
        sentence_id=sentence.id,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        start=words[hit.first].start + (len(hit.clitics) if hit.clitics in ("ب", "ل", "و", "ف") else 0),
        end=words[max(hit.last, read.last) - 1].end,
        kind=kind,
        clause_start=words[clause.first].start,
        clause_end=words[clause.last - 1].end,
        attackers=roles.attackers,
        targets=roles.targets,
        generic=read.generic,
        negated=attack_flags.negated(clause, trigger, lead),
        hypothetical=attack_flags.hypothetical(clause, trigger, lead),
        aggregate=attack_flags.aggregate(
            clause, trigger, _counts(context, words, hit), placed=read.located and read.dated
        ),
        anaphoric=read.anaphoric,
        definite=read.known,
        collective=read.definite and read.plural,
        plain=kind == hit.sense.kind and not weapon_named(clause, trigger, read.limit),
        rule=f"{hit.sense.role}:{trigger.before.sense.role if trigger.before else 'alone'}",
    )


def _between(starts: Sequence[int], first: int, last: int) -> bool:
    return bisect_left(starts, first) < bisect_left(starts, last)


def _counts(context: _Context, words: Sequence[Word], hit: Hit) -> list[float]:
    """Lower ends of the numbers above two that count the trigger noun, or cases of it (41 عملية ومحاولة اغتيال)."""
    start, end = words[hit.first].start, words[hit.last - 1].end
    ahead = words[max(0, hit.first - 3)].start
    at = bisect_right(context.number_starts, end)
    near = [(n, n.unit_start) for n in context.numbers[max(0, at - 3) : at] if n.unit_start is not None]
    counting = [n for n, unit in near if start <= unit < end or (ahead <= unit < start and _is_case(n))]
    return [n.low for n in counting if n.low is not None and n.low > 2]


def _is_case(number: NumberMention) -> bool:
    return fold_key(number.unit or "") in _CASES


def _kind_of_attackers(reader: RoleReader, attackers: Sequence[Range], kind: str, takes: frozenset[str]) -> str:
    """A weapon as the attacker's head names the kind where nothing else did (مسيرة تابعة لـ… قصفت)."""
    kinds = (reader.kind_of(span) for span in attackers) if kind in ("other", "shelling", "airstrike") else ()
    return next((found for found in kinds if found in takes), kind)


_UNARMED = frozenset(("media", "monitor", "international_organization"))
_TIMES = attack_words().sets["times"]
_LOCATING = attack_words().sets["locating"]
_CASES = attack_words().sets["totals.cases"]
