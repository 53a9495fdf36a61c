"""Records from gold annotations: what the checks make of a draft that is right.

    python bench/gold_records.py GOLD ARTICLES -o FOLDER

GOLD holds one annotation an article (`seeds/gold`), ARTICLES the texts. Each annotation becomes the draft of a model
that reads as the annotator does; `single` takes it for the model's answer, and FOLDER gets a normal folder of records,
on which `extractor selftest FOLDER` works. Prints how many of these right items end accepted, and the rules that kept
the others.
"""

import argparse
import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor import store
from extractor.arabic.scan import scan
from extractor.articles import Article, read_articles
from extractor.drafting.single import CHUNK_CHARS
from extractor.errors import ExtractorError
from extractor.gold import draft_of, read_gold
from extractor.pipeline import Plan, rederive
from extractor.prompting import chunks
from schemas.draft import Draft
from schemas.gold import Gold
from schemas.items import KINDS
from schemas.record import Level, Record

PLAN = Plan("gold", "single", max_reasks=0)


def main() -> None:
    """Parse, write the records, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, metavar="GOLD")
    parser.add_argument("articles", type=Path, metavar="ARTICLES")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    options = parser.parse_args()
    store.prepare(options.output)
    _print(list(_records(options.gold, options.articles, options.output)))


def _records(gold: Path, articles: Path, out: Path) -> Iterator[tuple[Record, Gold]]:
    for article in read_articles([str(articles)]):
        if isinstance(article, ExtractorError):
            raise article
        file = gold / f"{article.info.id}.json"
        if file.exists():
            annotation = read_gold(file)
            record, answers = _record(_dated(article, annotation), annotation)
            store.save(out, record, article.text, answers)
            yield record, annotation


def _dated(article: Article, gold: Gold) -> Article:
    """The article with the publication date that the annotator worked with."""
    return Article(article.info.model_copy(update={"published": gold.published}), article.text)


def _record(article: Article, gold: Gold) -> tuple[Record, dict[str, Any]]:
    seen = scan(article.text, article.info.published)
    draft = draft_of(gold, seen)
    parts = [{sentence.id for sentence in part} for part in chunks(article.text, seen.sentences, CHUNK_CHARS)]
    calls = [
        {"key": f"draft:{number}", "answer": _part(draft, ids).model_dump(mode="json")}
        for number, ids in enumerate(parts, 1)
    ]
    answers = {"article": article.info.id, "strategy": PLAN.strategy, "model": PLAN.model, "calls": calls}
    return asyncio.run(rederive(article, answers, PLAN))[0], answers


def _part(draft: Draft, ids: set[str]) -> Draft:
    """The entries of some sentences; a link to an incident of another part falls away, as it does with a model."""
    kept = [n for n, incident in enumerate(draft.incidents) if incident.s in ids]
    position = {n + 1: new for new, n in enumerate(kept, 1)}
    return Draft(
        incidents=[draft.incidents[n] for n in kept],
        casualties=[
            k.model_copy(update={"incident": position.get(k.incident, 0)}) for k in draft.casualties if k.s in ids
        ],
        claims=[
            c.model_copy(update={"about": [position[n] for n in c.about if n in position]})
            for c in draft.claims
            if c.s in ids
        ],
        aggregates=[a for a in draft.aggregates if a.s in ids],
    )


def _print(records: list[tuple[Record, Gold]]) -> None:
    """Right items, those that became an item, those accepted; then the rules that kept the others, by count."""
    print(f"{'':12}{'gold':>6}{'items':>7}{'accepted':>10}{'share':>7}")
    total: Counter[str] = Counter()
    for kind in KINDS:
        items = [item for record, _ in records for item in getattr(record, kind)]
        row = {"gold": sum(len(getattr(gold, kind)) for _, gold in records), "items": len(items)}
        row["accepted"] = sum(item.state == "accepted" for item in items)
        total.update(row)
        _row(kind, row)
    _row("all", total)
    for (rule, level), count in Counter(_causes([record for record, _ in records])).most_common():
        print(f"{count:6} {level:7} {rule}")


def _row(name: str, row: dict[str, int]) -> None:
    share = row["accepted"] / row["gold"] if row["gold"] else 0.0
    print(f"{name:12}{row['gold']:6}{row['items']:7}{row['accepted']:10}{share:7.3f}")


def _causes(records: list[Record]) -> Iterator[tuple[str, str]]:
    for record in records:
        yield from ((f.rule, f.level.value) for f in record.findings if f.level is not Level.NOTE)


if __name__ == "__main__":
    main()
