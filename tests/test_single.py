"""One-call drafting: legal but wrong answers never crash, keep nothing ungrounded, and every loss is a finding."""

import asyncio
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import NOTHING, Scripted

from extractor.arabic.scan import scan
from extractor.drafting import single
from extractor.drafting.drafted import Drafted
from extractor.drafting.single import draft_single
from extractor.errors import BadAnswer
from extractor.validators.quotes import spans
from extractor.validators.rules import check
from schemas.record import Level

TEXT = (
    "قُتل ثلاثة جنود وأصيب خمسة مدنيين، أمس الثلاثاء، بقصف صاروخي على مدينة الرقة.\n"
    "وقال المرصد السوري إن 12 صاروخاً سقطت على المدينة.\n"
    "وأصيب سبعة عمال بانفجار لغم في بلدة الميادين الأحد."
)
SEEN = scan(TEXT, date(2024, 3, 20))
STRIKE: dict[str, Any] = {
    "s": "s1", "kind": "rocket_attack", "role": "focal", "date": "أمس الثلاثاء", "places": ["مدينة الرقة"],
    "attackers": [], "targets": [], "munitions": None,
}  # fmt: skip
DEAD: dict[str, Any] = {
    "s": "s1", "words": "ثلاثة جنود", "harm": "killed", "status": "counted", "who": "جنود", "group": "military",
    "incident": 1, "cumulative": False,
}  # fmt: skip
HURT = {**DEAD, "words": "خمسة مدنيين", "harm": "injured", "who": "مدنيين", "group": "civilian"}
WORKERS = {**HURT, "s": "s3", "words": "سبعة عمال", "who": "عمال", "incident": 0}
SAID: dict[str, Any] = {"s": "s2", "speaker": "المرصد السوري", "act": "reports", "about": [1]}
GOOD = {"incidents": [STRIKE], "casualties": [DEAD, HURT, WORKERS], "claims": [SAID], "aggregates": []}
MINE = {**STRIKE, "s": "s3", "kind": "ied", "date": "الأحد", "places": ["بلدة الميادين"]}
WHOLE = {**GOOD, "incidents": [STRIKE, MINE], "casualties": [DEAD, HURT, {**WORKERS, "incident": 2}]}
JUNK = "ابجد هوز " * 13


def _draft(answer: dict[str, Any] | Exception, *later: Any, reasks: int = 0) -> tuple[Drafted, Scripted]:
    asker = Scripted(answer, list(later))
    return asyncio.run(draft_single(SEEN, asker, reasks)), asker


def _rules(drafted: Drafted) -> set[str]:
    return {f.rule for f in drafted.findings if f.level is not Level.NOTE}


def _grounded(drafted: Drafted) -> None:
    for item in drafted.items.all():
        assert item.evidence
        assert all(TEXT[s.start : s.end] == s.quote for s in spans(item))


def test_a_true_answer_leaves_no_finding() -> None:
    drafted, _ = _draft(GOOD)
    assert not _rules(drafted)
    assert not [f for f in check(SEEN, drafted.items) if f.level is not Level.NOTE]
    assert [k.count.low for k in drafted.items.casualties] == [3, 5, 7]
    assert [k.incident_id for k in drafted.items.casualties] == [drafted.items.incidents[0].id] * 2 + [None]


def test_evidence_is_the_clause_and_not_the_sentence() -> None:
    drafted, _ = _draft(GOOD)
    assert all(len(e.quote) < len(TEXT.split("\n")[0]) for e in drafted.items.incidents[0].evidence)


WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "incident out of range": ("casualties", {**DEAD, "incident": 9}, "drafting.no_incident"),
    "about out of range": ("claims", {**SAID, "about": [7]}, "drafting.no_incident"),
    "figure of another sentence": ("casualties", {**WORKERS, "s": "s1"}, "drafting.elsewhere"),
    "empty words": ("casualties", {**DEAD, "words": ""}, "drafting.not_found"),
    "white space": ("casualties", {**DEAD, "words": " \n "}, "drafting.not_found"),
    "empty speaker": ("claims", {**SAID, "speaker": ""}, "drafting.not_found"),
    "empty total": ("aggregates", {"s": "s2", "words": "", "metric": "attacks"}, "drafting.not_found"),
    "long junk": ("casualties", {**DEAD, "words": JUNK}, "drafting.not_found"),
    "English": ("casualties", {**DEAD, "words": "three soldiers"}, "drafting.not_found"),
    "digits for words": ("casualties", {**DEAD, "words": "3 جنود"}, "drafting.not_found"),
    "another digit": ("aggregates", {"s": "s2", "words": "2 صاروخا", "metric": "munitions"}, "drafting.not_found"),
    "from an example": ("casualties", {**DEAD, "words": "أربعة مدنيين"}, "drafting.leaked"),
    "speaker from an example": ("claims", {**SAID, "speaker": "مصدر طبي"}, "drafting.leaked"),
    "two figures": (
        "casualties", {**DEAD, "words": "ثلاثة جنود وأصيب خمسة مدنيين", "harm": "captured"}, "drafting.several",
    ),
    "harm swapped": ("casualties", {**DEAD, "harm": "injured"}, "drafting.overruled"),
    "denied": ("casualties", {**DEAD, "status": "explicitly_none"}, "drafting.overruled"),
    "no number": ("aggregates", {"s": "s2", "words": "المدينة", "metric": "attacks"}, "drafting.no_number"),
    "no date": ("incidents", {**STRIKE, "date": "بقصف صاروخي"}, "drafting.no_date"),
    "place not there": ("incidents", {**STRIKE, "places": ["مقديشو"]}, "drafting.not_found"),
    "munitions not there": ("incidents", {**STRIKE, "munitions": "20 صاروخاً"}, "drafting.not_found"),
    "munitions of another sentence": ("incidents", {**STRIKE, "munitions": "12 صاروخاً"}, "drafting.elsewhere"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "item", "rule"), WRONG.values(), ids=WRONG)
def test_a_wrong_answer_is_a_finding(kind: str, item: dict[str, Any], rule: str) -> None:
    drafted, _ = _draft({"incidents": [STRIKE], kind: [item]})
    assert rule in _rules(drafted)
    _grounded(drafted)
    check(SEEN, drafted.items)


def test_latin_digits_for_arabic_ones_are_the_same_number() -> None:
    seen = scan("سقط ١٢ صاروخاً على مدينة الرقة.", None)
    answer = {"aggregates": [{"s": "s1", "words": "12 صاروخا", "metric": "munitions"}]}
    drafted = asyncio.run(draft_single(seen, Scripted(answer), 0))
    assert [(a.total.raw, a.total.low) for a in drafted.items.aggregates] == [("١٢ صاروخاً", 12)]
    assert {f.rule for f in drafted.findings} == {"drafting.folded"}


def test_what_is_listed_twice_is_one_item_and_a_note() -> None:
    drafted, _ = _draft({k: [*v, *v] for k, v in GOOD.items()})
    once, _ = _draft(GOOD)
    assert drafted.items == once.items
    assert {f.rule for f in drafted.findings} == {"drafting.repeated"}


def test_one_figure_of_two_harms_is_for_a_person() -> None:
    drafted, _ = _draft({**GOOD, "casualties": [DEAD, {**DEAD, "harm": "injured"}]})
    assert len(drafted.items.casualties) == 1
    assert "drafting.repeated" in _rules(drafted)


def test_two_attacks_of_one_sentence_have_their_own_ids() -> None:
    both = [STRIKE, {**STRIKE, "places": [], "targets": ["مدينة الرقة"]}]
    drafted, _ = _draft({"incidents": both})
    assert len({i.id for i in drafted.items.incidents}) == 2


