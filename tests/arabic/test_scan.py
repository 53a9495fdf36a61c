"""How an article is typed does not change what is read in it: the seeds in other scripts, marks and spaces."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractor.arabic.scan import Scan, scan

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
ROWS = [json.loads(line) for line in (SEEDS / "index.jsonl").read_text("utf-8").splitlines()]
RETYPED: dict[str, Callable[[str], str]] = {
    "Arabic-Indic digits": lambda t: t.translate({0x30 + d: 0x660 + d for d in range(10)}),
    "Persian digits": lambda t: t.translate({0x30 + d: 0x6F0 + d for d in range(10)}),
    "tatweel": lambda t: t.replace("ت", "تـ"),
    "shadda": lambda t: t.replace("ق", "ق\u0651"),
    "no hamza": lambda t: t.translate(str.maketrans("أإآ", "ااا")),
    "dotted ya": lambda t: t.replace("ى", "ي"),
    "Persian ya and kaf": lambda t: t.translate(str.maketrans("يك", "یک")),
    "no-break spaces": lambda t: t.replace(" ", "\u00a0"),
    "right-to-left marks": lambda t: t.replace(" ", " \u200f"),
}


def read(seen: Scan) -> dict[str, Any]:
    return {
        "casualties": [(k.harm, k.status, k.low, k.high, k.group) for k in seen.casualties],
        "totals": [(t.metric, t.low, t.high) for t in seen.totals],
        "dates": [(d.first, d.last) for d in seen.dates],
        "places": [[e.id for e in p.entries] for p in seen.places],
        "attacks": [(g.kind, len(g.places)) for g in seen.attacks],
        "claims": [c.act for c in seen.claims],
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"][:3])
@pytest.mark.parametrize("retyped", RETYPED.values(), ids=RETYPED)
def test_retyped_text_is_read_alike(row: dict[str, str], retyped: Callable[[str], str]) -> None:
    text = (SEEDS / row["file"]).read_bytes().decode("utf-8")
    published = date.fromisoformat(row["published"]) if row["published"] else None
    assert read(scan(retyped(text), published)) == read(scan(text, published))
