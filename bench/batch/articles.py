"""Articles made here, of our own wording: as many as one likes, of about 2,000 characters, no two alike."""

import json
from collections.abc import Iterator
from pathlib import Path

from bench.core.speed import DAYS, PLACES, QUIET, REPORTS

LENGTH = 2_000


def article(number: int, length: int = LENGTH) -> str:
    """The n-th article: a report to two quiet sentences, places, days and figures by its number."""
    lines, size = [f"تقرير رقم {number}"], 0
    for k in range(length):
        n = number + k
        place, day = PLACES[n * 7 % len(PLACES)], DAYS[n * 3 % len(DAYS)]
        lines.append(REPORTS[n % len(REPORTS)].format(place=place, day=day, n=n % 15 + 1))
        lines += [QUIET[(n + j) % len(QUIET)] for j in range(2)]
        size += sum(map(len, lines[-3:])) + 3
        if size >= length:
            break
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
