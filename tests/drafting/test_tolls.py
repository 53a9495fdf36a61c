"""Tolls over a period or several attacks belong to no single one. Rows: own wording, developed on."""

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
    "added to what was": (NEWS + "وقتل جندي، ليرتفع بذلك عدد القتلى إلى 38.", [False, False, True]),
    "the dead of one attack": (NEWS + "وارتفع بذلك عدد قتلى القصف إلى خمسة.", [False, False]),
    "the dead of a party": (NEWS + "ليرتفع عدد قتلى الحركة إلى 38 قتيلاً.", [False, True]),
    "whoever fell": ("ارتفع عدد القتلى الذين سقطوا أمس الأربعاء في ريف حماة إلى ستة.", [True]),
    "whoever fell in one attack": (NEWS + "ارتفع عدد القتلى الذين سقطوا في القصف إلى ستة.", [False, False]),
    "a part with an attack of its own": (
        "ارتفع إلى 6 عدد القتلى الذين قضوا أمس في ريف حماة بينهم 3 مقاتلين قتلوا خلال اشتباكات في كفرزيتا.",
        [True, False],
    ),
    "since it began": ("قتل 17 شخصاً وأصيب 31 آخرون، منذ بدء الهجوم على بنغازي الأحد الماضي.", [True, True]),
    "since yesterday": (NEWS + "ومنذ يومين تقصف القوات بلدة أريحا بالمدفعية موقعة أربعة قتلى.", [False, False]),
    "both of them": (NEWS + "وانفجرت عبوة في أريحا. وقال الطبيب إنهما أديا إلى مقتل تسعة أشخاص.", [False, True]),
    "each named as its cause": (
        "قتل تسعة أشخاص أمس في غارة على سوق في سرمين وفي قصف استهدف أريحا.",
        [True],
    ),
    "apart": ("قتل ضابط وسبعة جنود بهجوم وكمين منفصلين قرب بلدة أريحا.", [True, True]),
    "one fight": ("أسفرت معارك عنيفة بين ميليشيات عن مقتل شخصين في مدينة سرت.", [False]),
    "what went before": ("قتل تسعة جنود خلال اشتباكات في سرمين في أعقاب الهجمات التي شنها التنظيم.", [False]),
    "told in it": (NEWS + "وشهدت أريحا قتالاً هذا الشهر قتل فيه 40 شخصاً.", [False, False]),
    "one man this month": (NEWS + "وفي أيار قتل جندي في كمين قرب أريحا.", [False, False]),
    "known for it": (NEWS + "وتقاتل الحكومة جماعة مسلحة وهي التي قتلت المئات من الجنود.", [False, True]),
    "goes on from a toll": (
        NEWS + "وقتل 267 جندياً منذ مطلع الشهر، في حين قتل 49 مدنياً. وسجلت إدلب 17 قتيلاً.",
        [False, True, True, True],
    ),
    "strikes on one town": ("قتل خمسة مدنيين في ثلاث غارات جوية على بلدة سرمين أمس.", [False]),
    "strikes on a country": ("قتل خمسة مدنيين جراء غارات جوية على شمال سوريا أمس.", [True]),
    "the strikes just told": (NEWS + "وقال طبيب إن مسعفين اثنين قتلا جراء الغارات.", [False, False]),
    "strikes that go on": (NEWS + "وأسفرت الغارات التي يشنها الطيران على إدلب عن مقتل 90 شخصاً.", [False, True]),
    "around the clock": ("أصيب ستة جنود في هجوم على بلدة سرمين الخاضعة لحظر تجول على مدار الساعة.", [False]),
    "civilians are no towns": ("قتل ستة جنود في انفجار سيارة مفخخة في سرمين، ومقتل عدد من المدنيين.", [False, False]),
    "a sum since dawn": (NEWS + "وبذلك يرتفع عدد القتلى في المدينة منذ فجر اليوم إلى 12.", [False, True]),
    "told again": (
        "أسفرت الأحداث عن مقتل 23 شخصاً في تعز. وقتل 23 شخصاً في غارة على سوق وفي قصف استهدف مشفى.",
        [True, True],
    ),
}


@pytest.mark.parametrize(("text", "tolls"), TOLLS.values(), ids=TOLLS)
def test_which_counts_are_tolls(text: str, tolls: list[bool]) -> None:
    seen = scan(text, date(2024, 5, 16))
    casualties = draft_by_grammar(seen, seen.attacks).casualties
    assert [k.cumulative for k in casualties] == tolls
    assert [k.incident_id is None for k in casualties] == tolls
