"""Records against gold: what counts as the same fact, what is told of a run, and that the project's score agrees."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import factory
import pytest
from command_line import extractor
from hypothesis import given
from hypothesis import strategies as st

from extractor import store
from extractor.batch.ledger_rows import Run
from extractor.evaluation.figures import FIGURES, differences, estimates
from extractor.evaluation.matching import matches, same_claim, same_incident
from extractor.evaluation.measuring import Measured, measure
from extractor.evaluation.names import same_name
from extractor.gold import gold_of
from schemas.claim import Act
from schemas.gold import Gold
from schemas.incident import IncidentKind
from schemas.items import KINDS
from schemas.record import Record
from schemas.state import State

ROOT = Path(__file__).parents[1]
SCORE = ROOT.parent / "shared" / "tools" / "score.py"
GOLD = gold_of(factory.record())


def in_state(state: State, **kinds: int) -> Record:
    """The factory's record with the first items of some kinds in another state, all others accepted."""
    record = factory.record()
    update: dict[str, Any] = {}
    for kind in KINDS:
        items = [item.model_copy(update={"state": State.ACCEPTED}) for item in getattr(record, kind)]
        first = kinds.get(kind, 0)
        update[kind] = [item.model_copy(update={"state": state}) for item in items[:first]] + items[first:]
    return record.model_copy(update=update)


def measured(gold: Gold = GOLD, record: Record | None = None, run: Run | None = None) -> Measured:
    return measure(gold, record or in_state(State.ACCEPTED), factory.TEXT, run)


def value(name: str, *articles: Measured) -> float | None:
    return estimates([article.tally for article in articles])[name].value


SAME_NAMES = [
    ("وزارة الدفاع الأميركية", "وزارة الدفاع الأمريكية"),
    ("بالحسكة", "الحسكة"),
    ("مُسلّحون موالون لإيران", "مسلحون موالون لإيران"),
    ("محافظة دير الزور", "دير الزور"),
]
OTHER_NAMES = [
    ("وزارة الدفاع", "وزارة الصحة"),
    ("ريف حلب", "ريف حماة"),
    ("مصادر", "مصادر محلية"),
    ("", "حلب"),
    ("الجيش", ""),
]


@pytest.mark.parametrize(("a", "b"), SAME_NAMES)
def test_names_that_mean_the_same(a: str, b: str) -> None:
    assert same_name(a, b)
    assert same_name(b, a)


@pytest.mark.parametrize(("a", "b"), OTHER_NAMES)
def test_names_that_differ(a: str, b: str) -> None:
    assert not same_name(a, b)


def test_who_confirms_also_reports_and_who_denies_does_not() -> None:
    said = GOLD.claims[0].model_copy(update={"act": Act.REPORTS})
    assert same_claim(said, said.model_copy(update={"act": Act.CONFIRMS}))
    assert not same_claim(said, said.model_copy(update={"act": Act.DENIES}))


def test_incidents_are_of_a_family_and_share_a_place() -> None:
    raid = GOLD.incidents[0].model_copy(update={"kind": IncidentKind.AIRSTRIKE, "places": ("حلب",)})
    assert same_incident(raid, raid.model_copy(update={"kind": IncidentKind.DRONE_ATTACK}))
    assert not same_incident(raid, raid.model_copy(update={"kind": IncidentKind.CLASH}))
    assert not same_incident(raid, raid.model_copy(update={"places": ()}))
    assert same_incident(raid.model_copy(update={"places": ()}), raid.model_copy(update={"places": ()}))


FAMILIES = ("rocket_attack shelling exchange", "drone_attack airstrike", "ied suicide_attack", "clash shooting raid")


@pytest.mark.parametrize("kinds", FAMILIES)
def test_families_are_those_of_the_guideline_whatever_the_grammar_takes_for_one(kinds: str) -> None:
    alike = [
        kind
        for kind in IncidentKind
        if same_incident(
            GOLD.incidents[0].model_copy(update={"kind": IncidentKind(kinds.split()[0])}),
            GOLD.incidents[0].model_copy(update={"kind": kind}),
        )
    ]
    assert set(alike) == set(kinds.split())


def test_each_fact_is_paired_once() -> None:
    twice = GOLD.model_copy(update={"claims": (*GOLD.claims, *GOLD.claims)})
    assert len(matches(GOLD, twice)["claims"]) == len(GOLD.claims)
    assert len(matches(twice, GOLD)["claims"]) == len(GOLD.claims)


