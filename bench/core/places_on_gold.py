"""Places on annotated articles: found at the right words, resolved or left as a name, never in a wrong governorate.

    python bench/core/places_on_gold.py [--list] GOLD ARTICLES [GOLD ARTICLES ...] [--records RECORDS]

Gold and articles are folders of `NAME.json` (fields as in seeds/gold) and `NAME.txt`. `--list` prints
every place with its words and row, for a check by hand. Grounding: each gold place below country level as written, and
folded (marks, tatweel, bare alef, ya and ta marbuta, no-break space); with `--records`, each place of the records.
"""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

from extractor.arabic.fold import fold_key
from extractor.arabic.gazetteer import lookup
from extractor.arabic.mentions import Entry, PlaceMention
from extractor.arabic.place import resolve, scan_places
from extractor.grounding import ground

Placed = tuple[str, str, int, int]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--list", action="store_true")
    options.add_argument("--records", type=Path)
    given = options.parse_args()
    seen = [
        one for gold, texts in zip(given.folders[::2], given.folders[1::2], strict=True) for one in places(gold, texts)
    ]
    rows = [(one, *reading(*one)) for one in seen]
    for (name, text, start, end), mention, entry in rows:
        if given.list or mention is None:
            print("  " + described(name, text, start, end, mention, entry))
    found = [entry for _, mention, entry in rows if mention]
    print(f"places below country level {len(rows)}, found by the scanner {len(found)} ({len(found) / len(rows):.3f}), "
          f"resolved {sum(e is not None for e in found)}, left as a name {sum(e is None for e in found)}")  # fmt: skip
    tried = [(text, start, end, words) for _, text, start, end in seen for words in variants(text[start:end])]
    if given.records:
        tried += list(recorded(given.records))
    right = sum(grounded(*one) for one in tried)
    print(f"words grounded {len(tried)}, to the right span {right} ({right / len(tried):.3f})")
    return 0


def places(gold: Path, texts: Path) -> Iterator[Placed]:
    """Every different place below country level of an article, at its words next to the incident's."""
    for path in sorted(gold.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        text = (texts / f"{path.stem}.txt").read_text(encoding="utf-8")
        done = set()
        for incident in record["incidents"]:
            near = max(text.find(incident["evidence"]), 0)
            for raw in incident["places"]:
                at = text.find(raw, max(text.rfind("\n", 0, near), 0))
                at = at if at >= 0 else text.find(raw)
                country = any(entry.kind == "country" for entry in lookup(raw))
                if not country and at not in done:
                    done.add(at)
                    yield path.stem, text, at, at + len(raw)


def reading(_: str, text: str, start: int, end: int) -> tuple[PlaceMention | None, Entry | None]:
    """The mention at a place's words, and the row that it means."""
    mentions = scan_places(text)
    touching = [m for m in mentions if m.start < end and m.end > start]
    mention = max(touching, key=lambda m: min(m.end, end) - max(m.start, start), default=None)
    return mention, resolve(mention, mentions) if mention else None


def described(name: str, text: str, start: int, end: int, mention: PlaceMention | None, entry: Entry | None) -> str:
    row = f"{entry.name_en} ({entry.kind}, {entry.admin1}, {entry.country})" if entry else "a name"
    around = text[max(0, start - 40) : end + 30].replace("\n", " ")
    return f"{name} | {text[start:end]} | {around} | {mention.raw if mention else 'NOT FOUND'} | {row}"


def variants(raw: str) -> Iterator[str]:
    """A place as written, and what a model makes of it without changing the name."""
    yield raw
    yield fold_key(raw)
    yield raw[0] + "\u064e" + raw[1:]
    yield raw[:2] + "\u0640" + raw[2:]
    yield raw.replace(" ", "\u00a0")
    yield "«" + raw + "»"
    yield re.sub("^ال", "بال", raw) if raw.startswith("ال") else "ب" + raw


def grounded(text: str, start: int, end: int, words: str) -> bool:
    """Whether words ground to the place's span, or to the same name elsewhere in the text."""
    found = ground(words, text, (start, end))
    return found is not None and fold_key(text[found.start : found.end]) == fold_key(text[start:end])


def recorded(folder: Path) -> Iterator[tuple[str, int, int, str]]:
    for path in sorted(folder.glob("*.json")):
        text = (folder / "texts" / f"{path.stem}.txt").read_text(encoding="utf-8")
        for incident in json.loads(path.read_text(encoding="utf-8"))["incidents"]:
            for place in incident["places"]:
                yield text, place["evidence"]["start"], place["evidence"]["end"], place["raw"]


if __name__ == "__main__":
    raise SystemExit(main())
