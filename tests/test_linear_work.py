"""Twice the text is about twice the work, counted in calls and not by the clock, on texts made to explode.

The pieces are our own words, one for each place where a rule once looked through all that it had seen before.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest

from extractor.arabic.scan import scan
from extractor.arabic.unread import unread_harm, unread_speech
from extractor.drafting.grammar import draft_by_grammar
from extractor.drafting.repeats import merged
from extractor.validators.rules import check

SMALL, AT_MOST = 6_000, 2.15  # times the calls: 2.0 to 2.06 now; what looks back without end is above
PLACES = (
    "سرمين", "صعدة", "تعز", "حلب", "حماة", "درعا", "دوما", "الفاشر", "بنغازي", "مرجعيون", "الموصل", "كركوك",
    "تكريت", "الرمادي", "رفح", "جنين", "نابلس", "الخليل", "صيدا", "بعلبك", "عفرين", "منبج", "الباب", "تدمر",
)  # fmt: skip
PIECES = {
    "attacks without a stop": "وسقط 4 قتلى و9 جرحى في ضربة على حلب ليلا ",
    "parts without a stop": "15 جريحا بينهم 4 و",
    "munitions and speech": "5 قذائف قالت منهم ",
    "no white space": "5قذائف،قالت،منهم،",
    "neither space nor mark": "5قذائف7قالت7منهم",
    "counts of this year": "وقتل 4 هذا العام.\n",
    "dated attacks in many places": "".join(f"قصف الجيش بلدة {p} يوم {n + 1} آذار.\n" for n, p in enumerate(PLACES)),
}


@pytest.mark.no_cover  # the tracer takes the place of the counter
@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_twice_the_text_is_twice_the_work(piece: str) -> None:
    _read(piece * 20)  # lexicons are read once a process
    small, large = (_calls((piece * size)[:size]) for size in (SMALL, 2 * SMALL))
    assert large / small < AT_MOST


def _calls(text: str) -> int:
    with _counted() as calls:
        _read(text)
    return calls[0]


def _read(text: str) -> None:
    scan.cache_clear()
    seen = scan(text, date(2024, 5, 16))
    check(seen, merged(draft_by_grammar(seen, seen.attacks)))
    unread = replace(seen, casualties=(), claims=())
    assert all(harm.readings for harm in unread_harm(unread))
    assert all(speech.readings for speech in unread_speech(unread))


@contextmanager
def _counted() -> Iterator[list[int]]:
    calls, before = [0], sys.getprofile()

    def count(_frame: object, _event: str, _value: object) -> None:
        calls[0] += 1

    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(before)
