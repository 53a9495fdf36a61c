"""Articles made here, of our own wording: as many as one likes, of about 2,000 characters.

Hardly a sentence comes twice: places are drawn from the gazetteer, days and figures are drawn, too, so that no cache
knows a sentence from another article.
"""

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from extractor.arabic.gazetteer import index

LENGTH = 2_000
DAYS = ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت")
PARTS = ("", "فجر ", "صباح ", "ظهر ", "مساء ", "ليل ")
REPORTS = (
    "قصفت مدفعية الجيش أطراف {place} {part}{day} {date} أيار، ما أدى إلى مقتل {few} مدنيين بينهم طفلان وإصابة {many} آخرين بجروح.",  # noqa: E501
    "وقتل {few} أشخاص وجرح نحو {many} في غارة شنتها طائرة مسيرة على سيارة قرب {place} {part}{day}، بحسب ما قال مصدر طبي في {near}.",  # noqa: E501
    "وانفجرت عبوة ناسفة بدورية بين {place} و{near} {part}{day} {date} أيار 2024 وأسفر انفجارها عن مقتل {few} جنود، ولم تعلن أي جهة مسؤوليتها.",  # noqa: E501
    "وأعلنت الوزارة أن {few} صواريخ أطلقها مسلحون سقطت في محيط {place} {part}{day} من دون وقوع إصابات أو أضرار في مباني {near}.",  # noqa: E501
    "ودارت اشتباكات بين قوات الحكومة ومسلحين في {place} منذ {part}{day}، فيما نفى المتحدث مقتل أكثر من {many} من عناصره في {near}.",  # noqa: E501
)
QUIET = (
    "وأضاف البيان أن فرق الإسعاف نقلت المصابين إلى مستشفى {near} وأن {many} عائلة غادرت بيوتها إلى قرى {place}.",
    "ودعت المنظمة إلى فتح تحقيق مستقل، وقالت إن {many} مدرسة و{few} مستوصفات في {place} أغلقت أبوابها منذ {day}.",
    "وتشهد {place} منذ {few} أشهر توترا متصاعدا، في حين تتواصل المفاوضات في {near} برعاية الأمم المتحدة.",
    "ويبلغ عدد سكان {place} نحو {many} ألف نسمة يعمل معظمهم في الزراعة، وتبعد عن {near} قرابة {few} كيلومترات شرقا.",
)


def article(number: int, length: int = LENGTH) -> str:
    """The n-th article: reports, two quiet sentences after each; the same number gives the same text."""
    drawn, lines, size = random.Random(number), [f"تقرير رقم {number}"], 0
    while size < length:
        forms = [drawn.choice(REPORTS), *drawn.sample(QUIET, 2)]
        lines += [form.format(**_words(drawn)) for form in forms]
        size = sum(map(len, lines)) + len(lines)
    return "\n".join(lines)


def rows(count: int) -> Iterator[dict[str, str]]:
    """Lines for `extractor run`."""
    for number in range(count):
        yield {"id": f"made-{number:06}", "text": article(number), "published": "2024-05-16"}


def write(path: Path, count: int) -> Path:
    """A JSONL file of so many articles."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(count))
    return path


def _words(drawn: random.Random) -> dict[str, object]:
    place, near = drawn.sample(_places(), 2)
    few, many, date = drawn.randint(3, 9), drawn.randint(11, 400), drawn.randint(1, 16)
    part, day = drawn.choice(PARTS), drawn.choice(DAYS)
    return {"place": place, "near": near, "few": few, "many": many, "date": date, "part": part, "day": day}


@cache
def _places() -> list[str]:
    """Names of towns and villages, in an order that is always the same."""
    entries = {entry.name for found in index().entries.values() for entry in found if entry.kind == "populated_place"}
    return sorted(entries)
