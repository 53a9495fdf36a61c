"""LangExtract as its README recommends, with its OpenAI provider and at its strongest: an output schema of ours.

Given: the guideline, the worked examples, the day of publication as additional context, and the article, which it cuts
into chunks of its default size. One pass, one worker. The schema (`lx.schema`) allows the labels of the guideline; what
it derives from examples itself would allow any words. An answer is bounded: without that a repeating model writes
until its context is full. Malformed chunks are left out, as it does unless told otherwise. Extractions that it could
not align are kept: what they are worth, the score says. What no figure is made of (munitions, parts of a total) is not
asked for. `brief`: the same with a few lines in place of the guideline, as most users would write it: less to read.
"""

import warnings
from enum import StrEnum
from typing import Any

import langextract as lx
from absl import logging
from langextract.factory import ModelConfig

from bench.quality.extractions import Extraction, from_gold, to_gold
from bench.quality.peers.serving import Read, serve
from bench.quality.task import Request, dated, examples, guideline
from schemas.aggregate import Metric
from schemas.casualty import CasualtyStatus, Group, Harm
from schemas.claim import Act
from schemas.incident import IncidentKind, Role

MAX_TOKENS = 2_048  # of a chunk of 1,000 characters: twice what a full one needs
FORM = """
Extract four classes, in order of appearance, with the exact words of the text:
- incident: the words that report an attack. attack: its number, from 1; date: the words of its date; start, end: its
  first and last day; the rest as above.
- casualty: the words of the count (raw). attack: the number of its attack.
- claim: the words for the speaker. about: the numbers of the attacks.
- aggregate: the words of the total (raw).
"""
BRIEF = """List what this Arabic news article says about attacks and the people they harmed, in its exact words.
An attack is told once, at one place and time; focal is the news, background what is recalled. Days are ISO dates,
reckoned from the day of publication. Each statement of harm is an item for one harm, group and figure: "more than 20"
is 21 to null, a dual is 2, a single person 1; cumulative is a toll over a period. A claim is a statement on an attack
by a named speaker. An aggregate is a total of attacks, fighters, troops or displaced people, not of dead or injured.
"""
_WORDS: dict[str, Any] = {"type": "string"}
_MAYBE: dict[str, Any] = {"anyOf": [_WORDS, {"type": "null"}]}
_FIGURE: dict[str, Any] = {"anyOf": [{"type": "integer"}, {"type": "null"}]}
_MANY: dict[str, Any] = {"type": "array", "items": _WORDS, "maxItems": 6}


def _one_of(labels: type[StrEnum]) -> dict[str, Any]:
    return {"type": "string", "enum": [label.value for label in labels]}


ATTRIBUTES: dict[str, dict[str, Any]] = {
    "incident": {
        "attack": _WORDS, "role": _one_of(Role), "kind": _one_of(IncidentKind), "date": _MAYBE, "start": _MAYBE,
        "end": _MAYBE, "places": _MANY, "attackers": _MANY, "targets": _MANY,
    },
    "casualty": {
        "attack": _MAYBE, "harm": _one_of(Harm), "status": _one_of(CasualtyStatus), "low": _FIGURE, "high": _FIGURE,
        "who": _MAYBE, "group": _one_of(Group), "cumulative": {"type": "boolean"},
    },
    "claim": {"act": _one_of(Act), "about": _MANY},
    "aggregate": {"metric": _one_of(Metric), "low": _FIGURE, "high": _FIGURE},
}  # fmt: skip


def start(base_url: str, model: str, setting: str = "guideline") -> Read:
    """A reader of one article."""
    logging.set_verbosity(logging.ERROR)
    warnings.simplefilter("ignore")
    options = {"base_url": base_url, "api_key": "none", "temperature": 0.0, "seed": 0, "max_output_tokens": MAX_TOKENS}
    config = ModelConfig(model_id=model, provider="OpenAILanguageModel", provider_kwargs=options)
    forms = [lx.schema.extraction_item_schema(name, attributes=attributes) for name, attributes in ATTRIBUTES.items()]
    worked = shown()

    def read(request: Request) -> dict[str, Any]:
        found = lx.extract(
            request["text"],
            prompt_description=(BRIEF if setting == "brief" else guideline()) + FORM,
            examples=worked,
            config=config,
            output_schema=lx.schema.extractions_schema(*forms),
            additional_context=dated(request["published"]),
            extraction_passes=1,
            max_workers=1,
            show_progress=False,
        )
        return to_gold(
            [
                Extraction(name=e.extraction_class, words=e.extraction_text, attributes=e.attributes or {})
                for e in found.extractions or []
            ]
        )

    return read


def shown() -> list[Any]:
    """The worked examples, in its own form."""
    return [_example(example) for example in examples()]


def _example(example: dict[str, Any]) -> Any:
    made = [
        lx.data.Extraction(e["name"], e["words"], attributes=_ordered(e))
        for e in from_gold(example["answer"], example["text"])
    ]
    return lx.data.ExampleData(text=example["text"], extractions=made)


def _ordered(extraction: Extraction) -> dict[str, Any]:
    """The attributes in the order of the schema, which is the order of writing."""
    return {name: extraction["attributes"][name] for name in ATTRIBUTES[extraction["name"]]}


if __name__ == "__main__":
    serve(start)
