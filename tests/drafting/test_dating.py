"""The day of an attack told without one: that of the news, where the article has named no other."""

from datetime import date

import pytest

from extractor.arabic.scan import scan
from extractor.drafting.grammar import draft_by_grammar
from extractor.validators.rules import check

PUBLISHED = date(2024, 5, 16)  # a Thursday
LEAD = "قصفت طائرات حربية بلدة سرمين أمس الأربعاء. "
OTHER = "وكانت غارة قد استهدفت مدينة أريحا في 3 أيار 2024. "
DETAIL = "وأطلقت مدفعية الجيش عشر قذائف على قرية النيرب، ما أدى إلى مقتل مدني."

DAYS = {
    "the lead names the day of all that follows": (LEAD + DETAIL, "النيرب", date(2024, 5, 15)),
    "its own day wins": (LEAD + DETAIL.replace("، ما", " اليوم الخميس، ما"), "النيرب", date(2024, 5, 16)),
    "two days named before it leave it open": (LEAD + OTHER + DETAIL, "النيرب", None),
    "what is recalled stays open": (LEAD + "وسبق أن تعرضت قرية النيرب لقصف مدفعي.", "النيرب", None),
    "a day named later is no lead": (DETAIL + " " + OTHER, "النيرب", None),
    "a month is no day": ("وتراجع عدد الضحايا في نيسان الماضي. " + DETAIL, "النيرب", None),
}


@pytest.mark.parametrize(("text", "place", "day"), DAYS.values(), ids=DAYS)
def test_the_day_of_an_attack(text: str, place: str, day: date | None) -> None:
    seen = scan(text, PUBLISHED)
    items = draft_by_grammar(seen, seen.attacks)
    found = [i.date.start if i.date else None for i in items.incidents if place in [p.raw for p in i.places]]
    assert found == [day]
    assert [finding for finding in check(seen, items) if finding.rule == "dates.near"] == []
