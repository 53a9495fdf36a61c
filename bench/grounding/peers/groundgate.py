"""groundgate: decides on each proposed fact by the evidence that it quotes.

Given: the article, a schema, and one candidate for each value, with the item's quote as evidence (or the value's own
words, where they stand outside the quote). Called: `admit` with the default policy, once for the whole request.
`words`: values are string fields, which must stand in their evidence. `figures`: the parsed figures too, as integer
fields whose evidence is their words; its README says that it reads English number formats alone, so a figure that is
written as a word is rejected. Days are left out: it has no dates. All text is brought to NFC, which it asks for.
Accepted: admitted; review: needs_verification; rejected: rejected.
"""

from functools import partial
from typing import Any
from unicodedata import normalize

import groundgate

from bench.grounding.peers.serving import serve
from bench.grounding.protocol import Item, Request, Verdict, numbers, phrases, worst

_VERDICTS: dict[str, Verdict] = {"admitted": "accepted", "needs_verification": "review", "rejected": "rejected"}


def check(request: Request, *, figures: bool) -> list[Verdict]:
    """An item is as good as the worst of its candidates."""
    items = [_candidates(item, figures) for item in request["items"]]
    together = [candidate for item in items for candidate in item]
    fields = {
        c["field"]: {"type": "integer" if c["field"] == "figure" else "string", "multiple": True} for c in together
    }
    decisions = iter(groundgate.admit(normalize("NFC", request["text"]), {"fields": fields}, together).decisions)
    return [worst([_VERDICTS[next(decisions).outcome] for _ in item]) for item in items]


def _candidates(item: Item, figures: bool) -> list[dict[str, Any]]:
    quote = item["quote"]
    found = [_candidate(field, words, quote if words in quote else words) for field, words in phrases(item)]
    if figures:
        found += [_candidate("figure", str(figure), words) for figure, words in numbers(item)]
    return found


def _candidate(field: str, value: str, evidence: str) -> dict[str, Any]:
    cited = [{"text": normalize("NFC", evidence)}]
    return {"field": field, "value": normalize("NFC", value), "unit": None, "evidence": cited}


if __name__ == "__main__":
    serve({"words": partial(check, figures=False), "figures": partial(check, figures=True)})
