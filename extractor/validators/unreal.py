"""Counts of harm that the words around them make no harm of an attack: denied, feared, of another cause."""

from bisect import bisect_left
from collections.abc import Iterator

from extractor.validators.case import Case, Problem, Rule
from extractor.validators.word_classes import WordClasses, word_classes_of
from schemas.casualty import Casualty, CasualtyStatus
from schemas.record import Level

_REACH = 25  # words: no clause of news runs on longer
_UNREAL_ACTS = frozenset({"denies", "threatens"})


def _unreal(case: Case) -> Iterator[Problem]:
    seen = word_classes_of(case.scan.text)
    for item in case.items.casualties:
        if item.status is CasualtyStatus.COUNTED and (_said_unreal(case, seen, item) or _disowned(case, seen, item)):
            message = f"The words around «{item.count.raw}» deny it, fear it or make it a mere possibility."
            yield Problem(item.id, "status", Level.REVIEW, message, item.count.evidence)


def _said_unreal(case: Case, seen: WordClasses, item: Casualty) -> bool:
    first, last = _sentence(case, seen, item)
    count = seen.token(item.count.evidence.start)
    window = max(first, count - _REACH), count
    near = max(window[0], seen.part(item.count.evidence.start)[0]), count
    forecast = any(seen.open(i + 1, count) for i in seen.within("may", *near))  # قادرة على قتل
    denied = any(seen.open(i, count) for i in seen.within("unreal", *window))
    return denied or forecast or bool(seen.within("untrue", first, last))


def _disowned(case: Case, seen: WordClasses, item: Casualty) -> bool:
    """Whether the count stands in what a speaker denies or threatens."""
    where = item.count.evidence
    near = bisect_left(case.scan.claims, where.end, key=lambda c: c.start)
    for claim in case.scan.claims[max(0, near - _REACH) : near]:
        inside = claim.content_start <= where.start and where.end <= claim.content_end
        if inside and claim.act in _UNREAL_ACTS:
            begin = claim.verb_end if claim.verb_end <= where.start else claim.content_start
            if seen.open(seen.token(begin) - 1, seen.token(where.start)):
                return True
    return False


def _sentence(case: Case, seen: WordClasses, item: Casualty, back: int = 0) -> tuple[int, int]:
    """The tokens of the sentence of a count, with so many sentences before it."""
    line = max(case.line(item.count.evidence.start), 1)
    first, last = case.scan.sentences[max(line - 1 - back, 0)], case.scan.sentences[line - 1]
    return seen.token(first.start), seen.token(last.end)


def _attack(case: Case) -> Iterator[Problem]:
    """Source: annotation guideline (casualties are the harm of attacks)."""
    seen = word_classes_of(case.scan.text)
    for item in case.items.casualties:
        if item.incident_id is not None or item.cumulative:
            continue
        if not seen.within("no_attack", *_sentence(case, seen, item)):
            continue
        if not seen.within("attack", *_sentence(case, seen, item, back=1)):
            message = f"The words around «{item.count.raw}» tell of no attack, but of something else that harmed."
            yield Problem(item.id, "incident_id", Level.REVIEW, message, item.count.evidence)


RULES = (Rule("casualties.unreal", 2, _unreal), Rule("casualties.attack", 1, _attack))
