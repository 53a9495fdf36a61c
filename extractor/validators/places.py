"""A place is named where its incident is told, and the places of one incident can lie in one another."""

from collections.abc import Iterator

from extractor.arabic.scan import Scan
from extractor.validators.case import Case, Problem, Rule
from schemas.record import Level

_REACH = 1  # sentences around the evidence in which a place of an incident may be named


def _near(case: Case) -> Iterator[Problem]:
    for item in case.items.incidents:
        told = {_number(case.scan, e.start) for e in item.evidence}
        for place in item.places:
            home = _number(case.scan, place.evidence.start)
            if all(abs(home - n) > _REACH for n in told):
                message = f"«{place.raw}» is named far from the words that tell the attack."
                yield Problem(item.id, "places", Level.REVIEW, message, place.evidence)


def _contained(case: Case) -> Iterator[Problem]:
    for item in case.items.incidents:
        countries = {p.gazetteer.country for p in item.places if p.gazetteer}
        if len(countries) > 1:
            message = f"The places lie in different countries ({', '.join(sorted(countries))})."
            yield Problem(item.id, "places", Level.REVIEW, message)


def _number(seen: Scan, offset: int) -> int:
    sentence = seen.sentence_at(offset)
    return int(sentence.id[1:]) if sentence else 0


RULES = (Rule("places.near", 1, _near), Rule("places.contained", 1, _contained))
