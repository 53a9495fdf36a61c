"""Hypothesis strategies for texts that look like news to the scanners: their trigger words, and what breaks texts."""

import re
from itertools import chain
from pathlib import Path

from hypothesis import strategies as st

_SEEDS = Path(__file__).parents[1] / "seeds" / "articles"
_WORDS = sorted({word for seed in _SEEDS.glob("*.txt") for word in seed.read_text(encoding="utf-8").split()})
_SENTENCES = sorted(
    {line for seed in _SEEDS.glob("*.txt") for line in re.split(r"(?<=[.،])\s+", seed.read_text(encoding="utf-8"))}
)
_TABLE = (Path(__file__).parent / "tables" / "trigger_words.txt").read_text(encoding="utf-8").splitlines()
_TRIGGERS = [word for line in _TABLE if not line.startswith("# ") for word in line.split()]
_HIDDEN = list("\u200f\u202e\u2067\u0640\u064b\u0651\ufeff\u00a0\n\r\x00\x1b\u2028\u0301\U0001f4a5")

pieces = st.sampled_from([*_TRIGGERS, *_HIDDEN]) | st.sampled_from(_WORDS)
_joints = st.sampled_from([" ", " ", " ", " ", " و", " ب", " ال", "", "، ", ". ", "\n"])


@st.composite
def _strung(draw: st.DrawFn) -> str:
    """Trigger words, words of the seeds and oddities, joined as words are, or not at all."""
    parts = draw(st.lists(st.tuples(pieces, _joints), max_size=60))
    return "".join(chain.from_iterable(parts))


@st.composite
def _cut(draw: st.DrawFn) -> str:
    """Sentences of the seeds with pieces put in anywhere."""
    text = " ".join(draw(st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=6)))
    for piece in draw(st.lists(pieces, max_size=8)):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + piece + text[at:]
    return text


texts = _strung() | _cut() | _cut() | st.text(st.characters(codec="utf-8"), max_size=200)
