"""Instructor: its CitationMixin, which looks for each quote in the source while the answer is validated.

Given: a response model with the mixin, as in its documentation; the words of each value and the quote are the item's
`substring_quotes`, and the article is `context={"context": …}`. Called: `model_validate`, as Instructor does with an
answer. A quote within five edits of the source is kept and replaced by the source's words, any other is removed.
Accepted: every quote was kept, which is what the documentation tells users to rely on; rejected: one was removed. There
is no middle state. The other fields of the model are never compared with the quotes.
"""

from instructor.dsl.citation import CitationMixin

from bench.grounding.peers.serving import serve
from bench.grounding.protocol import Item, Request, Verdict, phrases


class Cited(CitationMixin):
    """An item's values, with its quotes in `substring_quotes`."""

    values: dict[str, str]


def check(request: Request) -> list[Verdict]:
    """Accepted where no quote of the item was removed."""
    return [_verdict(item, request["text"]) for item in request["items"]]


def _verdict(item: Item, text: str) -> Verdict:
    quotes = [words for _, words in phrases(item)]
    answer = {"values": dict(phrases(item)), "substring_quotes": quotes}
    kept = Cited.model_validate(answer, context={"context": text}).substring_quotes
    return "accepted" if len(kept) == len(quotes) else "rejected"


if __name__ == "__main__":
    serve({"default": check})
