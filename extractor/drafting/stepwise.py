"""For small models: short questions over one cached prefix, each answered by choosing among what the scanners found.

Grammar drafts and the model says what needs reading: first what grammar drafted, then the words that it could not
read, then again what the checks doubt.
"""

from dataclasses import replace

from extractor.arabic.scan import Scan
from extractor.drafting.asking import Asker
from extractor.drafting.coverage import covered
from extractor.drafting.drafted import Drafted
from extractor.drafting.first_look import first_look
from extractor.drafting.reading import MOST_QUESTIONS, Reader
from extractor.drafting.second_look import second_look
from extractor.prompting import carried, chunks
from schemas.record import Finding, Level

CHUNK_CHARS = 6_000  # some 2,500 tokens of Arabic: fits the context of a small model with prompt and question
_UNASKED = Finding(
    item="",
    field="",
    rule="drafting.unasked",
    rule_version=1,
    level=Level.REVIEW,
    message=f"After {MOST_QUESTIONS} questions the model was asked no more; for the rest grammar alone stands.",
    span=None,
)


async def draft_stepwise(seen: Scan, asker: Asker, max_reasks: int = 1) -> Drafted:
    """Ask about what grammar drafted, about what it could not read, and at most `max_reasks` times about doubts.

    Raises:
        BadAnswer: not one answer was usable, so that the model has read nothing.
    """
    runs = chunks(seen.text, seen.sentences, CHUNK_CHARS)
    parts = {sentence.id: [*carried(runs, at), *run] for at, run in enumerate(runs) for sentence in run}
    reader = Reader(seen, asker, parts)
    drafted = await first_look(reader)
    drafted = await covered(reader, drafted)
    drafted = await second_look(reader, drafted, max_reasks)
    unasked = [_UNASKED] if reader.refused else []
    return replace(drafted, findings=(*unasked, *drafted.findings))
