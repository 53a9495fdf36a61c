"""LangExtract: its aligner, which gives each extraction a span of the source.

Given: the article, and one `Extraction` for each value and for the quote, in order of appearance as its README asks of
models. Called: `WordAligner.align_extractions`. Accepted where each has a `char_interval`, the README's own filter for
grounded results. There is no review: its `alignment_status` is used by the settings.
`any-span`: the defaults, the article in one call. `chunks`: the same in chunks of 1,000 characters, as `lx.extract`
cuts a text unless told otherwise; an item belongs to the chunk that holds its quote, and where none does, to any chunk
that aligns it. `exact-only`: one call, with fuzzy and partial matches off by its own options. `exact-each`: that with a
call for each extraction, since extractions that overlap (a value inside its quote) get no two exact spans in one call.
The default tokenizer is used: `UnicodeTokenizer` took longer and gave another verdict in one case of 856. The typed
value is an attribute, which the aligner never reads: a wrong figure beside right words is out of its sight by design.
"""

from collections.abc import Iterable, Sequence
from functools import partial

from absl import logging
from langextract.chunking import ChunkIterator
from langextract.core.data import Extraction
from langextract.core.tokenizer import RegexTokenizer
from langextract.resolver import WordAligner

from bench.grounding.peers.serving import serve
from bench.grounding.protocol import Item, Request, Verdict, phrases

MAX_CHAR_BUFFER = 1000  # the default of `lx.extract`


def check(request: Request, *, loose: bool = True, each: bool = False) -> list[Verdict]:
    """The article in one call, or in one for each extraction."""
    return _aligned(request["items"], request["text"], loose=loose, each=each)


def check_chunks(request: Request) -> list[Verdict]:
    """Each item in the chunk that holds its quote, all items of a chunk in one call."""
    text, items = request["text"], request["items"]
    chunks = [chunk.chunk_text for chunk in ChunkIterator(text, MAX_CHAR_BUFFER, RegexTokenizer())]
    verdicts: list[Verdict] = ["rejected"] * len(items)
    homes = [next((chunk for chunk in chunks if item["quote"] in chunk), None) for item in items]
    for chunk in chunks:
        here = [n for n, home in enumerate(homes) if home == chunk or (home is None and verdicts[n] == "rejected")]
        for n, verdict in zip(here, _aligned([items[n] for n in here], chunk), strict=True):
            verdicts[n] = verdict
    return verdicts


def _aligned(items: Sequence[Item], text: str, *, loose: bool = True, each: bool = False) -> list[Verdict]:
    extractions = [[Extraction(field, words) for field, words in phrases(item)] for item in items]
    every = sorted((e for item in extractions for e in item), key=lambda e: text.find(e.extraction_text))
    for group in ([e] for e in every) if each else [every]:
        if group:
            WordAligner().align_extractions([group], text, enable_fuzzy_alignment=loose, accept_match_lesser=loose)
    return [_verdict(item) for item in extractions]


def _verdict(item: Iterable[Extraction]) -> Verdict:
    return "accepted" if all(extraction.char_interval for extraction in item) else "rejected"


if __name__ == "__main__":
    logging.set_verbosity(logging.ERROR)
    serve(
        {
            "any-span": check,
            "chunks": check_chunks,
            "exact-only": partial(check, loose=False),
            "exact-each": partial(check, loose=False, each=True),
        }
    )
