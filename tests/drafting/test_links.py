"""Which attack a count belongs to. Rows: own wording, developed on; each count with a place of its attack."""

from datetime import date

import pytest

from extractor.arabic.scan import scan
from extractor.drafting.grammar import draft_by_grammar

LINKS = {
    "both of one cause": (
        "قصفت مسيرة سيارة في بلدة شبعا أمس الأربعاء، كما قتل طفلان وأصيب جندي بغارة على بلدة القليعة.",
        [(2, "القليعة"), (1, "القليعة")],
    ),
    "the place before it": (
        "قصفت طائرات بلدة سرمين أمس الأربعاء. واستهدف قصف مدفعي بلدة بنش. وفي سرمين قتل ثلاثة.",
        [(3, "سرمين")],
    ),
    "in the headline": (
        "إصابة 3 جنود في ريف إدلب\nقالت البعثة إن هجوماً وقع قبل أيام على بلدة سرمين.",
        [(3, "سرمين")],
    ),
    "the nearest": (
        "قصفت طائرات بلدة سرمين أمس الأربعاء. واستهدف قصف مدفعي بلدة بنش، ما أدى إلى مقتل أربعة.",
        [(4, "بنش")],
    ),
}


@pytest.mark.parametrize(("text", "links"), LINKS.values(), ids=LINKS)
def test_the_attack_of_a_count(text: str, links: list[tuple[int, str]]) -> None:
    seen = scan(text, date(2024, 5, 16))
    items = draft_by_grammar(seen, seen.attacks)
    places = {i.id: [place.raw for place in i.places] for i in items.incidents}
    told = [(k.count.low, places.get(k.incident_id or "", [])) for k in items.casualties]
    assert [low for low, _ in told] == [low for low, _ in links]
    assert all(place in found for (_, found), (_, place) in zip(told, links, strict=True))
