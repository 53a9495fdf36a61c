"""Tolls over a period or several attacks belong to no single one."""

from datetime import date

import pytest

from extractor.arabic.scan import scan
from extractor.drafting.grammar import draft_by_grammar

NEWS = "قصفت طائرات حربية بلدة سرمين أمس الأربعاء، ما أدى إلى مقتل ثلاثة مدنيين. "

TOLLS = {
    "one attack": (NEWS, [False]),
    "since a day": (NEWS + "وقتل 40 مدنياً في المدينة منذ مطلع الشهر.", [False, True]),
    "a year that is still running": (NEWS + "وقتل 320 شخصاً في المحافظة هذا العام.", [False, True]),
    "a month that is over": (NEWS + "وقتل خمسة أشخاص بغارة على أريحا في نيسان الماضي.", [False, False]),
    "more than one attack harms": (NEWS + "وأسفر القصف عن مقتل 7200 شخص.", [False, True]),
    "told with the number of attacks": ("نفذ التنظيم 14 هجوماً في دير الزور أدت إلى مقتل 9 جنود.", [True]),
    "places at large": ("قتل أربعة مدنيين بقصف مدفعي على مدن وبلدات في ريف إدلب.", [True]),
    "places at large of another attack": (
        "قتل أربعة مدنيين بقصف مدفعي على بلدة سرمين، فيما استهدفت غارات مناطق متفرقة في ريف إدلب.",
        [False],
    ),
    "its other half": (NEWS + "وقتل 60 مدنياً وأصيب 90 آخرون منذ مطلع الشهر.", [False, True, True]),
    "a part of it": (NEWS + "وقتل 60 مدنياً منذ مطلع الشهر، بينهم 12 طفلاً.", [False, True, True]),
}


@pytest.mark.parametrize(("text", "tolls"), TOLLS.values(), ids=TOLLS)
def test_which_counts_are_tolls(text: str, tolls: list[bool]) -> None:
    seen = scan(text, date(2024, 5, 16))
    casualties = draft_by_grammar(seen, seen.attacks).casualties
    assert [k.cumulative for k in casualties] == tolls
    assert [k.incident_id is None for k in casualties] == tolls
