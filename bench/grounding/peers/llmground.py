"""llmground: looks for every value of an extracted object in the source.

Given: each item as a plain dict, and the article. Called: `verify` with its defaults.
`words`: the words of each value and the quote as text. `figures`: the parsed figures too, as numbers, which is what
the tool is for; a figure that the article writes as a word or a dual is then not found. ISO days are left out, as its
README advises for values that are not copied: it reads English and numeric dates alone.
Accepted: every checked field is grounded; review: one is weak (a fuzzy match); rejected: one is ungrounded. Fields that
it skips (such as the figure 1) say nothing.
"""

from functools import partial

from llmground import Verdict as Ground
from llmground import verify

from bench.grounding.peers.serving import serve
from bench.grounding.protocol import Item, Request, Verdict, numbers, phrases, worst

_VERDICTS: dict[Ground, Verdict] = {
    Ground.GROUNDED: "accepted",
    Ground.WEAK: "review",
    Ground.UNGROUNDED: "rejected",
}


def check(request: Request, *, figures: bool) -> list[Verdict]:
    """An item is as good as the worst of its fields."""
    return [_verdict(item, request["text"], figures) for item in request["items"]]


def _verdict(item: Item, text: str, figures: bool) -> Verdict:
    fields: dict[str, str | int] = {f"{field} {n}": words for n, (field, words) in enumerate(phrases(item))}
    if figures:
        fields |= {f"figure {n}": figure for n, (figure, _) in enumerate(numbers(item))}
    return worst([_VERDICTS[result.verdict] for result in verify(fields, text).checked])


if __name__ == "__main__":
    serve({"words": partial(check, figures=False), "figures": partial(check, figures=True)})
