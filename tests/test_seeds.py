"""The five seed articles, replayed from recordings of a real model: the whole path, and what its records promise."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor import store
from extractor.articles import Article, ReadOptions, read_articles
from extractor.config import Settings
from extractor.pipeline import Outcome, Plan, check_again, process, rederive
from extractor.session import Source, open_session
from extractor.validators.quotes import spans
from schemas.record import Record, RecordStatus
from schemas.state import State

ROOT = Path(__file__).parents[1]
CASSETTES = ROOT / "tests" / "cassettes" / "seeds"
ARTICLES = [a for a in read_articles([str(ROOT / "seeds" / "articles")], ReadOptions()) if isinstance(a, Article)]


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    async def replay() -> dict[str, Outcome]:
        done = {}
        async with open_session(Settings(), Source(replay=CASSETTES), lambda _: None) as session:
            assert session.tape is not None
            for article in ARTICLES:
                with session.tape.for_article(article.info.id):
                    done[article.info.id] = await process(article, session.client, session.plan)
            assert session.tape.unplayed() == {}
            assert session.tape.orphans() == []
        return done

    return asyncio.run(replay())


@pytest.fixture(params=[a.info.id for a in ARTICLES])
def article(request: pytest.FixtureRequest) -> Article:
    return next(a for a in ARTICLES if a.info.id == request.param)


@pytest.fixture
def outcome(article: Article, outcomes: dict[str, Outcome]) -> Outcome:
    return outcomes[article.info.id]


def test_all_five_are_there() -> None:
    assert len(ARTICLES) == 5


def test_no_article_failed_and_none_is_empty(outcome: Outcome) -> None:
    assert outcome.record.status is not RecordStatus.FAILED
    assert outcome.record.incidents
    assert outcome.record.claims


def test_every_span_quotes_the_article(article: Article, outcome: Outcome) -> None:
    quoted = list(spans(outcome.record))
    assert quoted
    assert all(article.text[s.start : s.end] == s.quote for s in quoted)


def test_links_point_at_items_of_the_record(outcome: Outcome) -> None:
    record = outcome.record
    ids = [item.id for item in (*record.incidents, *record.casualties, *record.claims, *record.aggregates)]
    links = {k.incident_id for k in record.casualties} | {k.claim_id for k in record.casualties}
    links |= {k.subset_of for k in record.casualties} | {name for c in record.claims for name in c.about}
    assert len(ids) == len(set(ids))
    assert links - {None} <= set(ids)
    assert {f.item for f in record.findings} - {""} <= set(ids)


def test_a_state_is_what_the_findings_say(outcome: Outcome) -> None:
    refused = {f.item for f in outcome.record.findings if f.level == "reject"}
    doubted = {f.item for f in outcome.record.findings if f.level == "review"} - refused
    for item in _items(outcome.record):
        expected = State.REJECTED if item[0] in refused else State.REVIEW if item[0] in doubted else State.ACCEPTED
        assert item == (item[0], expected)


def _items(record: Record) -> Iterator[tuple[str, State]]:
    for item in (*record.incidents, *record.casualties, *record.claims, *record.aggregates):
        yield item.id, item.state


def test_checking_again_changes_nothing(article: Article, outcome: Outcome) -> None:
    assert store.to_json(check_again(outcome.record, article.text)) == store.to_json(outcome.record)


def test_stored_answers_give_the_same_record_without_a_call(article: Article, outcome: Outcome) -> None:
    plan = Plan(outcome.draft["model"], outcome.draft["strategy"])
    again, draft = asyncio.run(rederive(article, json.loads(json.dumps(outcome.draft)), plan))
    assert store.to_json(again) == store.to_json(outcome.record)
    assert draft == outcome.draft


def test_a_record_survives_the_disk(tmp_path: Path, article: Article, outcome: Outcome) -> None:
    path = store.save(tmp_path, outcome.record, article.text, outcome.draft)
    assert store.load_record(path) == outcome.record
    assert store.load_text(path, article.info) == article.text


def test_what_nobody_decided_is_null(outcome: Outcome) -> None:
    for claim in outcome.record.claims:
        assert (claim.modality, claim.speaker.type) == (None, None)
    for incident in outcome.record.incidents:
        assert (incident.damage, incident.linked, incident.weapons) == (None, [], [])
