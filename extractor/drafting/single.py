"""For strong models: one call fills the whole draft, one more asks again for what could not be verified."""

from collections.abc import AsyncIterator, Sequence
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import Field, create_model

from extractor.arabic.mentions import Sentence
from extractor.arabic.scan import Scan
from extractor.build import overlap
from extractor.calls import SHAPES
from extractor.drafting.asking import Asker, Question
from extractor.drafting.drafted import Attempt, Drafted
from extractor.drafting.grounded import Grounder
from extractor.drafting.links import linked, with_wholes
from extractor.drafting.unused import unused_words
from extractor.errors import BadAnswer
from extractor.prompting import Message, carried, chunks, example_words, shown, single_messages
from schemas.draft import Draft, DraftAggregate, DraftCasualty, DraftClaim, DraftIncident
from schemas.items import Items
from schemas.record import Finding, Level

CHUNK_CHARS = 12_000  # characters of article a call; a long article is read in runs of whole sentences
DRAFT_TOKENS = 4_000
_Part = tuple[int, Sequence[Sentence], Sequence[Sentence]]  # its number, what is carried into it, its own sentences
_REASK = (
    "Some points are open. Answer in the same form with only the items that settle them, in the exact words of the "
    "article. Leave a list empty where the article says nothing of the kind: that is a good answer. Positions of "
    "incidents count within this answer, so list an incident again if a casualty or claim of this answer belongs to it."
)


async def draft_single(seen: Scan, asker: Asker, max_reasks: int) -> Drafted:
    """Draft an article, chunk by chunk, and ask again about what the article does not hold or nobody used.

    Raises:
        ModelError: no first answer of any use; the article then has no draft.
    """
    grounder = Grounder(seen, example_words("single"))
    given: dict[str, Attempt] = {}
    lost: list[BadAnswer] = []
    parts = chunks(seen.text, seen.sentences, CHUNK_CHARS)
    for number, part in enumerate(parts, 1):
        opening = carried(parts, number - 1)
        try:
            async for attempt in _draft_part(seen, asker, grounder, (number, opening, part), max_reasks):
                given |= {item.id: attempt for item in grounder.items.all() if item.id not in given}
        except BadAnswer as error:
            lost.append(error)
            if len(lost) == len(parts):
                raise
    unread = tuple(_unread(error) for error in lost)
    return Drafted(tied(seen, grounder.items), (*grounder.findings, *unread), given)


async def _draft_part(
    seen: Scan, asker: Asker, grounder: Grounder, numbered: _Part, max_reasks: int
) -> AsyncIterator[int]:
    """The number of each answer once its items stand; what is said again of carried sentences is not drafted twice."""
    number, opening, part = numbered
    together = [*opening, *part]
    model = draft_model(tuple(s.id for s in together))
    messages = single_messages(together)
    draft = await asker.ask(Question(f"draft:{number}", messages, model, DRAFT_TOKENS))
    grounder.add(draft)
    yield 1
    again = ""
    for attempt in range(2, max_reasks + 2):
        before, again = again, _asked_again(seen, grounder, part)
        if not again or again == before:  # nothing is open, or the last answer settled nothing of it
            return
        turn: list[Message] = [
            *messages,  # the same to the letter, so that a server reads only the rest
            {"role": "assistant", "content": draft.model_dump_json()},
            {"role": "user", "content": again},
        ]
        try:
            draft = await asker.ask(Question(f"draft:{number}.{attempt}", turn, model, DRAFT_TOKENS, attempt))
        except BadAnswer:
            return  # what the first answer gave stands; its open points go to a person
        grounder.add(draft)
        yield attempt


def _unread(error: BadAnswer) -> Finding:
    message = f"A part of the article is not drafted: {error}"
    return Finding(
        item="", field="", rule="drafting.part", rule_version=1, level=Level.REVIEW, message=message, span=None
    )


def tied(seen: Scan, items: Items) -> Items:
    """Wholes and claims by the text; which incident a casualty or a claim is about, the model has said."""
    whole = Items(items.incidents, with_wholes(seen, items.casualties), items.claims, items.aggregates)
    linked_all = linked(seen, whole)
    claim_ids = {k.id: k.claim_id for k in linked_all.casualties}
    casualties = tuple(k.model_copy(update={"claim_id": claim_ids[k.id]}) for k in whole.casualties)
    return Items(items.incidents, casualties, items.claims, linked_all.aggregates)


@lru_cache(SHAPES)
def draft_model(ids: tuple[str, ...]) -> type[Draft]:
    """The draft of these sentences: their ids are the only pointers a server with constrained decoding can return."""
    pointer: Any = Literal[ids]  # built at run time, so no checker can follow it
    incident: Any = create_model("Incident", __base__=DraftIncident, s=(pointer, ...))
    casualty: Any = create_model("Casualty", __base__=DraftCasualty, s=(pointer, ...))
    claim: Any = create_model("Claim", __base__=DraftClaim, s=(pointer, ...))
    aggregate: Any = create_model("Aggregate", __base__=DraftAggregate, s=(pointer, ...))
    return create_model(
        "Draft",
        __base__=Draft,
        incidents=(Annotated[list[incident], Field(max_length=30)], ...),
        casualties=(Annotated[list[casualty], Field(max_length=40)], ...),
        claims=(Annotated[list[claim], Field(max_length=30)], ...),
        aggregates=(Annotated[list[aggregate], Field(max_length=20)], ...),
    )


def _asked_again(seen: Scan, grounder: Grounder, part: Sequence[Sentence]) -> str:
    """The failed words, and the statements and attacks that nothing uses; empty where there is nothing to ask."""
    failed = [f"- not found in the article: «{shown(words)}»" for words in grounder.take_failed()]
    inside = (part[0].start, part[-1].end)
    unused = [
        f"- {sentence.id} says «{shown(seen.text[slice(*where)])}», which your {kind} do not use"
        for where, kind in unused_words(seen, grounder.items)
        if overlap(where, inside) and (sentence := seen.sentence_at(where[0]))
    ]
    if not failed and not unused:
        return ""
    return "\n".join([_REASK, *failed, *unused])
