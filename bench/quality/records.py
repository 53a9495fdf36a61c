"""A peer's answer in the form of gold to a record, so that the same code measures every tool.

Nothing is mended: words that do not stand in the article stay as they are and count as ungrounded. What a peer leaves
open is taken in its favour: an item without a harm, an act or a metric tells no fact and is left out, a label that is
none of the guideline's is the least wrong one. A peer has no review: all that it says is accepted.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from extractor.articles import Article
from schemas.actor import Actor, Target
from schemas.aggregate import Aggregate, Metric
from schemas.base import Span
from schemas.casualty import Casualty, CasualtyStatus, Group, Harm, Who
from schemas.claim import Act, Claim, Speaker
from schemas.incident import Incident, IncidentKind, Role
from schemas.place import Place
from schemas.quantity import Bound, Quantity
from schemas.record import SCHEMA_VERSION, Provenance, Record, RecordError, RecordStatus
from schemas.state import State
from schemas.when import When

E = TypeVar("E", bound=StrEnum)
Item = Mapping[str, Any]


def record_from(article: Article, tool: str, model: str, answer: Item, error: str | None) -> Record:
    """The record of an answer; of a failure, an empty one that says why."""
    read = _Reader(article.text, {str(i.get("id")): f"i{n}" for n, i in enumerate(_items(answer, "incidents"))})
    casualties = [read.casualty(n, k) for n, k in enumerate(_items(answer, "casualties"))]
    claims = [read.claim(n, c) for n, c in enumerate(_items(answer, "claims"))]
    aggregates = [read.aggregate(n, a) for n, a in enumerate(_items(answer, "aggregates"))]
    return Record(
        schema_version=SCHEMA_VERSION,
        article=article.info,
        status=RecordStatus.FAILED if error else RecordStatus.ACCEPTED,
        error=RecordError(kind="Peer", message=error) if error else None,
        incidents=[read.incident(n, i) for n, i in enumerate(_items(answer, "incidents"))],
        casualties=[item for item in casualties if item],
        claims=[item for item in claims if item],
        aggregates=[item for item in aggregates if item],
        findings=[],
        unused_mentions=[],
        provenance=_provenance(tool, model),
    )


class _Reader:
    def __init__(self, text: str, incidents: Mapping[str, str]) -> None:
        self._text, self._incidents = text, incidents

    def incident(self, n: int, item: Item) -> Incident:
        return Incident(
            **self._common(f"i{n}", item),
            role=_label(Role, item.get("role")),
            reality=None,
            kind=_label(IncidentKind, item.get("kind")) or IncidentKind.OTHER,
            date=self._date(item),
            places=[Place(**self._leaf(w), kind=None, relation=None, gazetteer=None) for w in _many(item, "places")],
            attackers=[Actor(**self._leaf(words)) for words in _many(item, "attackers")],
            targets=[Target(**self._leaf(words)) for words in _many(item, "targets")],
            weapons=[],
            munitions=None,
            damage=None,
            linked=[],
        )

    def casualty(self, n: int, item: Item) -> Casualty | None:
        harm = _label(Harm, item.get("harm"))
        if harm is None:
            return None
        return Casualty(
            **self._common(f"k{n}", item),
            incident_id=self._incidents.get(str(item.get("incident"))),
            claim_id=None,
            harm=harm,
            status=_label(CasualtyStatus, item.get("status")) or CasualtyStatus.COUNTED,
            count=self._count(item),
            who=Who(raw=_words(item.get("who")), group=_label(Group, item.get("group"))),
            named=[],
            cumulative=item.get("cumulative") is True,
            subset_of=None,
            supersedes=None,
        )

    def claim(self, n: int, item: Item) -> Claim | None:
        act = _label(Act, item.get("act"))
        about = [self._incidents[name] for name in _many(item, "about") if name in self._incidents]
        if act is None:
            return None
        return Claim(
            **self._common(f"c{n}", item),
            speaker=Speaker(**self._leaf(_words(item.get("speaker")))),
            act=act,
            modality=None,
            about=about,
            accused=None,
        )

    def aggregate(self, n: int, item: Item) -> Aggregate | None:
        metric = _label(Metric, item.get("metric"))
        if metric is None:
            return None
        return Aggregate(
            **self._common(f"a{n}", item), metric=metric, total=self._count(item), parts=[], period=None, claim_id=None
        )

    def _common(self, name: str, item: Item) -> dict[str, Any]:
        evidence = _words(item.get("evidence")) or _words(item.get("raw"))
        return {"id": name, "state": State.ACCEPTED, "evidence": [self._span(evidence)]}

    def _date(self, item: Item) -> When | None:
        given = item.get("date")
        if not isinstance(given, Mapping):
            return None
        raw = _words(given.get("raw")) or _words(item.get("evidence"))
        days = [_day(given.get(end)) for end in ("start", "end")]
        return When(**self._leaf(raw), start=days[0], end=days[1], precision=None, time_of_day=None, basis=None)

    def _count(self, item: Item) -> Quantity:
        low, high = _number(item.get("low")), _number(item.get("high"))
        return Quantity(
            **self._leaf(_words(item.get("raw"))), low=low, high=high, bound=Bound.NONE, form=None, unit=None
        )

    def _leaf(self, words: str | None) -> dict[str, Any]:
        span = self._span(words)
        return {"raw": span.quote, "evidence": span}

    def _span(self, words: str | None) -> Span:
        """Where the words stand, else at the start, where they do not; a blank stands for words that are missing."""
        quote = words or " "
        start = max(0, self._text.find(quote)) if words else 0
        return Span(start=start, end=start + len(quote), quote=quote)


def _items(answer: Item, kind: str) -> list[Item]:
    found = answer.get(kind)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def _many(item: Item, name: str) -> list[str]:
    found = item.get(name)
    return [words for each in (found if isinstance(found, list) else [found]) if (words := _words(each))]


def _words(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _label(labels: type[E], value: object) -> E | None:
    return next((label for label in labels if label.value == value), None)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _provenance(tool: str, model: str) -> Provenance:
    return Provenance(
        model=model, prompt=tool, prompt_sha256="", schema_version=SCHEMA_VERSION, rules_version="",
        gazetteer_version="", code_version="", strategy=tool,
    )  # fmt: skip