@pytest.mark.parametrize("reasks", [0, 1, 2])
def test_open_points_are_asked_again_as_often_as_allowed(reasks: int) -> None:
    bad = {**WHOLE, "casualties": [DEAD]}
    _, asker = _draft(bad, {"casualties": [HURT]}, {"casualties": [WORKERS]}, reasks=reasks)
    assert len(asker.asked) == 1 + reasks


def test_what_an_answer_settles_nothing_of_is_not_asked_again() -> None:
    _, asker = _draft({**WHOLE, "casualties": [DEAD]}, *[NOTHING] * 10, reasks=10)
    assert len(asker.asked) == 2


def test_nothing_open_nothing_asked() -> None:
    _, asker = _draft(WHOLE, reasks=2)
    assert len(asker.asked) == 1


UNUSED = {
    "a count": ("casualties", {**WHOLE, "casualties": [DEAD, HURT]}, "سبعة عمال"),
    "an attack": ("incidents", GOOD, "بانفجار لغم"),
    "a statement": ("claims", {**WHOLE, "claims": []}, "وقال المرصد السوري"),
}


@pytest.mark.parametrize(("kind", "answer", "words"), UNUSED.values(), ids=UNUSED)
def test_what_no_list_uses_is_asked_about_in_the_one_reask(kind: str, answer: dict[str, Any], words: str) -> None:
    _, asker = _draft(answer, reasks=1)
    again = [line for q in asker.asked[1:] for line in q.messages[-1]["content"].splitlines() if line.startswith("- ")]
    assert [words in line and f"your {kind} do not use" in line for line in again] == [True]


def test_a_denial_that_no_list_uses_is_asked_about() -> None:
    seen = scan("استهدفت غارة مدينة الرقة أمس. ولم ترد أنباء عن إصابات.", date(2024, 3, 20))
    asker = Scripted({"incidents": [{**STRIKE, "kind": "airstrike", "date": "أمس"}]})
    asyncio.run(draft_single(seen, asker, 1))
    assert "«لم ترد أنباء عن إصابات», which your casualties do not use" in asker.asked[1].messages[-1]["content"]


def test_the_draft_says_which_answer_gave_each_item() -> None:
    drafted, _ = _draft({**WHOLE, "casualties": [DEAD, HURT]}, {"casualties": [WORKERS]}, reasks=1)
    last = drafted.items.casualties[-1].id
    assert drafted.given == {item.id: 2 if item.id == last else 1 for item in drafted.items.all()}


def test_a_second_answer_settles_what_the_first_lost() -> None:
    first = {**GOOD, "casualties": [DEAD, HURT, {**WORKERS, "words": "9 عمال"}]}
    drafted, asker = _draft(first, {"casualties": [WORKERS]}, reasks=1)
    assert [k.count.low for k in drafted.items.casualties] == [3, 5, 7]
    assert not _rules(drafted)
    assert any("settled" in f.message for f in drafted.findings)
    assert "9 عمال" in asker.asked[1].messages[-1]["content"]
    assert "سبعة عمال" in asker.asked[1].messages[-1]["content"]


def test_a_second_answer_fills_the_empty_field_of_an_incident() -> None:
    first = {**GOOD, "incidents": [{**STRIKE, "places": ["مدينه الرقا"]}]}
    drafted, _ = _draft(first, {"incidents": [STRIKE]}, reasks=1)
    assert [[p.raw for p in i.places] for i in drafted.items.incidents] == [["الرقة"]]
    assert not _rules(drafted)


def test_verified_items_are_untouched_by_a_second_answer() -> None:
    first = {**GOOD, "casualties": [DEAD, HURT]}
    once, _ = _draft(first)
    again = {**GOOD, "casualties": [{**DEAD, "group": "civilian"}, {**HURT, "who": None}, WORKERS]}
    twice, _ = _draft(first, again, reasks=1)
    assert twice.items.casualties[:2] == once.items.casualties
    assert twice.items.incidents == once.items.incidents
    assert len(twice.items.casualties) == 3


