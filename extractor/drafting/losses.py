"""What grounding lost, repaired or overruled, and what a later answer settled."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from extractor.arabic.fold import fold_key
from schemas.record import Finding, Level


@dataclass(frozen=True, slots=True)
class _Loss:
    finding: Finding
    sentence: str
    words: str
    asked: bool = False


class Losses:
    """The findings of one article's drafts; those of words not found can be asked again, once each."""

    def __init__(self, examples: str = "") -> None:
        """Start with none; `examples` are the folded words that the model was shown beside the article."""
        self._all: list[_Loss] = []
        self._examples = examples

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything noted, in order."""
        return tuple(loss.finding for loss in self._all)

    def note(self, item: str, field: str, rule: str, level: Level, message: str) -> None:
        """Keep a remark or a doubt."""
        self._all.append(_Loss(_finding(item, field, rule, level, message), "", ""))

    def lost(self, item: str, field: str, sentence: str, words: str, message: str) -> None:
        """Keep words that the article does not hold; an item of its own is lost with them where `item` is empty.

        Words of an example show that the model did not read there, so that nothing it says of the item is trusted.
        """
        finding = _finding(item, field, "drafting.not_found", Level.REVIEW, message)
        if words and re.search(rf"(?<!\w){re.escape(fold_key(words))}(?!\w)", self._examples):
            message += " They are those of an example that it was shown."
            finding = _finding(item, field, "drafting.leaked", Level.REJECT, message)
        self._all.append(_Loss(finding, sentence, words))

    def take_failed(self) -> list[str]:
        """The words not found that nobody has asked about again."""
        failed = [loss.words for loss in self._all if loss.words and not loss.asked]
        self._all = [replace(loss, asked=True) for loss in self._all]
        return failed

    def settle(self, item: str, field: str, sentence: str = "") -> None:
        """A later answer filled what an earlier one lost: a remark remains."""
        self._all = [self._settled(loss) if self._is(loss, item, field, sentence) else loss for loss in self._all]

    def _is(self, loss: _Loss, item: str, field: str, sentence: str) -> bool:
        found = loss.finding
        same = (found.item, found.field) == (item, field) and (item or loss.sentence == sentence)
        return bool(same) and loss.asked and found.rule in ("drafting.not_found", "drafting.leaked")

    @staticmethod
    def _settled(loss: _Loss) -> _Loss:
        message = loss.finding.message + " A second answer settled it."
        return replace(loss, finding=loss.finding.model_copy(update={"level": Level.NOTE, "message": message}))

    @contextmanager
    def held(self) -> Iterator[list[_Loss]]:
        """Collect what is noted inside apart; what the list still holds at the end is kept."""
        before, self._all = self._all, []
        held = self._all
        try:
            yield held
        finally:
            self._all = [*before, *held]


def _finding(item: str, field: str, rule: str, level: Level, message: str) -> Finding:
    return Finding(item=item, field=field, rule=rule, rule_version=1, level=level, message=message, span=None)
