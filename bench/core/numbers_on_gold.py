"""Figures of gold records, read in their place: is the value theirs, and does it count what their slot says?

    python bench/core/numbers_on_gold.py GOLD ARTICLES [GOLD ARTICLES ...]

GOLD holds records as the annotation guideline draws them, ARTICLES the texts of the same names. Every `raw` of
casualties, aggregates and munitions is found in its evidence; prints each miss and the two shares.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from extractor.arabic.casualties import CasualtyMention, scan_casualties
from extractor.arabic.counted import CountedThing, counted_thing
from extractor.arabic.mentions import NumberMention
from extractor.arabic.numerals import scan_numbers
from extractor.arabic.sentences import split_sentences

Mention = TypeVar("Mention", NumberMention, CasualtyMention)
CARRIERS = frozenset({"munitions", "vehicles"})  # a car bomb is both


class Figure(NamedTuple):
    """One gold figure: where its words stand, its ends, and the things that its slot lets it count."""

    article: str
    start: int
    end: int
    raw: str
    ends: tuple[float | None, float | None]
    things: frozenset[str]


class Seen(NamedTuple):
    """What the scanners see in an article."""

    numbers: Sequence[NumberMention]
    casualties: Sequence[CasualtyMention]


class Read(NamedTuple):
    """What the core reads at a figure's words."""

    ends: tuple[float | None, float | None]
    thing: CountedThing | None


def figures(article: str, text: str, gold: dict[str, list[dict[str, Any]]]) -> Iterator[Figure]:
    """The figures of a gold record that stand in its article."""
    rows = [(row, str(row["harm"]), row) for row in gold["casualties"]]
    rows += [(row, str(row["metric"]), row) for row in gold["aggregates"]]
    rows += [(row["munitions"], "munitions", row) for row in gold["incidents"] if row["munitions"]]
    for figure, slot, row in rows:
        raw, evidence = str(figure["raw"]), text.find(str(row["evidence"]))
        start = text.find(raw, max(evidence, 0))
        start = text.find(raw) if start < 0 else start  # a munition may be named before the evidence
        if start < 0:
            raise ValueError(f"{article}: «{raw}» does not stand in the text")
        things = CARRIERS if slot == "munitions" else frozenset({slot})
        yield Figure(article, start, start + len(raw), raw, (figure["low"], figure["high"]), things)


def read(text: str, seen: Seen, figure: Figure) -> Read:
    """The number at a figure's words with what it counts; where there is none, the statement of harm there."""
    number, harm = _first(seen.numbers, figure), _first(seen.casualties, figure)
    if harm and (number is None or number.low is None):
        return Read((harm.low, harm.high), CountedThing(harm.harm, harm.cue_start, harm.cue_end))
    if number:
        return Read((number.low, number.high), counted_thing(text, number, seen.casualties))
    return Read((None, None), None)


def look(text: str) -> Seen:
    """Scan an article for figures and for harm."""
    numbers = scan_numbers(text)
    return Seen(numbers, scan_casualties(text, split_sentences(text), numbers))


def _first(mentions: Sequence[Mention], figure: Figure) -> Mention | None:
    return next((m for m in mentions if m.start < figure.end and figure.start < m.end), None)


def main(folders: list[str]) -> None:
    """Print the misses and the shares for pairs of folders."""
    right = {"value": 0, "thing": 0, "span": 0}
    total = 0
    for golds, articles in zip(folders[::2], folders[1::2], strict=True):
        for path in sorted(Path(golds).glob("*.json")):
            text = Path(articles, path.stem + ".txt").read_text(encoding="utf-8")
            seen = look(text)
            for figure in figures(path.stem, text, json.loads(path.read_text(encoding="utf-8"))):
                got = read(text, seen, figure)
                total += 1
                thing = got.thing or CountedThing("other", None, None)
                found = {
                    "value": got.ends == figure.ends,
                    "thing": thing.thing in figure.things,
                    "span": thing.start is not None,
                }
                right = {name: right[name] + found[name] for name in right}
                if not all(found.values()):
                    print(f"{figure.article}  «{figure.raw}» {figure.ends} {set(figure.things)}: read {got}")
    for name, count in right.items():
        print(f"{name:6} {count:4} of {total}  {count / max(total, 1):.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
