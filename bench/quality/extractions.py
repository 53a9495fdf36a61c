"""LangExtract's flat extractions to and from the form of gold. Standard library only: its runner imports this.

An extraction is a class, its words and attributes. An attack has a number of its own within a chunk of the text, by
which casualties and claims name it; the next chunk begins anew, so that a number means the nearest attack with it.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypedDict


class Extraction(TypedDict):
    """One extraction; chunks follow one another in the order of the text."""

    name: str
    words: str
    attributes: dict[str, Any]


_LISTS = {"incident": "incidents", "casualty": "casualties", "claim": "claims", "aggregate": "aggregates"}
_DATE = ("date", "start", "end")


def from_gold(answer: dict[str, Any], text: str) -> list[Extraction]:
    """The right extractions of a worked example, in order of appearance as LangExtract asks for."""
    made = [
        *(_extraction("incident", i["evidence"], i, "id") for i in answer["incidents"]),
        *(_extraction("casualty", k["raw"], k, "incident", "raw") for k in answer["casualties"]),
        *(_extraction("claim", c["speaker"], c, "speaker") for c in answer["claims"]),
        *(_extraction("aggregate", a["raw"], a, "raw") for a in answer["aggregates"]),
    ]
    return sorted(made, key=lambda extraction: text.find(extraction["words"]))


def _extraction(name: str, words: str, item: dict[str, Any], *moved: str) -> Extraction:
    attack = {"attack": item[moved[0]]} if moved[0] in ("id", "incident") else {}
    kept = {key: value for key, value in item.items() if key not in (*moved, "evidence", "date")}
    date = item.get("date") or dict.fromkeys(("raw", "start", "end"))
    days = dict(zip(_DATE, date.values(), strict=True)) if name == "incident" else {}
    return Extraction(name=name, words=words, attributes=attack | kept | days)


def to_gold(found: Sequence[Extraction]) -> dict[str, Any]:
    """The answer that extractions amount to; values are handed on as they are."""
    attacks = [(n, str(e["attributes"].get("attack"))) for n, e in enumerate(found) if e["name"] == "incident"]
    answer: dict[str, Any] = {kind: [] for kind in _LISTS.values()}
    for n, extraction in enumerate(found):
        if extraction["name"] in _LISTS:
            answer[_LISTS[extraction["name"]]].append(_item(n, extraction, attacks))
    return answer


def _item(n: int, extraction: Extraction, attacks: Iterable[tuple[int, str]]) -> dict[str, Any]:
    words, given = extraction["words"], dict(extraction["attributes"])
    if extraction["name"] == "incident":
        date, start, end = (given.pop(name, None) for name in _DATE)
        dated = {"raw": date, "start": start, "end": end} if date or start else None
        return given | {"id": str(n), "evidence": words, "date": dated}
    if extraction["name"] == "claim":
        about = given.get("about")
        named = [_nearest(n, name, attacks) for name in (about if isinstance(about, list) else [])]
        return given | {"evidence": words, "speaker": words, "about": [name for name in named if name]}
    return given | {"evidence": words, "raw": words, "incident": _nearest(n, given.get("attack"), attacks)}


def _nearest(n: int, name: object, attacks: Iterable[tuple[int, str]]) -> str | None:
    """The position of the nearest attack of this number, as its id; the one told before wins a tie."""
    same = [at for at, attack in attacks if attack == str(name)]
    return str(min(same, key=lambda at: (abs(at - n), at))) if same else None
