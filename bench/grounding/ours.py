"""Ours: the words of a draft are found in the article, values are read from them, and the rules judge the items.

Given: the whole draft with the one planted change, as a model would have answered it (errors in what only code computes
are put into the items after grounding). Called: what `extractor selftest` calls, in this process.
Accepted: the item is accepted with the changed value. Review and rejected: as in a record, and rejected where no item
was made of the words. `mended` is a fourth: accepted with the right values, since code read them from the article. That
is right for a rewrite, and no escape for an error.
"""

from time import process_time

from bench.grounding.cases import Case
from extractor.arabic.scan import scan
from extractor.selftest.outcomes import Outcome, outcome
from extractor.selftest.subject import Subject, judge

_VERDICTS = {
    Outcome.ACCEPTED: "accepted",
    Outcome.MENDED: "mended",
    Outcome.REVIEW: "review",
    Outcome.REJECTED: "rejected",
    Outcome.NO_ITEM: "rejected",
}


def verdict(case: Case) -> str:
    """What the checks make of a case; items are planted in only where they are accepted untouched."""
    return _VERDICTS[outcome(case.subject, case.planted)] if case.planted else "accepted"


def microseconds(subject: Subject, number: int) -> float:
    """The time to scan an article, to ground its draft and to check and judge the items.

    Blank lines behind it, as many as the number of the round, make it a text that nothing is remembered of.
    """
    text = subject.seen.text + "\n" * (number + 1)
    began = process_time()
    judge(scan(text, subject.seen.published), subject.draft)
    return (process_time() - began) * 1e6
