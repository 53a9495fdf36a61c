"""Dates on annotated articles: are they resolved to gold's days, and is a wrong weekday or day number ever swallowed?

    python bench/core/dates_on_gold.py GOLD ARTICLES [GOLD ARTICLES ...]

Gold and articles are folders of `NAME.json` (fields as in seeds/gold) and `NAME.txt`. Plantings: wherever
a weekday stands with a day of a month, the weekday is changed to each of the six others and the day number by one, up
and down; each must end as a conflict or an open date.
"""

import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from extractor.arabic.dates import scan_dates
from extractor.arabic.mentions import DateMention

WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
WEEKDAY = re.compile("|".join(WEEKDAYS))
DAY_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?![\d/])")
Article = tuple[str, str, date | None, dict[str, object]]


def main() -> int:
    pairs = list(zip(sys.argv[1::2], sys.argv[2::2], strict=True))
    if not pairs:
        print(__doc__)
        return 2
    articles = [one for gold, texts in pairs for one in read(Path(gold), Path(texts))]
    dated = [right for article in articles for right in resolved(*article)]
    planted = [found for article in articles for found in conflicts(*article[:3])]
    print(f"dated incidents {len(dated)}, resolved as gold {sum(dated)} ({sum(dated) / len(dated):.3f})")
    print(f"planted conflicts {len(planted)}, found {sum(planted)}")
    return 0


def read(gold: Path, texts: Path) -> Iterator[Article]:
    for path in sorted(gold.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        published = date.fromisoformat(record["published"]) if record["published"] else None
        yield path.stem, (texts / f"{path.stem}.txt").read_text(encoding="utf-8"), published, record


def resolved(name: str, text: str, published: date | None, record: dict[str, object]) -> Iterator[bool]:
    """Each dated incident: whether the mention at its date words has gold's first and last day."""
    mentions = scan_dates(text, published)
    for incident in record["incidents"]:  # type: ignore[attr-defined]
        gold = incident["date"] or {}
        if gold.get("raw"):
            near = text.find(incident["evidence"])
            at = text.find(gold["raw"], max(near, 0)) if near >= 0 else -1
            at = at if 0 <= at < near + len(incident["evidence"]) else text.find(gold["raw"])
            read = [m for m in mentions if m.start < at + len(gold["raw"]) and m.end > at]
            ends = [(m.first and m.first.isoformat(), m.last and m.last.isoformat()) for m in read]
            right = (gold["start"], gold["end"]) in ends or (not read and gold["start"] is None)
            if not right:
                print(f"  {name} {incident['id']} «{gold['raw']}» gold {gold['start']}..{gold['end']}, read {ends}")
            yield right


def conflicts(name: str, text: str, published: date | None) -> Iterator[bool]:
    """Each planting: whether the changed words became a conflict or an open date."""
    for mention in scan_dates(text, published):
        for at, end, words in plantings(mention):
            changed = text[: mention.start + at] + words + text[mention.start + end :]
            length = mention.end - mention.start + len(words) - (end - at)
            touched = [
                m for m in scan_dates(changed, published) if m.start < mention.start + length and m.end > mention.start
            ]
            found = any(m.conflict or (m.candidates and not m.first) for m in touched)
            found = found or all(m.first is None for m in touched)
            if not found:
                print(f"  {name} «{changed[mention.start : mention.start + length]}» read {touched[0].first}")
            yield found


def plantings(mention: DateMention) -> Iterator[tuple[int, int, str]]:
    """(start, end, new words) within a mention that names a weekday and the number of a day."""
    weekday, number = WEEKDAY.search(mention.raw), DAY_NUMBER.search(mention.raw)
    if weekday is None or number is None or mention.rule not in ("date", "numeric", "numeric_no_year"):
        return
    for other in WEEKDAYS:
        if other != weekday.group():
            yield *weekday.span(), other
    for step in (-1, 1):
        if 1 <= int(number.group()) + step <= 28:
            yield *number.span(), str(int(number.group()) + step)


if __name__ == "__main__":
    raise SystemExit(main())
