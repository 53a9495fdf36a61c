"""Reports of attacks: the trigger words, the kind, the parties, and whether they tell of an incident at all."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.arabic import attack_flags
from extractor.arabic.actors import ActorMention, scan_actors
from extractor.arabic.attack_clauses import Trigger, article_words, clauses
from extractor.arabic.attack_kinds import attack_kind, modifier_run
from extractor.arabic.attack_phrases import Range
from extractor.arabic.attack_roles import RoleReader
from extractor.arabic.attack_words import Word
from extractor.arabic.mentions import DateMention, NumberMention, PlaceMention, Sentence


@dataclass(frozen=True, slots=True)
class AttackMention:
    """One report of an attack; all ranges are code points of the text, half-open.

    `start:end` is the trigger with its adjectives (قصف صاروخي). The clause is the predication that reports it.
    `anaphoric`: a definite noun without place or date, which so refers back. `kind` is a value of the incident kinds.
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
    anchors: Sequence[int]
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
    anchors = sorted([p.start for p in places] + [d.start for d in dates])
    counts = [n for n in numbers if n.unit_start is not None and n.kind == "quantity"]
    context = _Context(article_words(text), scan_actors(text), anchors, counts, [n.start for n in counts])
    starts = [w.start for w in context.words]
    found: list[AttackMention] = []
    for sentence in sentences:
        words = context.words[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        found += _of_sentence(context, sentence, words)
    return found


def _of_sentence(context: _Context, sentence: Sentence, words: Sequence[Word]) -> Iterator[AttackMention]:
    for clause in clauses(words):
        reader = RoleReader(clause, context.actors, (sentence.start, sentence.end))
        limits = [t.hit.first for t in clause.triggers[1:]] + [clause.last]
        for trigger, limit in zip(clause.triggers, limits, strict=True):
            yield _mention(context, sentence, reader, trigger, limit)


def _mention(context: _Context, sentence: Sentence, reader: RoleReader, trigger: Trigger, limit: int) -> AttackMention:
    clause, words, hit = reader.clause, reader.words, trigger.hit
    roles = reader.roles(trigger, limit)
    lead = words[max(0, clause.first - 8) : clause.first]
    first = clause.first if trigger is clause.triggers[0] else hit.first
    begin, stop = words[first].start, words[limit - 1].end
    counts = _counts(context, words[hit.first].start, words[hit.last - 1].end)
    placed = bisect_left(context.anchors, begin) < bisect_left(context.anchors, stop)
    is_noun, definite = not hit.sense.tense, "ال" in hit.clitics or hit.clitics.endswith("لل")
    generic = clause.habitual or (attack_flags.generic(clause, trigger, limit) and not placed)
    last = hit.last if hit.sense.tense else modifier_run(words, hit.last, min(hit.last + 1, clause.last)).stop
    start = words[hit.first].start + (len(hit.clitics) if hit.clitics in ("ب", "ل", "و", "ف") else 0)
    return AttackMention(
        sentence_id=sentence.id,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        start=start,
        end=words[max(hit.last, last) - 1].end,
        kind=attack_kind(clause, trigger, limit),
        clause_start=words[clause.first].start,
        clause_end=words[clause.last - 1].end,
        attackers=roles.attackers,
        targets=roles.targets,
        generic=generic or (is_noun and definite and _plural(words[hit.first]) and not placed and not trigger.after),
        negated=attack_flags.negated(clause, trigger, lead),
        hypothetical=attack_flags.hypothetical(clause, trigger, lead),
        aggregate=attack_flags.aggregate(clause, trigger, counts),
        anaphoric=is_noun and definite and (not placed or (hit.first > 0 and words[hit.first - 1].among(_THIS))),
        rule=f"{hit.sense.role}:{trigger.before.sense.role if trigger.before else 'alone'}",
    )


def _counts(context: _Context, start: int, end: int) -> list[float]:
    """Lower ends of the numbers above two that count the trigger noun."""
    at = bisect_right(context.number_starts, end)
    near = context.numbers[max(0, at - 3) : at]
    counting = [n for n in near if n.unit_start is not None and start <= n.unit_start < end]
    return [n.low for n in counting if n.low is not None and n.low > 2]


def _plural(word: Word) -> bool:
    return word.text.endswith("ات") or word.clitics(_BROKEN) is not None


_THIS = frozenset(("هذا", "هذه", "هذين", "هذان", "ذلك", "تلك"))
_BROKEN = frozenset(("معارك", "كمائن", "مجازر"))
