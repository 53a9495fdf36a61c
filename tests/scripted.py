"""An asker that answers from a list, in order; an exception in it is raised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.drafting.asking import Question

NOTHING: dict[str, list[Any]] = {"incidents": [], "casualties": [], "claims": [], "aggregates": []}


@dataclass
class Scripted:
    first: Mapping[str, Any] | Exception
    later: list[Mapping[str, Any] | Exception] = field(default_factory=list)
    asked: list[Question[Any]] = field(default_factory=list)

    async def ask(self, question: Question[Any]) -> Any:
        answers = [self.first, *self.later]
        answer = answers[len(self.asked)] if len(self.asked) < len(answers) else NOTHING
        self.asked.append(question)
        if isinstance(answer, Exception):
            raise answer
        return question.model.model_validate({**NOTHING, **answer})
