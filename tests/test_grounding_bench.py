"""The bench beside other tools: every peer is given what was planted, and the rates count what they say."""

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.grounding.cases import GROUPS, Case, cases, subjects
from bench.grounding.peers.serving import serve
from bench.grounding.protocol import Item, Request, Verdict, checked, worst
from bench.grounding.table import Result, as_json, as_text
from bench.grounding.tools import PEERS
from extractor.selftest.report import ERRORS, PLANTED
from extractor.selftest.subject import Subject

ROOT = Path(__file__).parent.parent
NO_FIELD_OF_A_PEER = {"quote_moved", "duplicate", "broken_id", "part_above_its_whole", "total_not_the_sum"}


@pytest.fixture(scope="module")
def seeds() -> list[Subject]:
    return subjects(ROOT / "seeds" / "articles", ROOT / "seeds" / "gold")


@pytest.fixture(scope="module")
def planted(seeds: list[Subject]) -> list[Case]:
    return cases(seeds, 0, 5)


def words(case: Case) -> list[str]:
    return [leaf["words"] for leaf in case.request["items"][0]["leaves"]]


def test_every_kind_of_error_is_given_to_the_peers_or_named_as_ours_alone() -> None:
    shared = {name for names in GROUPS.values() for name in names}
    assert shared | NO_FIELD_OF_A_PEER == {kind.name for kind in PLANTED if kind.of in ERRORS}


def test_a_drawing_is_the_same_for_the_same_seed(seeds: list[Subject]) -> None:
    one, other = (cases(seeds, 7, 3) for _ in range(2))
    assert [case.request for case in one] == [case.request for case in other]


def test_untouched_words_stand_in_the_article(planted: list[Case]) -> None:
    untouched = [case for case in planted if case.kind == "untouched"]
    assert untouched
    assert all(phrase in case.request["text"] for case in untouched for phrase in words(case))


@pytest.mark.parametrize("group", ["words", "borrowed"])
def test_planted_words_reach_the_peers(planted: list[Case], group: str) -> None:
    changed = [(case, case.planted) for case in planted if case.group == group]
    assert changed
    for case, change in changed:
        assert change
        given = case.request["items"][0]["quote"] if case.kind == "quote_changed" else words(case)
        assert change.after.partition(" ")[2] == given if isinstance(given, str) else change.after in given


def test_a_planted_figure_reaches_the_peers(planted: list[Case]) -> None:
    changed = [(case, case.planted) for case in planted if case.kind == "computed_figure"]
    assert changed
    for case, change in changed:
        assert change
        low = change.after.partition("..")[0]
        assert low in [str(leaf["figure"]) for leaf in case.request["items"][0]["leaves"]]


def test_a_rewritten_article_is_the_text_that_is_searched(planted: list[Case]) -> None:
    rewritten = [case for case in planted if case.kind.endswith("of the article")]
    assert rewritten
    assert all(case.request["text"] != case.subject.seen.text for case in rewritten)


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (["accepted", "review", "rejected"], "rejected"),
        (["accepted", "review"], "review"),
        (["accepted", "accepted"], "accepted"),
        ([], "accepted"),
    ],
)
def test_an_item_is_as_good_as_its_worst_value(verdicts: list[Verdict], expected: Verdict) -> None:
    assert worst(verdicts) == expected


def case_of(seeds: Sequence[Subject], kind: str, group: str) -> Case:
    return Case(seeds[0], kind, group, None, Request(text="", items=[]))


def test_rates(seeds: list[Subject]) -> None:
    asked = [
        *[case_of(seeds, "digit_changed", "words")] * 4,
        *[case_of(seeds, "marks", "rewrites")] * 4,
        *[case_of(seeds, "untouched", "rewrites")] * 2,
    ]
    said = [
        "accepted",
        "review",
        "rejected",
        "mended",
        "rejected",
        "review",
        "accepted",
        "mended",
        "rejected",
        "accepted",
    ]
    result = Result("tool", "1", said, 10.0)
    row = as_json([result], asked)[0]
    assert (row["escape"]["words"], row["escape"]["all"], row["errors_to_review"]) == (0.25, 0.25, 0.25)
    assert (row["false_reject"], row["to_review"]["rewrites"]) == ({"rewrites": 0.25, "untouched": 0.5}, 0.25)
    assert row["escape"]["figures"] is None
    assert row["kinds"]["marks"] == {"sort": "rewrites", "cases": 4, "wrong": 0.5}
    assert "| tool | 1 | 10 | 25.0 |" in as_text([row])


def test_a_tool_that_ran_out_of_time_is_measured_on_what_it_reached(seeds: list[Subject]) -> None:
    asked = [case_of(seeds, "digit_changed", "words")] * 4
    row = as_json([Result("slow", "1", ["accepted"], None)], asked)[0]
    assert (row["cases"], row["escape"]["words"]) == (1, 1.0)


def test_a_runner_answers_every_request_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    item = Item(leaves=[], quote="ق")
    requests = [Request(text=str(n), items=[item] * n) for n in range(4)]
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(json.dumps(r) + "\n" for r in requests)))
    monkeypatch.setattr(sys, "argv", ["runner", "default"])
    serve({"default": lambda request: ["accepted" for _ in request["items"]]})
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [len(answer["verdicts"]) for answer in answers] == list(map(checked, requests)) == [0, 1, 2, 3]


@pytest.mark.parametrize("peer", sorted({tool.peer for tool in PEERS}))
def test_a_peer_is_pinned_and_hashed_and_names_no_server(peer: str) -> None:
    pinned = (ROOT / "bench" / "grounding" / "requirements" / f"{peer}.txt").read_text("utf-8")
    assert f"{peer}==" in pinned
    assert "--hash=sha256:" in pinned
    assert "://" not in pinned
