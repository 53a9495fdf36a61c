"""What the scanners see, for a terminal: each sentence with its mentions in colour, and below it what each one says."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.counted import counted_thing
from extractor.arabic.mentions import DateMention, NumberMention, PlaceMention, Sentence
from extractor.arabic.place import resolve
from extractor.arabic.scan import Scan
from extractor.arabic.totals import TotalMention
from extractor.display.terminal import isolated, plain, visible, words

_LABEL = 9  # columns of the longest label and a space


@dataclass(frozen=True, slots=True)
class _Mark:
    """One mention: what it is, how it looks, and what its line says."""

    start: int
    end: int
    label: str
    style: str
    says: str


def render_scan(name: str, seen: Scan) -> RenderableType:
    """The text sentence by sentence; where mentions overlap, the one that says most gives its colour."""
    marks = list(_marks(seen))
    day = f"published {seen.published}" if seen.published else "published on an unknown day"
    parts: list[RenderableType] = [Text(f"{plain(name)} · {day} · {len(marks)} mentions")]
    for sentence in seen.sentences:
        inside = [mark for mark in marks if sentence.start <= mark.start < sentence.end]
        parts += [Text(), _coloured(sentence, inside)]
        parts += [_line(mark, seen.text) for mark in sorted(inside, key=lambda mark: (mark.start, mark.end))]
    return Group(*parts)


def _marks(seen: Scan) -> Iterator[_Mark]:
    """Every mention, those that say least first, so that a later colour lies over an earlier one."""
    for group in seen.attacks:
        for report in group.mentions:
            yield _Mark(report.start, report.end, "attack", "yellow", report.kind)
    for claim in seen.claims:
        speaker = words(seen.text[claim.speaker_start : claim.speaker_end])
        yield _Mark(claim.verb_start, claim.verb_end, "claim", "blue", f"{claim.act} by {speaker}")
    told = _told(seen)
    for number in seen.numbers:
        if number.start not in told:
            label = "number" if number.kind == "quantity" else number.kind
            yield _Mark(number.start, number.phrase_end, label, "cyan", _number(number, seen))
    for place in seen.places:
        yield _Mark(place.start, place.end, "place", "green", _place(place, seen))
    for day in seen.dates:
        yield _Mark(day.start, day.end, "date", "magenta", _date(day))
    for total in seen.totals:
        figure = _figure(total.low, total.high, total.bound)
        yield _Mark(total.start, total.end, "total", "bold cyan", f"{total.metric} {figure}")
    for harmed in seen.casualties:
        figure = _figure(harmed.low, harmed.high, harmed.bound)
        who = "" if harmed.group == "unknown" else harmed.group
        says = " ".join(filter(None, (harmed.harm, harmed.status, figure, who)))
        yield _Mark(harmed.start, harmed.end, "people", "bold red", says)


def _told(seen: Scan) -> set[int]:
    """The starts of numbers that are told as part of a date, a total or a statement of harm."""
    mentions: list[DateMention | TotalMention | CasualtyMention] = [*seen.dates, *seen.totals, *seen.casualties]
    wider = [(mention.start, mention.end) for mention in mentions]
    starts = [number.start for number in seen.numbers]
    return {start for first, last in wider for start in starts[bisect_left(starts, first) : bisect_left(starts, last)]}


def _coloured(sentence: Sentence, marks: Sequence[_Mark]) -> Text:
    """The sentence under its id; a colour covers whole words, since one inside a word would break its letters apart."""
    looks = [""] * len(sentence.text)
    for mark in marks:
        first, last = _whole_words(sentence.text, mark.start - sentence.start, mark.end - sentence.start)
        looks[first:last] = [mark.style] * (last - first)
    opened, closed = isolated(" ").split()
    shown, done = Text(f"{sentence.id} {opened}"), 0
    for look, run in groupby(looks):
        stop = done + len(list(run))
        shown.append(visible(sentence.text[done:stop]), style=look)
        done = stop
    return shown.append(closed)


def _whole_words(text: str, first: int, last: int) -> tuple[int, int]:
    last = min(last, len(text))
    while first > 0 and not text[first - 1].isspace():
        first -= 1
    while last < len(text) and not text[last].isspace():
        last += 1
    return first, last


def _line(mark: _Mark, text: str) -> Padding:
    """The line of a mention and what wraps of it."""
    line = Text.assemble((mark.label.ljust(_LABEL), mark.style), f"{mark.says} {words(text[mark.start : mark.end])}")
    return Padding(line, (0, 0, 0, 4), expand=False)


def _number(number: NumberMention, seen: Scan) -> str:
    thing = counted_thing(seen.text, number, seen.casualties).thing
    return f"{_figure(number.low, number.high, number.bound)} {thing}"


def _figure(low: float | None, high: float | None, bound: str) -> str:
    if bound == "none":
        return ""
    ends = ["?" if end is None else f"{end:g}" if isinstance(end, float) else str(end) for end in (low, high)]
    value = ends[0] if ends[0] == ends[1] else "..".join(ends)
    return value if bound in ("exact", "range") else f"{value} {bound}"


def _place(place: PlaceMention, seen: Scan) -> str:
    entry = resolve(place, seen.places)
    if entry is None:
        return f"one of {len(place.entries)}" if place.entries else "by name alone"
    return ", ".join(dict.fromkeys(filter(None, (entry.name_en, entry.admin1, entry.country))))


def _date(mention: DateMention) -> str:
    if mention.first is None and mention.candidates:
        days = " or ".join(map(date.isoformat, mention.candidates))
    else:
        days = "..".join(dict.fromkeys(str(day or "?") for day in (mention.first, mention.last)))
    return f"{days} ({mention.conflict})" if mention.conflict else days
