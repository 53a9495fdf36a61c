"""The bench beside Instructor and LangExtract: their answers become records as they are, and every cost is counted."""

import asyncio
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, create_model
from stub_server import StubServer, answers, fails, says

from bench.quality import __main__ as bench
from bench.quality import reading
from bench.quality.extractions import Extraction, from_gold, to_gold
from bench.quality.falls import fall
from bench.quality.guessing import Guesser, Silent
from bench.quality.meter import Cost, Meter
from bench.quality.peers import instructor
from bench.quality.peers.serving import serve
from bench.quality.records import record_from
from bench.quality.table import Result, as_json, render
from bench.quality.task import Request, examples, guideline
from bench.quality.texts import texts
from bench.quality.tools import PEERS, Peer
from extractor import store
from extractor.articles import Article
from extractor.display.terminal import console
from extractor.drafting.asking import choice
from extractor.errors import BadAnswer, UsageError
from extractor.evaluation.figures import FIGURES
from extractor.evaluation.measuring import Tally, measure
from extractor.llm import Request as Call
from schemas.gold import Gold
from schemas.record import ArticleInfo, Record

ROOT = Path(__file__).parent.parent
SEEDS = [ROOT / "seeds" / "gold", ROOT / "seeds" / "articles"]
EXAMPLES = examples()
ANSWERING = {
    "instructor": lambda example: instructor.Reading.model_validate(example["answer"]).model_dump(mode="json"),
    "langextract": lambda example: to_gold(from_gold(example["answer"], example["text"])),
}


def article(text: str) -> Article:
    known = dict.fromkeys(("path", "url", "outlet", "title", "published", "published_basis", "language"))
    return Article(ArticleInfo(id="one", sha256="", length=len(text), **known), text)


def read(answer: Any, text: str = "قتل ثلاثة جنود", error: str | None = None) -> Record:
    return record_from(article(text), "peer", "model", answer, error)


def gold(example: dict[str, Any]) -> Gold:
    incidents = [{"munitions": None} | incident for incident in example["answer"]["incidents"]]
    return Gold.model_validate({"article": "one", "published": None} | example["answer"] | {"incidents": incidents})


def strings(node: Any, key: str = "") -> Iterator[str]:
    if isinstance(node, dict):
        yield from (text for name, value in node.items() for text in strings(value, name))
    elif isinstance(node, list):
        yield from (text for value in node for text in strings(value, key))
    elif isinstance(node, str) and key in ("raw", "evidence", "places", "attackers", "targets", "speaker", "who"):
        yield node


# What the peers are told.


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_phrase_of_a_worked_answer_stands_in_its_text(example: dict[str, Any]) -> None:
    found = list(strings(example["answer"]))
    assert len(found) > 10
    assert [words for words in found if words not in example["text"]] == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_worked_text_is_no_article_of_the_seeds(example: dict[str, Any]) -> None:
    seeds = "\n".join(path.read_text("utf-8") for path in SEEDS[1].glob("*.txt"))
    assert [part for part in example["text"].split(".") if part.strip() and part in seeds] == []


def test_the_peers_are_given_guideline_and_day() -> None:
    said = instructor.messages(Request(id="one", text="نص", published="2020-03-04"))
    assert said[0]["content"] == guideline()
    assert "dual noun: 2" in guideline()
    assert "design/record" not in guideline()
    assert '"incidents"' not in guideline()
    assert "2020-03-04" in said[-1]["content"]
    assert said[-1]["content"].endswith("نص")


# Answers to records.


@pytest.mark.parametrize("peer", ANSWERING)
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_right_answer_is_measured_as_right(example: dict[str, Any], peer: str) -> None:
    record = read(ANSWERING[peer](example), example["text"])
    tally = measure(gold(example), record, example["text"], None).tally
    for kind in ("incidents", "casualties", "claims", "aggregates"):
        assert tally[f"{kind}.matched"] == tally[f"{kind}.found"] == tally[f"{kind}.gold"]
    for figure in ("incident.role", "incident.date", "incident.attacker", "casualty.all"):
        assert FIGURES[figure](tally) == 1.0
    assert tally["leaves.ungrounded"] == 0
    assert [claim.about for claim in record.claims] == [["i0"]] * len(record.claims)


def test_words_that_are_not_in_the_article_stay_and_are_ungrounded() -> None:
    record = read({"casualties": [{"harm": "killed", "raw": "four soldiers", "low": 4, "high": 4}]})
    assert record.casualties[0].count.raw == "four soldiers"
    tally = measure(gold(EXAMPLES[0]), record, "قتل ثلاثة جنود", None).tally
    assert (tally["leaves"], tally["leaves.ungrounded"]) == (3, 3)


