"""What changed between two runs, for a terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from extractor.diff.changes import Change, ChangeKind
from extractor.display.terminal import plain, words


def render_diff(changes: Sequence[Change]) -> RenderableType:
    """The changes under the name of their article; one line says where nothing differs."""
    if not changes:
        return Text("no difference")
    lines: list[Text] = []
    for number, change in enumerate(changes):
        if number == 0 or changes[number - 1].article != change.article:
            lines.append(Text(plain(change.article), style="bold"))
        lines.append(_change(change))
    return Group(*lines)


def _change(change: Change) -> Text:
    at = " ".join(part for part in (change.item, change.field) if part)
    match change.kind:
        case ChangeKind.ADDED:
            return Text(f"  + {at} {_value(change.new)}", style="green")
        case ChangeKind.REMOVED:
            return Text(f"  - {at} {_value(change.old)}", style="red")
        case ChangeKind.FINDING_APPEARED:
            return Text(f"  ! {at} {plain(str(change.new))}", style="yellow")
        case ChangeKind.FINDING_GONE:
            return Text(f"  ✓ {at} {plain(str(change.old))}", style="dim")
        case _:
            return Text(f"  ~ {at}: {_value(change.old)} → {_value(change.new)}")


def _value(value: object) -> str:
    if isinstance(value, dict) and value.get("evidence"):
        quoted = value["evidence"]
        return words(quoted[0]["quote"] if isinstance(quoted, list) else quoted["quote"])
    if isinstance(value, list):
        return ", ".join(map(_value, value)) or "nothing"
    return "nothing" if value is None else words(str(value))
