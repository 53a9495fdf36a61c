"""How fast the core reads: scan, draft by grammar, check. Run: python bench/core/speed.py.

Prints milliseconds for an article of 5,000 characters with ten incidents (words of our own, made here), the ratio of
200,000 to 100,000 characters of such text, and seconds for hostile texts of 100,000 characters.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

from extractor.arabic.scan import scan
from extractor.drafting.grammar import draft_by_grammar
from extractor.drafting.repeats import merged
from extractor.validators.rules import check

T = TypeVar("T")
PUBLISHED = date(2024, 5, 16)
PLACES = ("سرمين", "خان شيخون", "الخوخة", "خان يونس", "بيت لاهيا", "مرجعيون", "تلعفر", "الفاشر", "ترهونة", "صعدة")
DAYS = (
    "الأحد",
    "الاثنين",
    "الثلاثاء",
    "الأربعاء",
    "الخميس",
    "السبت",
    "مساء الأحد",
    "فجر الاثنين",
    "أمس",
    "ليل الثلاثاء",
)
REPORTS = (
    "قصفت مدفعية الجيش أطراف {place} {day} {n} أيار، ما أدى إلى مقتل ثلاثة مدنيين بينهم طفلان وإصابة سبعة آخرين بجروح.",
    "وقتل خمسة أشخاص وجرح نحو 12 في غارة شنتها طائرة مسيرة على سيارة قرب {place} {day}، بحسب ما قال مصدر طبي للصحفيين.",
    "وانفجرت عبوة ناسفة بدورية في {place} {day} {n} أيار 2024 وأسفر انفجارها عن مقتل جنديين، ولم تعلن أي جهة مسؤوليتها.",  # noqa: E501
    "وأعلنت الوزارة أن صاروخين أطلقهما مسلحون سقطا في محيط {place} {day} من دون وقوع إصابات أو أضرار في المباني المجاورة.",  # noqa: E501
    "ودارت اشتباكات بين قوات الحكومة ومسلحين في {place} منذ {day}، فيما نفى المتحدث مقتل أكثر من عشرة من عناصره هناك.",
)
QUIET = (
    "وأضاف البيان أن فرق الإسعاف نقلت المصابين إلى المستشفى القريب وأن عشرات العائلات غادرت بيوتها إلى القرى المجاورة.",
    "ودعت المنظمة إلى فتح تحقيق مستقل، وقالت إن 27 مدرسة و4 مستوصفات أغلقت أبوابها منذ مطلع العام الجاري بسبب المعارك.",
    "وتشهد المنطقة منذ أشهر توترا متصاعدا، في حين تتواصل المفاوضات بين الطرفين برعاية الأمم المتحدة من دون نتائج تذكر.",
    "ويبلغ عدد سكان البلدة نحو 15 ألف نسمة يعمل معظمهم في الزراعة، وتبعد عن مركز المحافظة قرابة أربعين كيلومترا شرقا.",
)
HOSTILE = {
    "an attack noun": "قصف ",
    "an attack in a place": "انفجار في حلب ",
    "attacks, one a line": "\nضربة",
    "attacks without a stop": "وسقط 4 قتلى و9 جرحى في ضربة على حلب ليلا ",
    "parts without a stop": "15 جريحا بينهم 4 و",
    "counts, one a line": "جرح 4\n",
    "munitions and speech": "5 قذائف قالت منهم ",
    "no white space": "5قذائف،قالت،منهم،",
    "numbers": "4 5 6 ",
    "one report": "قصف الجيش بلدة سرمين أمس. ",
    "a definite attack": "الهجوم ",
    "a count of killed": "مقتل ثلاثة مدنيين ",
    "a verb of saying": "وقال مصدر إن ",
    "a conjunction": "و",
    "a letter": "ق",
    "a digit": "7",
    "number words": "ثلاثة وعشرون ألفا و",
    "dates": "الاثنين 13 آذار ",
    "a place": "حلب ",
    "quotation marks": '"',
    "vowel marks": "َ",
    "tatweel": "ـ",
    "brackets": "(",
}


def article(length: int) -> str:
    """A text of about so many characters: every 5,000 hold ten incidents."""
    lines = []
    for n in range(length // 480 + 1):
        report = REPORTS[n % len(REPORTS)]
        lines.append(report.format(place=PLACES[n % len(PLACES)], day=DAYS[n % len(DAYS)], n=n % 15 + 1))
        lines += [QUIET[(n + k) % len(QUIET)] for k in range(3)]
    return "\n".join(lines)[:length]


def steps(text: str) -> Iterator[tuple[str, float]]:
    """Seconds of each step on a text that was not read before."""
    scan.cache_clear()
    seen, seconds = timed(lambda: scan(text, PUBLISHED))
    yield "scan", seconds
    items, seconds = timed(lambda: merged(draft_by_grammar(seen, seen.attacks)))
    yield "draft", seconds
    _, seconds = timed(lambda: check(seen, items))
    yield "check", seconds


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What a call gives, and the processor seconds it took (another process does not count)."""
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def best(text: str, runs: int) -> dict[str, float]:
    """The fastest of some runs, by step; each on another text of the same length, so that no cache helps."""
    measured = [dict(steps(f"{n} {text}")) for n in range(runs)]
    return min(measured, key=lambda row: sum(row.values()))


def main() -> None:
    text = article(5_000)
    dict(steps(article(1_000)))  # lexicons are read once a process
    row = best(text, 9)
    count = len(draft_by_grammar(scan(text, PUBLISHED), scan(text, PUBLISHED).attacks).incidents)
    print(f"{len(text):,} characters, {count} incidents, ms: {sum(row.values()) * 1e3:.1f}  ", end="")
    print("  ".join(f"{name} {seconds * 1e3:.1f}" for name, seconds in row.items()))
    small, large = (sum(best(article(n), 3).values()) for n in (100_000, 200_000))
    print(f"100,000 characters {small:.2f} s, 200,000 characters {large:.2f} s, ratio {large / small:.2f}")
    print(f"{'100,000 characters of':28}{'scan':>8}{'draft':>8}{'check':>8}{'all':>8} s")
    for name, piece in HOSTILE.items():
        took = dict(steps((piece * 100_000)[:100_000]))
        print(f"{name:28}" + "".join(f"{s:8.2f}" for s in (*took.values(), sum(took.values()))))


if __name__ == "__main__":
    main()