def test_an_item_without_its_label_is_left_out_and_a_wrong_kind_is_other() -> None:
    record = read(
        {
            "incidents": [{"id": 1, "kind": "storm", "role": "news", "places": "عدن", "date": {"start": "yesterday"}}],
            "casualties": [{"harm": "wounded", "raw": "ثلاثة"}, {"harm": "killed", "incident": 1, "low": "3"}],
            "claims": [{"speaker": "ناطق"}],
            "aggregates": [{"metric": "tanks"}],
        }
    )
    (incident,) = record.incidents
    assert (incident.kind.value, incident.role, incident.places[0].raw) == ("other", None, "عدن")
    assert incident.date is not None
    assert incident.date.start is None
    assert [(k.incident_id, k.count.low, k.status.value) for k in record.casualties] == [("i0", None, "counted")]
    assert (record.claims, record.aggregates) == ([], [])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["1", "killed", "2024-01-01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
NAMES = ("id", "evidence", "kind", "date", "places", "harm", "raw", "low", "about", "act", "speaker", "metric", "who")
ITEMS = VALUES | st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6) | VALUES, max_size=3)


@given(st.dictionaries(st.sampled_from(("incidents", "casualties", "claims", "aggregates")), ITEMS))
def test_no_answer_breaks_a_record(answer: dict[str, Any]) -> None:
    record = read(answer)
    assert Record.model_validate_json(store.to_json(record)) == record


def test_a_number_means_the_nearest_attack_since_every_chunk_counts_anew() -> None:
    def said(name: str, words: str, **attributes: Any) -> Extraction:
        return Extraction(name=name, words=words, attributes=attributes)

    found = [
        said("incident", "غارة", attack="1", date="أمس"),
        said("casualty", "ثلاثة", attack="1"),
        said("claim", "ناطق", about=["1", "2"]),
        said("incident", "قصف", attack="1"),
        said("casualty", "أربعة", attack="1"),
        said("casualty", "خمسة", attack="7"),
        said("weather", "مطر"),
    ]
    answer = to_gold(found)
    assert [i["id"] for i in answer["incidents"]] == ["0", "3"]
    assert [i["date"] for i in answer["incidents"]] == [{"raw": "أمس", "start": None, "end": None}, None]
    assert [k["incident"] for k in answer["casualties"]] == ["0", "3", None]
    assert answer["claims"][0]["about"] == ["3"]  # of equally near ones the one told before: here only one is nearest


# What is counted.


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-key-of-the-bench")
    return "sk-key-of-the-bench"


def test_the_meter_counts_every_call_and_adds_the_key(key: str) -> None:
    with StubServer([says("one"), fails(500), says("two")]) as server, Meter(server.url) as meter:
        codes = [httpx2.post(f"{meter.url}/chat/completions", json={"n": n}).status_code for n in range(3)]
        assert meter.take() == Cost(calls=3, prompt_tokens=200, cached_tokens=180, output_tokens=14)
        assert meter.take() == Cost()
    assert codes == [200, 500, 200]
    assert [body["n"] for body in server.bodies] == [0, 1, 2]
    assert {headers["authorization"] for headers in server.headers} == {f"Bearer {key}"}


