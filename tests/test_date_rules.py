"""Rules on dates that a text contradicts: the date itself is used by no item, or others count from the same day."""

from datetime import date

import pytest

from extractor.arabic.scan import scan
from extractor.drafting.grammar import draft_by_grammar
from extractor.validators.rules import check
from schemas.items import Items
from schemas.record import Finding, Level

PUBLISHED = date(2024, 3, 20)  # a Wednesday
NEWS = "قصف الجيش مدينة الرقة أمس بالمدفعية.\nوقال بيان صدر {day} إن القصف متواصل."


def _found(day: str, rule: str, *, kept: bool = True) -> list[Finding]:
    seen = scan(NEWS.format(day=day), PUBLISHED)
    items = draft_by_grammar(seen, seen.attacks) if kept else Items()
    return [f for f in check(seen, items) if f.rule == rule]


@pytest.mark.parametrize("day", ["الثلاثاء 18 آذار", "18 آذار 2024، الأحد", "أمس السبت"])
def test_a_contradiction_that_no_item_uses_is_a_note_on_the_record(day: str) -> None:
    [finding] = _found(day, "dates.conflict", kept=False)
    assert (finding.item, finding.level) == ("", Level.NOTE)
    assert finding.span is not None
    assert finding.span.quote == day


@pytest.mark.parametrize("day", ["الاثنين 18 آذار", "18 آذار 2024، الاثنين", "أمس الثلاثاء"])
def test_a_date_that_agrees_is_none(day: str) -> None:
    assert _found(day, "dates.conflict", kept=False) == []


@pytest.mark.parametrize("day", ["اليوم الثلاثاء", "اليوم 19 آذار", "أمس الاثنين 18 آذار"])
def test_days_counted_from_a_contradicted_publication_go_to_a_person(day: str) -> None:
    findings = _found(day, "dates.published")
    assert [(f.item[:1], f.level) for f in findings] == [("i", Level.REVIEW)]


@pytest.mark.parametrize("day", ["اليوم الأربعاء", "الثلاثاء 18 آذار", "اليوم 20 آذار"])
def test_another_contradiction_casts_no_doubt_on_them(day: str) -> None:
    assert _found(day, "dates.published") == []
