"""Items of grammar alone, on sentences of our own."""

from datetime import date

import pytest

from extractor.arabic.scan import scan
from extractor.drafting.grammar import draft_by_grammar
from schemas.items import Items

PUBLISHED = date(2024, 5, 17)


def drafted(text: str) -> Items:
    seen = scan(text, PUBLISHED)
    return draft_by_grammar(seen, seen.attacks)


TWO_STRIKES = (
    "قُتل ثلاثة جنود وأصيب مدني بقصف مدفعي استهدف مدينة الباب في ريف حلب، أمس الخميس.\n"
    "وكانت غارة جوية على بلدة سرمين في ريف إدلب، في 2 أيار، أدت إلى مقتل طفلين."
)


def test_a_casualty_belongs_to_the_attack_told_in_its_sentence() -> None:
    items = drafted(TWO_STRIKES)
    shelling, strike = items.incidents
    assert [(k.count.low, k.incident_id) for k in items.casualties] == [
        (3, shelling.id),
        (1, shelling.id),
        (2, strike.id),
    ]


def test_the_recent_attack_is_the_news_and_the_earlier_one_is_background() -> None:
    assert [(i.role, str(i.date.start)) for i in drafted(TWO_STRIKES).incidents if i.date] == [
        ("focal", "2024-05-16"),
        ("background", "2024-05-02"),
    ]


def test_every_value_carries_words_of_the_article() -> None:
    for item in drafted(TWO_STRIKES).all():
        assert all(TWO_STRIKES[e.start : e.end] == e.quote for e in item.evidence)


def test_ids_are_the_kind_letter_and_the_start_of_the_first_evidence() -> None:
    items = drafted(TWO_STRIKES)
    assert [k.id for k in items.casualties] == [f"k{k.evidence[0].start}" for k in items.casualties]
    assert len({item.id for item in items.all()}) == len(list(items.all()))


PARTS = "أسفر القصف على سوق مدينة إدلب، أمس، عن مقتل عشرة أشخاص بينهم ثلاثة أطفال، وإصابة 12 آخرين."


def test_a_part_points_at_its_whole() -> None:
    whole, part, others = drafted(PARTS).casualties
    assert (whole.subset_of, part.subset_of, others.subset_of) == (None, whole.id, None)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        pytest.param(
            "قتل أربعة جنود وأصيب خمسة آخرون بتفجير في مدينة بغداد أمس.", "military", id="others are of the same group"
        ),
        pytest.param("قتل شخصان وأصيب خمسة آخرون بتفجير في مدينة بغداد أمس.", "unknown", id="persons stay unknown"),
    ],
)
def test_words_that_point_back_take_the_group_they_point_at(text: str, group: str) -> None:
    assert {k.who.group for k in drafted(text).casualties} == {group}


def test_a_toll_told_with_a_number_of_attacks_belongs_to_none_of_them() -> None:
    text = "شهدت محافظة درعا أمس غارة جوية.\nوخلال الشهر رصدت الوزارة ثلاثين هجوماً أدت إلى إصابة تسعة جنود."
    toll = drafted(text).casualties[-1]
    assert (toll.incident_id, toll.cumulative) == (None, True)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("أسفر الهجوم عن سقوط خمسة قتلى من قوات حفتر.", "military"),
        ("أسفرت الاشتباكات عن خسائر بشرية من الطرفين.", "military"),
        ("أسفر الهجوم عن مقتل خمسة أشخاص، وقصف الجيش المدينة.", "unknown"),
    ],
)
def test_the_dead_of_an_armed_actor_are_military(text: str, group: str) -> None:
    seen = scan(text, None)
    assert [k.who.group for k in draft_by_grammar(seen, seen.attacks).casualties] == [group]
