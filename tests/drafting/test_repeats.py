"""The same thing told twice is one item."""

from datetime import date

from extractor.arabic.scan import scan
from extractor.drafting.grammar import draft_by_grammar
from extractor.drafting.repeats import merged

TWICE = (
    "قتل خمسة جنود بهجوم على حاجز في مدينة تدمر أمس.\n"
    "وقال مصدر أمني إن الهجوم على الحاجز في تدمر أدى إلى مقتل خمسة جنود."
)


def test_a_repeated_figure_is_one_item_with_two_pieces_of_evidence() -> None:
    seen = scan(TWICE, date(2024, 1, 2))
    before = draft_by_grammar(seen, seen.attacks)
    once = merged(before)
    assert len(before.casualties) == 2
    assert [k.id for k in once.casualties] == [before.casualties[0].id]
    assert len(once.casualties[0].evidence) > len(before.casualties[0].evidence)


def test_merging_twice_changes_nothing() -> None:
    seen = scan(TWICE, date(2024, 1, 2))
    once = merged(draft_by_grammar(seen, seen.attacks))
    assert merged(once) == once


def test_links_to_a_merged_item_follow_it() -> None:
    text = "قالت الشرطة إن 4 مدنيين أصيبوا بانفجار في مدينة عدن أمس."
    text += f"\nو{text}"
    seen = scan(text, date(2024, 1, 2))
    once = merged(draft_by_grammar(seen, seen.attacks))
    ids = {item.id for item in once.all()}
    assert {k.claim_id for k in once.casualties if k.claim_id} <= ids


def test_a_telling_that_says_who_they_were_tells_it_of_all() -> None:
    text = "سقط 12 قتيلاً بقصف على مدينة تدمر أمس.\nوقال ناشطون إن القصف على تدمر أدى إلى مقتل 12 مدنياً."
    seen = scan(text, date(2024, 1, 2))
    assert [k.who.group for k in merged(draft_by_grammar(seen, seen.attacks)).casualties] == ["civilian"]
