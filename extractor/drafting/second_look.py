"""A second question about what the checks doubt: the text offers, the model chooses, and the checks decide again."""

from collections.abc import Collection

from extractor.drafting.drafted import Attempt, Drafted, with_item
from extractor.drafting.faults import Faults, better, faults
from extractor.drafting.put_back import ASKABLE, put_back
from extractor.drafting.reading import Reader
from extractor.validators.rules import check
from schemas.record import Finding, Level


async def second_look(reader: Reader, drafted: Drafted, max_reasks: int) -> Drafted:
    """Put back each item that the checks doubt, at most `max_reasks` times.

    An answer is taken where it settles the doubt and they doubt less. Items that the checks accept are not asked about,
    and no answer changes them.
    """
    among = frozenset(item.id for item in drafted.items.all())
    for attempt in range(2, max_reasks + 2):
        drafted, among = await _round(reader.again(attempt), drafted, among)
    return drafted


async def _round(reader: Reader, drafted: Drafted, among: Collection[str]) -> tuple[Drafted, frozenset[str]]:
    """Put back once those of some items that are doubted; the draft, and the items that came out better.

    Where an answer changed nothing, the same question would only get it again.
    """
    findings, bettered = check(reader.seen, drafted.items) if among else [], set[str]()
    for finding in _first_of_each(findings, among):
        if finding not in findings:  # the answer to another settled it
            continue
        new = await _asked_again(reader, drafted, finding, faults(findings))
        after = check(reader.seen, new.items) if new else []
        if new and not _stands(finding, after) and better(faults(findings), faults(after), finding.item):
            drafted, findings = new, after
            bettered.add(finding.item)
    return drafted, frozenset(bettered)


def _stands(doubt: Finding, findings: Collection[Finding]) -> bool:
    """Whether the same check still doubts the same words, whatever it says of them now."""
    same = (doubt.item, doubt.rule, doubt.field, doubt.span)
    return any(f.level is not Level.NOTE and (f.item, f.rule, f.field, f.span) == same for f in findings)


def _first_of_each(findings: Collection[Finding], among: Collection[str]) -> list[Finding]:
    first: dict[str, Finding] = {}
    for finding in findings:
        if finding.level is not Level.NOTE and finding.field in ASKABLE and finding.item in among:
            first.setdefault(finding.item, finding)
    return list(first.values())


async def _asked_again(reader: Reader, drafted: Drafted, finding: Finding, standing: Faults) -> Drafted | None:
    """The draft as the answer would make it; None where it would change nothing."""
    item = next(item for item in drafted.items.all() if item.id == finding.item)
    new = await put_back(reader, drafted.items, item, finding)
    if new is None or new == item:
        return None
    given: dict[str, Attempt] = {**drafted.given, item.id: reader.attempt}
    items = with_item(drafted.items, new, standing.keys())
    return Drafted(items, (*drafted.findings, _settled(finding)), given)


def _settled(finding: Finding) -> Finding:
    return Finding(
        item=finding.item, field=finding.field, rule="drafting.settled", rule_version=1, level=Level.NOTE,
        message=f"A second question settled {finding.rule}: {finding.message}", span=finding.span,
    )  # fmt: skip