def test_a_server_that_is_gone_ends_the_run_and_is_no_result_of_a_tool(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gone = ["--base-url", "http://127.0.0.1:9/v1", "--model", "stub", "--tools", "ours", "-o", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", ["bench", *map(str, SEEDS), *gone, "--only", "003_adaa7176a81790e5"])
    with pytest.raises(SystemExit, match=r"the server at http://127\.0\.0\.1:9/v1 cannot be reached .* --resume"):
        bench.main()
    assert not (tmp_path / "ours").exists()


def test_instructor_answers_in_one_call_and_a_cut_answer_is_its_failure() -> None:
    request = Request(id="one", text="قتل ثلاثة جنود", published=None)
    with StubServer([answers(), says("{", finish_reason="length")]) as server:
        ask = instructor.start(server.url, "stub")
        assert ask(request) == {"incidents": [], "casualties": [], "claims": [], "aggregates": []}
        with pytest.raises(Exception, match="incomplete"):
            ask(request)
        assert [body["max_tokens"] for body in server.bodies] == [instructor.MAX_TOKENS] * 2


RUNNER = """
import json, sys, time
print("ready", flush=True)
for line in sys.stdin:
    text = json.loads(line)["text"]
    if text == "dies": sys.exit(3)
    if text == "hangs": time.sleep(60)
    print(json.dumps({"answer": {"aggregates": [{"metric": "killed", "raw": text}]}, "error": None}), flush=True)
"""


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Peer]:
    def started(self: Peer) -> subprocess.Popen[str]:
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        runner = subprocess.Popen([sys.executable, "-c", RUNNER], **pipes)
        assert runner.stdout
        assert runner.stdout.readline() == "ready\n"
        return runner

    monkeypatch.setattr("bench.quality.tools.prepare", lambda peer: None)
    monkeypatch.setattr(Peer, "_started", started)
    tool = Peer("langextract-brief", "http://127.0.0.1:9/v1", "model", io.StringIO())
    yield tool
    tool.close()


@pytest.mark.parametrize(("text", "said"), [("dies", "the tool's process ended"), ("hangs", "no answer within 0.5 s")])
def test_a_peer_that_dies_or_hangs_has_an_empty_record_and_goes_on(peer: Peer, text: str, said: str) -> None:
    failed, _ = peer.read(article(text), 0.5)
    assert failed.error
    assert failed.error.message == said
    assert failed.aggregates == []
    well, draft = peer.read(article("fine"), 30)
    assert (well.error, len(well.aggregates)) == (None, 1)
    assert draft is not None


def test_a_runner_says_what_failed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    nothing: dict[str, Any] = {}

    def start(base_url: str, model: str) -> Any:
        def read(request: Request) -> dict[str, Any]:
            return {"text": request["text"] + base_url + model} if request["text"] else nothing[request["id"]]

        return read

    lines = [Request(id="one", text="\ud83d", published=None), Request(id="two", text="", published=None)]
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(json.dumps(line) + "\n" for line in lines)))
    monkeypatch.setattr(sys, "argv", ["runner", "url", "model"])
    serve(start)
    ready, one, two = capsys.readouterr().out.splitlines()
    assert ready == "ready"
    assert json.loads(one) == {"answer": {"text": "?urlmodel"}, "error": None}
    assert json.loads(two) == {"answer": {}, "error": "KeyError: 'two'"}


# The commands.


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], main: Any, *arguments: object) -> Any:
    monkeypatch.setattr(sys, "argv", ["bench", *map(str, arguments), "--json"])
    main()
    return json.loads(capsys.readouterr().out)


def test_one_run_and_its_resumption(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out, only = tmp_path / "out", ["--only", "001_d38f54d4c0976e58", "003_adaa7176a81790e5"]
    with StubServer([answers()]) as server:
        asked = [*SEEDS, "--base-url", server.url, "--model", "stub", "--tools", "ours", "-o", out]
        run(monkeypatch, capsys, bench.main, *asked, *only[:2])
        calls = len(server.bodies)
        with pytest.raises(SystemExit, match="--resume"):
            run(monkeypatch, capsys, bench.main, *asked, *only)
        data = run(monkeypatch, capsys, bench.main, *asked, *only, "--resume")["tools"]["ours"]
        both = len(server.bodies)
        again = run(monkeypatch, capsys, bench.main, *asked, *only, "--resume")["tools"]["ours"]
        assert len(server.bodies) == both > calls > 0
    assert again == data == json.loads((out / "figures.json").read_text("utf-8"))["tools"]["ours"]
    assert data["calls"] == both / 2
    assert data["figures"]["output_tokens"]["value"] == 7 * data["calls"]
    assert data["figures"]["overall"]["value"] > 0.3
    assert list(data["articles"]) == only[1:]
    stored = run(monkeypatch, capsys, reading.main, *SEEDS, *only, "--records", out / "ours", "--draws", 2)
    assert stored["readers"]["model"]["figures"]["overall"] == data["figures"]["overall"]["value"]
    assert stored["readers"].keys() == {"model", "no answers", "random"}
    assert stored["model_less"]["random"]["overall"]["above"] is not None


def test_tables_show_every_tool(capsys: pytest.CaptureFixture[str]) -> None:
    tally = measure(
        gold(EXAMPLES[0]), read(EXAMPLES[0]["answer"], EXAMPLES[0]["text"]), EXAMPLES[0]["text"], None
    ).tally
    empty = measure(gold(EXAMPLES[0]), read({}, error="ran away"), "", None).tally
    tools = [Result("ours", ["a"], [tally], [3], [None]), Result("instructor", ["a"], [empty], [1], ["ran away"])]
    data = as_json(tools)
    assert data["ours_less"]["instructor"]["overall"] == {"value": 1.0, "low": 1.0, "high": 1.0, "above": 1.0}
    console().print(render(data, by_article=True))
    assert "articles failed" in capsys.readouterr().out


@pytest.mark.parametrize("command", [bench, reading])
def test_every_option_is_in_the_readme(
    command: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "--help"])
    with pytest.raises(SystemExit, match="0"):
        command.main()
    documented = (ROOT / "bench" / "quality" / "README.md").read_text("utf-8")
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out.partition("options:")[2])) - {"--help", "--out"}
    assert len(options) > 5
    assert {option for option in options if option.replace("--other-", "--") not in documented} == set()


