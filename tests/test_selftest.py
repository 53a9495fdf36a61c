"""The selftest: what is planted, what becomes of it, and the trust figures of the seeds, held as limits."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest
from command_line import ARTICLE, articles, ask, extractor
from factory import SEEDS
from stub_server import StubServer, answers

from extractor.arabic.fold import fold_key
from extractor.arabic.scan import scan
from extractor.drafting.grammar import draft_by_grammar
from extractor.gold import draft_of as gold_draft
from extractor.gold import read_gold
from extractor.judging import with_states
from extractor.selftest.drafts import draft_of
from extractor.selftest.outcomes import Outcome, outcome
from extractor.selftest.planted import Bed
from extractor.selftest.report import ERRORS, PLANTED, REWRITES, Kind, Report, plantings, report_data, selftest
from extractor.selftest.rewrites import OF_ARTICLES, OF_WORDS
from extractor.selftest.subject import Judged, Subject, judge
from extractor.validators.rules import check
from schemas.items import KINDS
from schemas.state import State

TEXT = (
    "قال المرصد السوري إن ثلاثة جنود قتلوا وأصيب خمسة مدنيين بينهم طفلان، أمس الثلاثاء، بقصف روسي بثمانية صواريخ "
    "على مدينة الرقة.\n"
    "ونفت وزارة الدفاع الروسية مسؤوليتها عن القصف.\n"
    "وقصف مسلحون قاعدة قرب مدينة حماة الأحد دون وقوع إصابات.\n"
    "وشهدت المنطقة 40 هجوماً خلال العام الماضي."
)


def by_grammar(name: str, text: str, published: date | None) -> Subject:
    """An article whose items grammar drafts, those that are accepted trusted."""
    seen = scan(text, published)
    items = draft_by_grammar(seen, seen.attacks)
    judged = with_states(items, check(seen, items))
    trusted = {
        (kind, n) for kind in KINDS for n, item in enumerate(getattr(judged, kind)) if item.state is State.ACCEPTED
    }
    return Subject(name, seen, draft_of(seen, items), frozenset(trusted))


@cache
def made_up() -> Subject:
    return by_grammar("made_up", TEXT, date(2024, 3, 20))


@cache
def of_gold() -> tuple[Subject, ...]:
    """The seeds with the drafts of a model that reads as the annotator does."""
    subjects = []
    for path in sorted((SEEDS.parent / "gold").glob("*.json")):
        gold = read_gold(path)
        seen = scan((SEEDS / f"{path.stem}.txt").read_text("utf-8"), gold.published)
        draft = gold_draft(gold, seen)
        everything = frozenset((kind, n) for kind in KINDS for n in range(len(getattr(draft, kind))))
        subjects.append(Subject(path.stem, seen, draft, everything))
    return tuple(subjects)


@cache
def figures() -> Report:
    return selftest(of_gold(), seed=0)


def test_most_right_items_are_accepted() -> None:
    assert figures().untouched >= 0.9 * figures().items


@pytest.mark.parametrize(("sort", "most"), [("value", 0.02), ("link", 0.3)])
def test_few_errors_escape(sort: str, most: float) -> None:
    rate = figures().of(sort)[-1].rate
    assert rate is not None
    assert rate <= most


def test_hardly_a_harmless_rewrite_costs_an_item() -> None:
    rate = figures().of(*REWRITES)[-1].rate
    assert rate is not None
    assert rate <= 0.01


@pytest.mark.parametrize("kind", [k for k in PLANTED if k.of in REWRITES], ids=lambda kind: f"{kind.of}:{kind.name}")
def test_every_rewrite_is_planted_somewhere(kind: Kind) -> None:
    subjects = (*of_gold(), made_up())
    assert any(True for _ in plantings(subjects, 0, [kind]))


@pytest.mark.parametrize("kind", [k for k in PLANTED if k.of in ERRORS], ids=lambda kind: kind.name)
def test_a_planted_error_changes_something(kind: Kind) -> None:
    changes = list(plantings((*of_gold(), made_up()), 0, [kind]))
    assert changes
    for subject, _, planted in changes:
        assert planted.before != planted.after
        assert (planted.draft is None) != (planted.items is None)
        assert planted.draft != subject.draft


def test_the_same_seed_gives_the_same_figures_and_another_seed_other_plants() -> None:
    errors = [k for k in PLANTED if k.of in ERRORS]
    once, again, other = ([p.after for _, _, p in plantings([made_up()], seed, errors)] for seed in (1, 1, 2))
    assert once == again
    assert once != other


@pytest.mark.parametrize("name", OF_WORDS)
def test_a_rewrite_of_words_is_one_of_form_only(name: str) -> None:
    """Folded, the rewritten words are the words again, but for what stands around them."""
    for words in ("ثلاثة جنود", "مدينة الرقة", "يوم الأحد 3 آذار", "وزارة الدفاع الروسية"):
        written = fold_key(OF_WORDS[name](words, Random(3))).strip(" \"'.،؛")
        bare = fold_key(words)
        assert " ".join(written.split()).endswith(bare[2:])


@pytest.mark.parametrize("name", OF_ARTICLES)
def test_a_rewritten_article_has_the_same_sentences(name: str) -> None:
    rewritten = OF_ARTICLES[name](TEXT, Random(5))
    assert rewritten != TEXT or name == "other_quotes"
    assert len(scan(rewritten, None).sentences) == len(scan(TEXT, None).sentences)


def test_a_draft_of_items_gives_the_items_again() -> None:
    subject = made_up()
    assert len(subject.trusted) > 6
    assert set(subject.places) == set(subject.trusted)


def test_an_untouched_draft_is_mended_not_escaped() -> None:
    """The verdict on a change that changes nothing: the values are those of the untouched item."""
    subject = made_up()
    bed = Bed(subject, Random(0))
    kind = next(k for k in PLANTED if k.name == "spaces")
    assert {outcome(subject, planted) for planted in kind.plant(bed)} == {Outcome.MENDED}


def test_words_of_an_example_are_no_item() -> None:
    kind = next(k for k in PLANTED if k.name == "example_leaked")
    changes = list(plantings([made_up()], 0, [kind]))
    assert changes
    for subject, _, planted in changes:
        assert planted.draft is not None
        judged: Judged = judge(subject.seen, planted.draft)
        assert "drafting.leaked" in {f.rule for f in judged.findings}
        assert outcome(subject, planted) in (Outcome.NO_ITEM, Outcome.REJECTED)


def test_the_report_counts_every_plant_once() -> None:
    data = report_data(figures())
    for row in data["kinds"]:
        assert row["planted"] == sum(row[name.value] for name in Outcome)
    assert sum(row["planted"] for row in data["kinds"]) == sum(row["planted"] for row in data["totals"].values())


def test_of_no_records_there_are_no_rates() -> None:
    assert {row.rate for row in selftest([], 0).rows} == {None}


@pytest.fixture
def records(tmp_path: Path) -> Path:
    articles(tmp_path / "in", a=ARTICLE)
    with StubServer([answers()]) as server:
        assert extractor(tmp_path, "run", "in", *ask(server.url), "--strategy", "stepwise").code == 0
    return tmp_path / "records"


def test_the_command_prints_three_tables(records: Path) -> None:
    ran = extractor(records.parent, "selftest", records)
    assert ran.code == 0
    assert all(title in ran.out for title in ("wrong values", "wrong links", "harmless rewrites"))


def test_the_command_prints_the_same_figures_as_json(records: Path) -> None:
    once, again = (extractor(records.parent, "selftest", records, "--json", "--seed", 3) for _ in range(2))
    assert once.out == again.out
    assert json.loads(once.out)["seed"] == 3
    assert json.loads(once.out)["items"] > 1


def test_a_record_that_cannot_be_read_is_named(records: Path) -> None:
    (records / "broken.json").write_text("{", encoding="utf-8")
    ran = extractor(records.parent, "selftest", records)
    assert ran.code == 6
    assert len(ran.errors) == 1
    assert "wrong values" in ran.out