def test_absent_is_an_answer() -> None:
    drafted, _ = _draft(NOTHING, NOTHING, reasks=1)
    assert not list(drafted.items.all())
    assert not drafted.findings


def test_a_useless_second_answer_keeps_the_first() -> None:
    drafted, _ = _draft({**GOOD, "casualties": [DEAD]}, BadAnswer("cut off"), reasks=2)
    assert len(drafted.items.casualties) == 1


def test_a_useless_first_answer_fails_the_article() -> None:
    with pytest.raises(BadAnswer):
        _draft(BadAnswer("no JSON"))


def test_a_lost_part_is_a_finding_and_the_rest_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single, "CHUNK_CHARS", 130)
    drafted, asker = _draft(BadAnswer("no JSON"), {"casualties": [{**WORKERS, "s": "s3"}]})
    assert len(asker.asked) == 2
    assert [k.count.low for k in drafted.items.casualties] == [7]
    assert _rules(drafted) == {"drafting.part"}


def test_a_reask_repeats_the_first_call_to_the_letter() -> None:
    _, asker = _draft(NOTHING, reasks=1)
    first, second = (q.messages for q in asker.asked)
    assert second[: len(first)] == first
    assert [m["role"] for m in second[len(first) :]] == ["assistant", "user"]
    assert [q.key for q in asker.asked] == ["draft:1", "draft:1.2"]


PHRASE = st.one_of(
    st.text("قتل 35٥ةأ،\n\u200f\u064eab", max_size=20),
    st.builds(lambda a, n: TEXT[a : a + n], st.integers(0, len(TEXT)), st.integers(0, 60)),
    st.sampled_from(["", " ", JUNK, "ثلاثة جنود", "مدينة الرقة", "12 صاروخاً", "الأحد"]),
)
SENTENCE = st.sampled_from(["s1", "s2", "s3"])


@given(
    incidents=st.lists(st.fixed_dictionaries({
        "s": SENTENCE, "kind": st.sampled_from(["ied", "rocket_attack"]), "role": st.just("focal"), "date": PHRASE,
        "places": st.lists(PHRASE, max_size=3), "attackers": st.lists(PHRASE, max_size=2),
        "targets": st.lists(PHRASE, max_size=2), "munitions": PHRASE,
    }), max_size=3),
    casualties=st.lists(st.fixed_dictionaries({
        "s": SENTENCE, "words": PHRASE, "harm": st.sampled_from(["killed", "injured", "missing"]),
        "status": st.sampled_from(["counted", "explicitly_none", "none_reported", "possible_only"]), "who": PHRASE,
        "group": st.just("unknown"), "incident": st.integers(0, 30), "cumulative": st.booleans(),
    }), max_size=4),
    claims=st.lists(st.fixed_dictionaries({
        "s": SENTENCE, "speaker": PHRASE, "act": st.sampled_from(["reports", "denies"]),
        "about": st.lists(st.integers(1, 30), max_size=4),
    }), max_size=3),
    aggregates=st.lists(st.fixed_dictionaries({
        "s": SENTENCE, "words": PHRASE, "metric": st.just("attacks"),
    }), max_size=3),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_no_legal_answer_breaks_or_leaves_the_text(**answer: Any) -> None:
    answer = {k: [_short(item) for item in items] for k, items in answer.items()}
    drafted, _ = _draft(answer, answer, reasks=1)
    _grounded(drafted)
    ids = [i.id for i in drafted.items.all()]
    assert len(ids) == len(set(ids))
    assert not [f for f in check(SEEN, drafted.items) if "itself failed" in f.message or f.rule == "quotes.exact"]
    for kind in ("casualties", "claims", "aggregates"):
        lost = len(answer[kind]) > len(getattr(drafted.items, kind))
        assert not lost or drafted.findings


def _short(item: dict[str, Any]) -> dict[str, Any]:
    return {k: v[:120] if isinstance(v, str) else v for k, v in item.items()}
