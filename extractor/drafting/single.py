"""For strong models: one call fills the whole draft, one more asks again for what could not be verified."""

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, create_model

from extractor.arabic.mentions import Sentence
from extractor.arabic.scan import Scan
from extractor.build import overlap
from extractor.drafting.asking import Asker, Question
from extractor.drafting.drafted import Drafted
from extractor.drafting.grounded import Grounder
from extractor.drafting.links import linked, with_wholes
from extractor.errors import BadAnswer
from extractor.prompting import Message, chunks, shown, single_messages
from schemas.draft import Draft, DraftAggregate, DraftCasualty, DraftClaim, DraftIncident
from schemas.items import Items

CHUNK_CHARS = 12_000  # characters of article a call; a long article is read in runs of whole sentences
DRAFT_TOKENS = 4_000


async def draft_single(seen: Scan, asker: Asker, max_reasks: int) -> Drafted:
    """Draft an article, chunk by chunk, and ask again about what the article does not hold or nobody used.

    Raises:
        ModelError: a first answer of no use; the article then has no draft.
    """
    grounder = Grounder(seen)
    for number, part in enumerate(chunks(seen.sentences, CHUNK_CHARS), 1):
        model = draft_model(tuple(s.id for s in part))
        messages = single_messages(part)
        draft = await asker.ask(Question(f"draft:{number}", messages, model, DRAFT_TOKENS))
        grounder.add(draft)
        for attempt in range(2, max_reasks + 2):
            again = _asked_again(seen, grounder, part)
            if not again:
                break
            turn: list[Message] = [
                *messages,
                {"role": "assistant", "content": draft.model_dump_json()},
                {"role": "user", "content": again},
            ]
            try:
                draft = await asker.ask(Question(f"draft:{number}.{attempt}", turn, model, DRAFT_TOKENS))
            except BadAnswer:
                break  # what the first answer gave stands; its open points go to a person
            grounder.add(draft)
    items = grounder.items
    items = Items(items.incidents, with_wholes(seen, items.casualties), items.claims, items.aggregates)
    return Drafted(linked(seen, items), tuple(grounder.findings))


@cache
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
    """The failed words and the casualty statements that nothing uses; empty where there is nothing to ask."""
    failed = [f"- not found in the article: «{shown(words)}»" for words in grounder.take_failed()]
    inside = (part[0].start, part[-1].end)
    unused = [
        f"- {sentence.id} says «{shown(seen.text[k.start : k.end])}», which your lists do not use"
        for k in seen.casualties
        if overlap((k.start, k.end), inside)
        and not grounder.uses((k.start, k.end))
        and (sentence := seen.sentence_at(k.start))
    ]
    if not failed and not unused:
        return ""
    task = "Some points are open. Answer in the same form with only the items that settle them, in the exact words of the article; leave a list empty where there is nothing to add. Positions of incidents count in this answer alone."
    return "\n".join([task, *failed, *unused])