def test_a_record_is_right_against_itself() -> None:
    article = measured()
    assert article.misses == ()
    assert [value(f"{kind}.f1", article) for kind in KINDS] == [1.0] * 4
    assert (value("overall", article), value("casualty.all", article), value("ungrounded", article)) == (1.0, 1.0, 0.0)


def test_a_missing_record_counts_as_an_empty_one() -> None:
    article = measure(GOLD, None, "", None)
    assert (value("overall", article), article.tally["missing"]) == (0.0, 1)
    assert {miss.what for miss in article.misses} == {"missed"}
    assert len(article.misses) == sum(len(getattr(GOLD, kind)) for kind in KINDS)


def test_a_rejected_item_is_not_found_but_a_right_one_is_a_false_reject() -> None:
    article = measured(record=in_state(State.REJECTED, casualties=1))
    casualties = len(GOLD.casualties)
    assert value("casualties.recall", article) == (casualties - 1) / casualties
    assert value("false_rejects", article) == 1 / article.tally["items"]


def test_an_item_in_review_is_found_but_not_accepted() -> None:
    article = measured(record=in_state(State.REVIEW, casualties=1))
    casualties = len(GOLD.casualties)
    assert value("casualties.recall", article) == 1.0
    assert value("casualties.accepted_recall", article) == (casualties - 1) / casualties
    assert value("review_load", article) == 1 / article.tally["items"]


@pytest.mark.parametrize(("state", "escape"), [(State.ACCEPTED, 1.0), (State.REVIEW, 0.0), (State.REJECTED, 0.0)])
def test_a_wrong_item_escapes_where_it_is_accepted(state: State, escape: float) -> None:
    gold = GOLD.model_copy(update={"casualties": GOLD.casualties[1:]})
    article = measured(gold, in_state(state, casualties=1))
    assert value("escape", article) == escape
    assert [miss.state for miss in article.misses] == ([] if state is State.REJECTED else [state])


@pytest.mark.parametrize(
    ("change", "figure"),
    [
        ({"role": None}, "incident.role"),
        ({"date": None}, "incident.date"),
        ({"attackers": ("جهة مجهولة",)}, "incident.attacker"),
    ],
)
def test_fields_of_an_incident(change: dict[str, Any], figure: str) -> None:
    first = GOLD.incidents[0].model_copy(update=change)
    article = measured(GOLD.model_copy(update={"incidents": (first, *GOLD.incidents[1:])}))
    right = {name: value(f"incident.{name}", article) for name in ("role", "date", "attacker")}
    assert right == {"role": 1.0, "date": 1.0, "attacker": 1.0} | {figure.split(".")[1]: 1 - 1 / len(GOLD.incidents)}


def test_a_casualty_of_an_incident_that_nobody_found_is_tied_wrongly() -> None:
    record = in_state(State.ACCEPTED)
    alone = record.model_copy(update={"incidents": []})
    tied = [k for k in record.casualties if k.incident_id]
    article = measured(record=alone)
    assert tied
    assert article.tally["casualty.incident"] == article.tally["casualty.pairs"] - len(tied)


def test_a_miss_is_shown_in_its_sentence() -> None:
    gold = GOLD.model_copy(update={"claims": ()})
    (first, *_) = measured(gold).misses
    assert (first.kind, first.what) == ("claims", "wrong")
    assert GOLD.claims[0].evidence.split(" ")[0] in first.sentence
    assert first.sentence in factory.TEXT


def test_words_that_do_not_stand_in_the_article_are_ungrounded() -> None:
    article = measure(GOLD, in_state(State.ACCEPTED), factory.TEXT.replace("دير الزور", "دير الزوز"), None)
    share = value("ungrounded", article)
    assert share is not None
    assert 0 < share < 1


def test_a_better_run_is_above_in_every_resample_and_equal_ones_in_none() -> None:
    good, poor = measured().tally, measure(GOLD, None, "", None).tally
    less = differences([good] * 3, [poor] * 3)["overall"]
    assert (less.value, less.above) == (1.0, 1.0)
    assert differences([good] * 3, [good] * 3)["overall"].above == 0.0


@given(st.lists(st.sampled_from([measured().tally, measure(GOLD, None, "", None).tally]), min_size=1, max_size=5))
def test_intervals_hold_their_figure_and_come_again(tallies: list[Any]) -> None:
    first = estimates(tallies)
    assert first == estimates(tallies)
    assert [n for n, e in first.items() if e.value is not None and not (e.low or 0) <= e.value <= (e.high or 0)] == []


