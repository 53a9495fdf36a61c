"""The short questions: when they are asked, and what an answer can and cannot change."""

import asyncio
from datetime import date
from typing import TypeVar

import pytest
from pydantic import BaseModel

from extractor.arabic.scan import scan
from extractor.drafting import reading
from extractor.drafting.asking import Question
from extractor.drafting.drafted import Drafted
from extractor.drafting.stepwise import draft_stepwise
from extractor.errors import BadAnswer

T = TypeVar("T", bound=BaseModel)


class Answers:
    """Answers each kind of question with one fixed choice and keeps the questions."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.asked: list[str] = []

    async def ask(self, question: Question[T]) -> T:
        self.asked.append(question.key)
        answer = self.answers.get(question.key.partition(":")[0])
        if answer is None:
            raise BadAnswer("nothing usable came")
        return question.model.model_validate({"answer": answer})


def draft(text: str, **answers: str) -> tuple[Drafted, list[str]]:
    asker = Answers(**answers)
    return asyncio.run(draft_stepwise(scan(text, date(2024, 5, 17)), asker)), asker.asked


STRIKE = "استهدفت غارة جوية مستودعاً في مدينة الرقة أمس، ما أدى إلى مقتل ثلاثة جنود."


def test_a_confirmed_attack_carries_no_finding() -> None:
    drafted, asked = draft(STRIKE, event="attack")
    assert len(drafted.items.incidents) == 1
    assert drafted.findings == ()
    assert [key.partition(":")[0] for key in asked] == ["event"]


def test_a_doubted_attack_is_kept_for_a_person() -> None:
    drafted, _ = draft(STRIKE, event="none")
    incident = drafted.items.incidents[0]
    assert [(f.item, f.rule, f.level) for f in drafted.findings] == [(incident.id, "drafting.event", "review")]


def test_without_one_usable_answer_there_is_no_draft() -> None:
    with pytest.raises(BadAnswer):
        draft(STRIKE)


def test_an_answer_never_changes_a_figure() -> None:
    figures = {
        tuple((k.count.low, k.count.high) for k in draft(STRIKE, event=e)[0].items.casualties)
        for e in ("attack", "none")
    }
    assert figures == {((3, 3),)}


def test_a_planned_or_denied_attack_is_not_even_asked_about() -> None:
    assert draft("وتوعدت الجماعة بشن هجمات على القواعد إذا استمر الحصار.", event="attack")[1] == []


def test_a_stored_choice_among_attacks_is_bound_to_what_was_offered() -> None:
    text = (
        "استهدفت غارة جوية مدينة الرقة أمس.\nكما قصفت مدفعية الجيش مدينة الطبقة اليوم.\n"
        "وقال مصدر طبي إن ثلاثة مدنيين أصيبوا."
    )
    drafted, asked = draft(text, event="attack", which="2")
    near = [i.id for i in drafted.items.incidents]
    assert len(near) == 2
    keys = [key for key in asked if key.startswith("which:")]
    assert len(keys) == 1
    assert set(keys[0].rpartition(":")[2].split(",")) == set(near)


def test_a_choice_that_is_not_the_nearest_attack_is_for_a_person() -> None:
    text = (
        "استهدفت غارة جوية مدينة الرقة أمس.\nكما قصفت مدفعية الجيش مدينة الطبقة اليوم.\n"
        "وقال مصدر طبي إن ثلاثة مدنيين أصيبوا."
    )
    nearest, _ = draft(text, event="attack", which="1")
    other, _ = draft(text, event="attack", which="2")
    assert nearest.findings == ()
    assert [(f.rule, f.level, f.field) for f in other.findings] == [("drafting.which", "review", "incident_id")]


def test_a_very_long_article_is_asked_about_only_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    strikes = "\n".join(f"استهدفت غارة جوية مدينة الرقة في {day} أيار." for day in range(1, 17))
    whole, asked = draft(strikes, event="attack")
    monkeypatch.setattr(reading, "MOST_QUESTIONS", 5)
    short, asked_less = draft(strikes, event="attack")
    assert len(asked) > len(asked_less) == 5
    assert len(short.items.incidents) == len(whole.items.incidents)
    assert "drafting.unasked" in {f.rule for f in short.findings}
    assert "drafting.unasked" not in {f.rule for f in whole.findings}
