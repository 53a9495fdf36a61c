"""One record for a person, in a terminal: values, quoted evidence, findings."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from extractor.display.terminal import plain, words
from schemas.aggregate import Aggregate
from schemas.casualty import Casualty
from schemas.claim import Claim
from schemas.incident import Incident
from schemas.items import KINDS
from schemas.place import Place
from schemas.quantity import Quantity
from schemas.record import ArticleInfo, Finding, Level, Record
from schemas.state import Item, State
from schemas.when import When

_STYLES = {State.ACCEPTED: "green", State.REVIEW: "yellow", State.REJECTED: "red"}
_LEVELS = {Level.NOTE: "dim", Level.REVIEW: "yellow", Level.REJECT: "red"}


def render_record(record: Record, text: str) -> RenderableType:
    """One record for a person: each item with its values, its quoted evidence, and its findings beside it."""
    parts: list[RenderableType] = [_article(record)]
    for kind in KINDS:
        items = getattr(record, kind)
        parts += [Text(f"\n{kind} ({len(items)})", style="bold"), *(_item(item, record.findings) for item in items)]
    whole = [_indented(_finding(finding), 2) for finding in record.findings if not finding.item]
    unused = [
        _indented(Text(f"{mention.type} {words(_around(text, mention.start, mention.end))}"), 2)
        for mention in record.unused_mentions
    ]
    if whole:
        parts += [Text("\nfindings of the whole record", style="bold"), *whole]
    if unused:
        parts += [Text(f"\nin the text, used by no item ({len(unused)})", style="bold"), *unused]
    return Group(*parts)


def _article(record: Record) -> Text:
    info = record.article
    lines = [f"{plain(info.id)} · {record.status.value} · published {_published(info)}"]
    lines += [words(fact) for fact in (info.title, info.outlet) if fact]
    lines += [plain(fact) for fact in (info.path, info.url) if fact]
    lines += [f"{record.error.kind}: {plain(record.error.message)}"] if record.error else []
    return Text("\n".join(lines))


def _published(info: ArticleInfo) -> str:
    return f"{info.published} ({info.published_basis})" if info.published else "on an unknown day"


def _item(item: Item, findings: Iterable[Finding]) -> RenderableType:
    head = Text(f"{item.id} ")
    head.append(item.state.value, style=_STYLES[item.state])
    for name, value in _values(item):
        if value:
            head.append(f" · {name} {value}" if name else f" · {value}")
    quotes = [Text(words(span.quote), style="italic") for span in item.evidence]
    said = [_finding(finding) for finding in findings if finding.item == item.id]
    return Group(_indented(head, 2), *(_indented(line, 6) for line in (*quotes, *said)))


def _indented(line: Text, columns: int) -> Padding:
    """The line and what wraps of it."""
    return Padding(line, (0, 0, 0, columns), expand=False)


def _values(item: Item) -> list[tuple[str, str | None]]:
    match item:
        case Incident():
            return _incident(item)
        case Casualty():
            return _casualty(item)
        case Claim():
            accused = words(item.accused.raw) if item.accused else None
            about = ", ".join(item.about)
            return [("", item.act.value), ("by", words(item.speaker.raw)), ("about", about), ("accused", accused)]
        case Aggregate():
            figure = f"{item.metric.value} · {_quantity(item.total)}"
            return [("", figure), ("over", _when(item.period)), ("claim", item.claim_id)]
        case _:
            raise TypeError(f"no item of a record: {item!r}")


def _incident(item: Incident) -> list[tuple[str, str | None]]:
    return [
        ("", item.kind.value),
        ("", item.role.value if item.role else None),
        ("on", _when(item.date)),
        ("at", ", ".join(map(_place, item.places))),
        ("by", _list(actor.raw for actor in item.attackers)),
        ("against", _list(target.raw for target in item.targets)),
        ("munitions", _quantity(item.munitions) if item.munitions else None),
    ]


def _casualty(item: Casualty) -> list[tuple[str, str | None]]:
    return [
        ("", item.harm.value),
        ("", item.status.value),
        ("", _quantity(item.count)),
        ("who", words(item.who.raw) if item.who.raw else None),
        ("group", item.who.group.value if item.who.group else None),
        ("incident", item.incident_id),
        ("claim", item.claim_id),
        ("", "cumulative" if item.cumulative else None),
        ("subset of", item.subset_of),
    ]


def _place(place: Place) -> str:
    return words(place.raw) + (f" = {place.gazetteer.name_en}" if place.gazetteer else "")


def _list(raws: Iterable[str]) -> str:
    return ", ".join(map(words, raws))


def _quantity(quantity: Quantity) -> str:
    if quantity.low is None and quantity.high is None:
        return words(quantity.raw)
    low, high = ("?" if end is None else str(end) for end in (quantity.low, quantity.high))
    bound = "" if quantity.bound.value in ("exact", "none") else f" {quantity.bound.value}"
    return f"{low if low == high else f'{low}..{high}'}{bound} {words(quantity.raw)}"


def _when(when: When | None) -> str | None:
    if when is None:
        return None
    start, end = when.start or "?", when.end or "?"
    return f"{start if start == end else f'{start}..{end}'} {words(when.raw)}"


def _finding(finding: Finding) -> Text:
    shown = Text(finding.level.value, style=_LEVELS[finding.level])
    where = f" {finding.field} · " if finding.field else " "
    shown = Text.assemble(shown, f"{where}{finding.rule}: {plain(finding.message)}")
    return shown.append(f" {words(finding.span.quote)}") if finding.span else shown


def _around(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 30) : start]}⟦{text[start:end]}⟧{text[end : end + 30]}"
