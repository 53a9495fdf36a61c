"""Totals, and what a number counts."""

import pytest

from extractor.arabic.casualties import scan_casualties
from extractor.arabic.counted import counted_thing
from extractor.arabic.numerals import scan_numbers
from extractor.arabic.sentences import split_sentences
from extractor.arabic.totals import TotalMention, scan_totals


def totals(text: str) -> list[TotalMention]:
    sentences, numbers = split_sentences(text), scan_numbers(text)
    return scan_totals(text, sentences, numbers, scan_casualties(text, sentences, numbers))


TOTALS = {
    "attacks with their parts": (
        "تم رصد خمسة وخمسين هجوماً منها سبعة وعشرون على قوات أميركية في العراق وثمانية وعشرون هجوماً في سوريا",
        [("attacks", 55), ("attacks", 27), ("attacks", 28)],
    ),
    "number of attacks": ("بلغ عدد الهجمات على القواعد 15", [("attacks", 15)]),
    "fighters": ("وجود نحو 15 ألف مقاتل في المحافظة", [("fighters", 15000)]),
    "troops": ("أرسلت الوزارة 900 جندي إلى المنطقة", [("troops", 900)]),
    "displaced by verb": ("دفع الهجوم مليون شخص إلى النزوح", [("displaced", 1000000)]),
    "displaced by noun": ("وصل 3 آلاف نازح إلى المخيم", [("displaced", 3000)]),
    "munitions over a period": ("سقط 400 صاروخ على البلدة منذ بداية العام", [("munitions", 400)]),
    "munitions of one incident are none": ("قصفت القاعدة ب 20 صاروخا", []),
    "the dead are none": ("قتل 92 عسكريا منذ بدء التدخل", []),
    "the whole of a part is none": ("مقتل خمسة جنود من أصل 20 جنديا كانوا في الموقع", []),
    "people on the move": ("أجبر القصف أكثر من 700 عائلة على الفرار من بيوتها", [("displaced", 701)]),
    "they left a place": ("ونزح 9 آلاف من القرية", [("displaced", 9000)]),
    "moved, behind a conjunction": ("ونزح 12 ألف شخص إلى المدينة", [("displaced", 12000)]),
    "a part of a place": ("قصف 900 من منازل القرية", []),
    "displaced, no noun": ("أدى القتال إلى نزوح 2.5 مليون عن ديارهم", [("displaced", 2500000)]),
    "displaced, millions": ("أدت الحرب إلى نزوح الملايين", [("displaced", 1000000)]),
    "they fled": ("فر أكثر من 300 ألف سوداني من المخيمات", [("displaced", 300001)]),
    "they sought refuge": ("نزح أو لجأ نحو 7 ملايين", [("displaced", 7000000)]),
    "they left their homes": ("أجبر القصف 200 ألف شخص على مغادرة منازلهم", [("displaced", 200000)]),
    "the toll of the displaced": ("عدد النازحين بلغ 300 ألف شخص", [("displaced", 300000)]),
    "of armed forces": ("يتوقع أن يبقى 14 ألفا من قوات حفظ السلام", [("troops", 14000)]),
    "two of the troops are none": ("أطلقوا النار على اثنين من جنود الحراسة", []),
    "strikes of one attack are none": ("شن الطيران ست غارات على مواقع التنظيم", []),
    "strikes over a period": ("شنت الطائرات 45 غارة خلال الأسبوع", [("attacks", 45)]),
    "fighters who fled are not displaced": ("فر عشرات بعد نفاد ذخيرتهم", []),
    "durations and distances are none": ("بعد 5 سنوات وعلى بعد 20 كيلومترا", []),
}


@pytest.mark.parametrize(("text", "expected"), TOTALS.values(), ids=TOTALS)
def test_totals(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(total.metric, total.low) for total in totals(text)] == expected


THINGS = {
    "attacks": ("15 هجوما", "attacks"),
    "dead": ("مقتل 15 مدنيا", "killed"),
    "elliptic dead": ("مقتل 15 في غارة", "killed"),
    "rockets": ("15 صاروخا", "munitions"),
    "soldiers sent": ("إرسال 15 جنديا", "troops"),
    "vehicles": ("تدمير 15 سيارة", "vehicles"),
    "time": ("بعد 15 يوما", "time"),
    "refugees": ("عودة 15 لاجئا", "displaced"),
    "they fled, no noun": ("اضطر 8 آلاف إلى النزوح", "displaced"),
    "they came back, no noun": ("عاد 8 آلاف إلى الحي", "other"),
    "persons": ("نقل 15 شخصا", "people"),
}


@pytest.mark.parametrize(("text", "thing"), THINGS.values(), ids=THINGS)
def test_counted_thing(text: str, thing: str) -> None:
    numbers = scan_numbers(text)
    casualties = scan_casualties(text, split_sentences(text), numbers)
    assert [counted_thing(text, number, casualties).thing for number in numbers] == [thing]
