"""The same articles through LangExtract: one call an article, in an environment of its own.

    bench/grounding/.venvs/langextract/bin/python -m bench.batch.langextract ARTICLES.jsonl URL --jobs 32 [--together]

Given the labels, the worked examples and the short prompt of `bench.quality`; a chunk of it is made to hold an article,
so that each takes one call, and it is answered with as many items as ours in the mean. One `lx.extract` an article, as
its README has it, in as many threads as calls in flight; `--together`: one for all articles, with its own workers.
Prints seconds of the clock and of the processor without its start, articles and extractions as JSON.
"""

import argparse
import json
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import langextract as lx
from absl import logging
from langextract.factory import ModelConfig

from bench.quality.peers.langextract import ATTRIBUTES, BRIEF, FORM, shown

LONGEST = 10_000  # characters of a chunk: more than an article has
ITEMS = 6  # of an answer: the stub gives ours up to three in each of four lists


def extractor(url: str) -> Callable[..., Any]:
    """`lx.extract` with all that is the same for every article."""
    options = {"base_url": url, "api_key": "none", "temperature": 0.0, "seed": 0}
    forms = [lx.schema.extraction_item_schema(name, attributes=attributes) for name, attributes in ATTRIBUTES.items()]
    form = lx.schema.extractions_schema(*forms)
    form["properties"]["extractions"] |= {"minItems": ITEMS, "maxItems": ITEMS}
    return partial(
        lx.extract,
        prompt_description=BRIEF + FORM,
        examples=shown(),
        config=ModelConfig(model_id="stub", provider="OpenAILanguageModel", provider_kwargs=options),
        output_schema=form,
        max_char_buffer=LONGEST,
        show_progress=False,
    )


def measured(given: argparse.Namespace) -> dict[str, float]:
    """All articles, together or each by itself."""
    rows = [json.loads(line) for line in given.articles.read_text("utf-8").splitlines()]
    extract = extractor(given.url)
    wall, cpu = time.monotonic(), time.process_time()
    if given.together:
        documents = [lx.data.Document(row["text"], document_id=row["id"]) for row in rows]
        found = list(extract(documents, batch_length=given.jobs, max_workers=given.jobs))
    else:
        with ThreadPoolExecutor(given.jobs) as pool:
            found = list(pool.map(partial(extract, max_workers=1), [row["text"] for row in rows]))
    took = {"seconds": time.monotonic() - wall, "cpu_seconds": time.process_time() - cpu}
    return took | {"articles": len(found), "extractions": sum(len(each.extractions or []) for each in found)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("articles", type=Path)
    options.add_argument("url")
    options.add_argument("--jobs", type=int, default=32)
    options.add_argument("--together", action="store_true")
    logging.set_verbosity(logging.ERROR)
    warnings.simplefilter("ignore")
    print(json.dumps(measured(options.parse_args())))


if __name__ == "__main__":
    main()