def test_cost_is_the_mean_of_what_was_run() -> None:
    run = Run("a", factory.record().status.value, 100, 20, 60, 1.5, 1, "m", datetime(2023, 3, 25, tzinfo=UTC))
    article = measured(run=run)
    figures = {
        name: value(name, article, measured()) for name in ("input_tokens", "cached_tokens", "output_tokens", "seconds")
    }
    assert figures == {"input_tokens": 100, "cached_tokens": 60, "output_tokens": 20, "seconds": 1.5}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A run with one wrong and one missing article, and its gold."""
    gold = tmp_path / "gold"
    gold.mkdir()
    for name in ("a", "b"):
        (gold / f"{name}.json").write_text(
            GOLD.model_copy(update={"article": name}).model_dump_json(), encoding="utf-8"
        )
    record = in_state(State.ACCEPTED).model_copy(update={"article": factory.article(id="a"), "claims": []})
    store.save(tmp_path / "records", record, factory.TEXT, None)
    return tmp_path / "records", gold


def test_the_table_of_the_command(folders: tuple[Path, Path], tmp_path: Path) -> None:
    ran = extractor(tmp_path, "eval", *folders)
    assert ran.code == 0
    assert "2 articles" in ran.out
    assert f"missed claims · {GOLD.claims[0].act.value}" in ran.out


def test_the_data_of_the_command(folders: tuple[Path, Path], tmp_path: Path) -> None:
    ran = extractor(tmp_path, "eval", *folders, "--against", folders[0], "--json")
    data = json.loads(ran.out)
    assert set(data["figures"]) == set(FIGURES)
    assert set(data["articles"]) == {"a", "b"}
    assert data["against"]["overall"] == {"value": 0.0, "low": 0.0, "high": 0.0, "above": 0.0}
    assert data["articles"]["a"]["misses"][0]["what"] == "missed"


BROKEN: list[tuple[str, Callable[[Path, Path], object], str]] = [
    ("no gold", lambda _, gold: shutil.rmtree(gold), "holds no gold"),
    ("no JSON", lambda _, gold: (gold / "a.json").write_text("{"), "a.json"),
    ("a field", lambda _, gold: (gold / "a.json").write_text('{"article": "a"}'), "published: Field required"),
    ("no records", lambda records, _: shutil.rmtree(records), "holds no records"),
    (
        "other records",
        lambda records, _: (records / "a.json").rename(records / "z.json"),
        "holds no record of the articles",
    ),
    ("a record", lambda records, _: (records / "a.json").write_text("{"), "a.json"),
]


@pytest.mark.parametrize(("breaks", "says"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_what_cannot_be_read_is_one_sentence(
    folders: tuple[Path, Path], tmp_path: Path, breaks: Callable[[Path, Path], object], says: str
) -> None:
    breaks(*folders)
    ran = extractor(tmp_path, "eval", *folders)
    assert ran.code == 6
    assert len(ran.errors) == 1
    assert says in ran.errors[0]


@pytest.mark.skipif(not SCORE.exists(), reason="the project's score stands beside the repository, not in it")
@pytest.mark.parametrize("accepted", [False, True])
def test_the_score_of_the_project_agrees(tmp_path: Path, accepted: bool) -> None:
    records, gold, articles = tmp_path / "records", ROOT / "seeds" / "gold", ROOT / "seeds" / "articles"
    seeds = extractor(tmp_path, "run", articles, "--replay", ROOT / "tests" / "cassettes" / "seeds", "-o", records)
    assert seeds.code == 0
    folders = [str(SCORE), str(gold), str(records), str(articles)]
    command = [sys.executable, *folders, "--json", *(["--accepted"] if accepted else [])]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    ours = {
        name: each["value"]
        for name, each in json.loads(extractor(tmp_path, "eval", records, gold, "--json").out)["figures"].items()
    }
    prefix = "accepted_" if accepted else ""
    said = {f"{kind}.{prefix}{name}": theirs[kind][name] for kind in KINDS for name in ("precision", "recall")}
    if not accepted:
        said |= {f"{kind}.f1": theirs[kind]["f1"] for kind in KINDS} | {"overall": theirs["overall"]}
        said |= {f"incident.{name}": share for name, share in theirs["incident_fields"].items()}
        said |= {f"casualty.{name}": share for name, share in theirs["casualty_fields"].items()}
        said |= {"ungrounded": theirs["ungrounded"]}
    # score.py rounds each figure, and its overall once more after that
    assert {name: ours[name] for name in said} == pytest.approx(said, abs=0.0011)