@pytest.mark.parametrize("folders", [SEEDS[:1], [*SEEDS, *SEEDS], [ROOT / "docs", SEEDS[1]]])
def test_folders_that_do_not_fit_are_refused(folders: list[Path]) -> None:
    with pytest.raises(UsageError):
        texts(folders, None)


@pytest.mark.parametrize("peer", sorted({name.partition("-")[0] for name in PEERS}))
def test_the_client_of_a_peer_is_pinned(peer: str) -> None:
    pinned = (ROOT / "bench" / "grounding" / "requirements" / f"{peer}.txt").read_text("utf-8")
    assert "\nopenai==" in pinned


# Who answers in place of the model.


def question(model: type[BaseModel], asked: str = "?") -> Call[Any]:
    return Call("one", [{"role": "user", "content": asked}], model, 40)


CHOICE = choice(("a", "b", "c"))


class Many(BaseModel):
    ids: list[Literal["s1", "s2"]] = Field(max_length=2)
    choice: Literal["only"]
    count: int = Field(ge=1, le=3)
    maybe: bool | None


def drawn(seed: int, model: type[BaseModel], asked: str = "?") -> Any:
    return asyncio.run(Guesser(seed).ask(question(model, asked))).value


def test_a_guess_is_legal_even_and_the_same_for_its_seed() -> None:
    said = [drawn(0, CHOICE, f"question {n}").answer for n in range(300)]
    assert {answer: said.count(answer) > 70 for answer in said} == {"a": True, "b": True, "c": True}
    assert said == [drawn(0, CHOICE, f"question {n}").answer for n in range(300)]
    assert len({drawn(seed, CHOICE).answer for seed in range(20)}) == 3
    assert len({drawn(seed, Many).model_dump_json() for seed in range(40)}) > 10


def test_an_open_question_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="open questions"):
        drawn(0, create_model("Free", words=(str, ...)))


def test_the_silent_reader_says_nothing_and_grammar_alone_stands() -> None:
    with pytest.raises(BadAnswer):
        asyncio.run(Silent().ask(question(CHOICE)))
    (text,) = texts(SEEDS, ["003_adaa7176a81790e5"])
    record = asyncio.run(reading.unanswered(text))
    assert record.error is None
    assert record.incidents
    assert not [finding.rule for finding in record.findings if finding.rule.startswith("drafting.")]


def test_a_stored_failure_is_the_models(tmp_path: Path) -> None:
    (text,) = texts(SEEDS, ["003_adaa7176a81790e5"])
    failed = record_from(text.article, "ours", "model", {}, "ran away")
    store.save(tmp_path, failed, text.article.text, None)
    assert asyncio.run(reading.derived(text, tmp_path)) == failed


def tallies(*right: int) -> list[Tally]:
    return [Tally({"casualties.gold": 4, "casualties.found": 4, "casualties.matched": n}) for n in right]


CASUALTIES = FIGURES["casualties.f1"]


def test_a_figure_that_falls_in_every_article_falls_in_every_resample() -> None:
    fallen = fall(tallies(4, 3, 4), [tallies(2, 1, 2)], CASUALTIES)
    assert fallen.value == pytest.approx(0.5)
    assert [fallen.low, fallen.high, fallen.above] == pytest.approx([0.5, 0.5, 1.0])


def test_equal_answers_do_not_fall() -> None:
    assert fall(tallies(4, 3), [tallies(4, 3)], CASUALTIES).above == 0.0


def test_the_luck_of_the_draw_is_in_the_interval() -> None:
    fallen = fall(tallies(2, 2), [tallies(0, 0), tallies(4, 4)], CASUALTIES)
    assert (fallen.low, fallen.high) == (-0.5, 0.5)
    assert fallen.above == pytest.approx(0.5, abs=0.05)


def test_the_pairs_are_the_same_articles() -> None:
    one = [*tallies(4, 0, 4, 0, 4, 0)]
    fallen = fall(one, [[*tallies(3, 0, 3, 0, 3, 0)]], CASUALTIES)
    assert fallen.low is not None
    assert fallen.low >= 0.0  # unpaired resamples would often be below


def test_a_figure_that_nobody_has_is_no_fall() -> None:
    assert fall(tallies(1), [tallies(1)], FIGURES["incident.role"]).value is None
