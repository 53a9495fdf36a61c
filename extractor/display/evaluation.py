"""Records against gold, for a terminal: the figures, by article, and each miss in its sentence."""

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.display.terminal import plain, words
from extractor.evaluation.figures import FIGURES, Difference, Estimate
from extractor.evaluation.matching import Fact
from extractor.evaluation.measuring import Measured, Miss
from schemas.gold import GoldCasualty, GoldClaim, GoldIncident
from schemas.items import KINDS

_FIELDS = {
    "incident": ("role", "date", "attacker"),
    "casualty": ("incident", "group", "cumulative", "all"),
}
_TRUST = {
    "ungrounded": "words that do not stand in the article",
    "escape": "of the wrong items, accepted",
    "review_load": "of all items, for a person to decide",
    "false_rejects": "of the right items, rejected",
}
_COST = ("output_tokens", "input_tokens", "cached_tokens", "seconds")


def render_evaluation(
    measured: Sequence[Measured], figures: Mapping[str, Estimate], against: Mapping[str, Difference] | None
) -> RenderableType:
    """Everything that a comparison says; intervals are of 95 % over resampled articles."""
    parts: list[RenderableType] = [
        _kinds(measured, figures), _fields(figures), _trust(figures), _cost(figures), _articles(measured)
    ]  # fmt: skip
    if against:
        parts.append(_against(against))
    return Group(*parts, *_misses(measured))


def _kinds(measured: Sequence[Measured], figures: Mapping[str, Estimate]) -> Table:
    table = _table(f"{len(measured)} articles", "gold", "found", "P", "R", "F1", "95 %", "accepted P", "R")
    for kind in KINDS:
        shown = [_number(figures[f"{kind}.{name}"].value) for name in ("precision", "recall", "f1")]
        sure = [_number(figures[f"{kind}.{name}"].value) for name in ("accepted_precision", "accepted_recall")]
        counts = [str(sum(m.tally[f"{kind}.{name}"] for m in measured)) for name in ("gold", "found")]
        table.add_row(kind, *counts, *shown, _interval(figures[f"{kind}.f1"]), *sure)
    table.add_row("overall", "", "", "", "", _number(figures["overall"].value), _interval(figures["overall"]))
    return table


def _fields(figures: Mapping[str, Estimate]) -> Table:
    table = _table("fields of matched items", "right", "95 %")
    for item, names in _FIELDS.items():
        for name in names:
            figure = figures[f"{item}.{name}"]
            table.add_row(f"{item} {name}", _number(figure.value), _interval(figure))
    return table


def _trust(figures: Mapping[str, Estimate]) -> Table:
    table = _table("trust", "share", "95 %", "")
    for name, meaning in _TRUST.items():
        table.add_row(name.replace("_", " "), _number(figures[name].value), _interval(figures[name]), meaning)
    return table


def _cost(figures: Mapping[str, Estimate]) -> Table:
    table = _table("cost of an article", "mean")
    for name in _COST:
        value = figures[name].value
        table.add_row(name.replace("_", " "), "–" if value is None else f"{value:,.1f}")
    return table


def _articles(measured: Sequence[Measured]) -> Table:
    table = _table("article", "overall", *KINDS, "missed", "wrong")
    for each in measured:
        values = [FIGURES["overall"](each.tally), *(_f1(each, kind) for kind in KINDS)]
        counts = [str(sum(miss.what == what for miss in each.misses)) for what in ("missed", "wrong")]
        table.add_row(Text(plain(each.article)), *map(_number, values), *counts)
    return table


def _f1(measured: Measured, kind: str) -> float | None:
    """None where neither gold nor the record has an item of the kind."""
    there = measured.tally[f"{kind}.gold"] + measured.tally[f"{kind}.found"]
    return FIGURES[f"{kind}.f1"](measured.tally) if there else None


def _against(differences: Mapping[str, Difference]) -> Table:
    table = _table("less the other run", "difference", "95 %", "above 0")
    for name, less in differences.items():
        if less.value is not None:
            above = _number(less.above)
            table.add_row(name.replace("_", " "), f"{less.value:+.3f}", f"{less.low:+.3f} … {less.high:+.3f}", above)
    return table


def _misses(measured: Sequence[Measured]) -> list[RenderableType]:
    shown: list[RenderableType] = []
    for each in measured:
        if each.misses:
            shown.append(Text(f"\n{plain(each.article)}", style="bold"))
        shown += [Padding(_miss(miss), (0, 0, 0, 2), expand=False) for miss in each.misses]
    return shown


def _miss(miss: Miss) -> Text:
    head = f"{miss.what} ({miss.state.value})" if miss.state else miss.what
    line = Text.assemble((head, "yellow" if miss.what == "missed" else "red"), f" {miss.kind} · {_says(miss.fact)} ")
    return line.append(words(miss.sentence), style="italic")


def _says(fact: Fact) -> str:
    match fact:
        case GoldIncident():
            parts = [fact.kind.value, fact.role.value if fact.role else "", ", ".join(map(words, fact.places))]
        case GoldCasualty():
            parts = [fact.harm.value, fact.status.value, _range(fact.low, fact.high), words(fact.raw)]
        case GoldClaim():
            parts = [fact.act.value, f"by {words(fact.speaker)}"]
        case _:
            parts = [fact.metric.value, _range(fact.low, fact.high), words(fact.raw)]
    return " · ".join(filter(None, parts))


def _range(low: int | None, high: int | None) -> str:
    return "..".join(dict.fromkeys("?" if end is None else str(end) for end in (low, high)))


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), title_justify="left")
    for number, head in enumerate(heads):
        table.add_column(head, justify="left" if number == 0 or not head else "right", overflow="fold")
    return table


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(figure: Estimate) -> str:
    return "–" if figure.low is None else f"{figure.low:.2f}…{figure.high:.2f}"
