"""Bad input: one clear sentence, the documented exit code, and the other articles still done."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import ARTICLE, Ran, articles, ask, extractor
from stub_server import StubServer, answers

GOOD = "good"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder with one good article in `in`."""
    articles(tmp_path / "in", **{GOOD: ARTICLE})
    return tmp_path


def run(folder: Path, *arguments: object, stdin: bytes = b"", **environ: str) -> Ran:
    with StubServer([answers()]) as server:
        return extractor(folder, "run", *ask(server.url), *arguments, stdin=stdin, **environ)


# --- articles that cannot be read: exit code 3

LINE = json.dumps({"id": "line", "text": ARTICLE}, ensure_ascii=False)


def put(name: str, data: bytes) -> Callable[[Path], str]:
    def make(folder: Path) -> str:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return name

    return make


def empty_folder(folder: Path) -> str:
    (folder / "nothing").mkdir()
    return "nothing"


UNREADABLE = {
    "missing file": (lambda _: "absent.txt", "absent.txt cannot be read: No such file or directory."),
    "empty file": (put("a.txt", b""), "a.txt is empty; give it a text."),
    "only white space": (put("a.txt", b"\xef\xbb\xbf \n"), "a.txt is empty; give it a text."),
    "folder without articles": (empty_folder, "nothing holds no .txt, .jsonl or .html file; name another folder."),
    "pattern of nothing": (lambda _: "no*.txt", "no*.txt matches no article; check the pattern."),
    "binary": (put("a.txt", bytes(range(256))), "a.txt is binary; give the article as text."),
    "broken UTF-8": (
        put("a.txt", ARTICLE.encode()[:-4] + b"\xff\n"),
        f"a.txt is broken UTF-8 at byte {len(ARTICLE.encode()) - 4}; save it again as UTF-8.",
    ),
    "over the limit": (
        put("a.txt", ("ق" * 301).encode()),
        "a.txt has 301 characters, over the limit of 300; split it, or raise --max-chars.",
    ),
    "no Arabic": (
        put("a.txt", b"Three people were killed."),
        "a.txt has no Arabic letters; give an article in Arabic.",
    ),
    "another kind of file": (put("a.pdf", b"%PDF"), "a.pdf is no article; give .txt, .jsonl or .html files."),
    "broken line": (
        put("a.jsonl", f"{LINE}\n{{broken\n".encode()),
        "a.jsonl line 2: write one JSON object a line, in UTF-8.",
    ),
    "line without text": (put("a.jsonl", b'{"id": "x"}\n'), "a.jsonl line 1: the key `text` is missing."),
    "line with half a character": (
        put("a.jsonl", b'{"text": "\\ud800"}\n'),
        "a.jsonl line 1: write one JSON object a line, in UTF-8.",
    ),
    "two articles with one id": (
        put(f"other/{GOOD}.txt", ARTICLE.encode()),
        f"other/{GOOD}.txt has the same id as in/{GOOD}.txt, {GOOD}; rename one of them.",
    ),
    "id that leaves the folder": (
        put("a.jsonl", LINE.replace('"line"', '"../x"').encode()),
        "a.jsonl line 1 would get an id that is empty or starts with a dot; rename it.",
    ),
}


@pytest.mark.parametrize(("make", "sentence"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_said_and_the_rest_is_done(
    folder: Path, make: Callable[[Path], str], sentence: str
) -> None:
    ran = run(folder, "in", make(folder), "--max-chars", 300)
    assert ran.code == 3
    assert ran.errors == [f"error: {sentence}"]
    assert (folder / "records" / f"{GOOD}.json").exists()


def test_the_good_lines_around_a_broken_one_are_done(folder: Path) -> None:
    (folder / "a.jsonl").write_text("\n".join([LINE, "[]", LINE.replace('"line"', '"other"')]), "utf-8")
    ran = run(folder, "a.jsonl")
    assert (ran.code, len(ran.errors)) == (3, 1)
    assert {path.stem for path in (folder / "records").glob("*.json")} == {"line", "other"}


def test_an_empty_standard_input(folder: Path) -> None:
    ran = run(folder, "-")
    assert (ran.code, ran.errors) == (3, ["error: Standard input is empty; give it a text."])
    assert not (folder / "records").exists()
    assert [path.name for path in (folder / "in").iterdir()] == [f"{GOOD}.txt"]


def test_windows_1256_is_read_and_said(folder: Path) -> None:
    (folder / "old.txt").write_bytes(ARTICLE.encode("windows-1256"))
    ran = run(folder, "old.txt")
    assert (ran.code, ran.errors) == (0, [])
    assert "note: old.txt was read as windows-1256; look at the text, or save it again as UTF-8." in ran.err
    assert (folder / "records" / "texts" / "old.txt").read_text("utf-8") == ARTICLE


def test_a_file_name_cannot_write_to_the_terminal(folder: Path) -> None:
    (folder / "a\x1b[2J\u202e.txt").write_bytes(b"")
    ran = run(folder, "a\x1b[2J\u202e.txt")
    assert ran.errors == ["error: a‹U+001B›[2J‹U+202E›.txt is empty; give it a text."]


# --- options and settings: exit code 2, before anything is read or asked

SERVER = ask("http://127.0.0.1:9/v1")
WRONG = {
    "unknown option": ([*SERVER, "--jbos", "2"], "No such option: --jbos"),
    "word for a number": ([*SERVER, "--jobs", "many"], "Invalid value for '--jobs'"),
    "no jobs": ([*SERVER, "--jobs", "0"], "--jobs is not valid: input should be greater than or equal to 1."),
    "too many re-asks": (
        [*SERVER, "--max-reasks", "99"],
        "--max-reasks is not valid: input should be less than or equal to 10.",
    ),
    "no limit": (
        [*SERVER, "--max-chars", "-1"],
        "--max-chars is not valid: input should be greater than or equal to 1.",
    ),
    "unknown strategy": (
        [*SERVER, "--strategy", "clever"],
        "--strategy is not valid: input should be 'auto', 'single' or 'stepwise'.",
    ),
    "no date": ([*SERVER, "--published", "yesterday"], "--published 'yesterday' is no date like 2023-11-16."),
    "no address": (["--base-url", "localhost"], "--base-url is no address like http://localhost:8000/v1."),
    "records among articles": ([*SERVER, "-o", "in/../in"], "is the folder of the articles; give the records one of"),
    "missing meta file": ([*SERVER, "--meta", "m.jsonl"], "--meta m.jsonl cannot be read: No such file or directory."),
    "replay and record": (
        ["--replay", "a", "--record", "b"],
        "--replay answers from recordings; leave out --record and --local.",
    ),
    "replay and local": (
        ["--replay", "a", "--local"],
        "--replay answers from recordings; leave out --record and --local.",
    ),
    "no endpoint": (
        [],
        "No server is named: give --base-url and --model, set OPENAI_API_KEY, use --local, or --replay a recording.",
    ),
    "no model": (["--base-url", "http://127.0.0.1:9/v1"], "No model is named: give --model or set EXTRACTOR_MODEL."),
}


@pytest.mark.parametrize(("arguments", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_option_is_said_before_anything_is_done(folder: Path, arguments: list[str], sentence: str) -> None:
    ran = extractor(folder, "run", "in", *arguments)
    assert ran.code == 2
    assert sentence in ran.err.splitlines()[-1]
    assert not (folder / "records").exists()


def test_a_model_file_that_is_not_there(folder: Path) -> None:
    ran = extractor(folder, "run", "in", "--gguf", "absent.gguf")
    assert (ran.code, len(ran.errors)) == (2, 1)


@pytest.mark.parametrize("arguments", [["export", "x", "--format", "pdf"], ["export", "x", "--table", "all"], ["sing"]])
def test_a_wrong_word_for_another_command(folder: Path, arguments: list[str]) -> None:
    ran = extractor(folder, *arguments)
    assert ran.code == 2
    assert ran.err.splitlines()[-1].startswith("Error: ")


SETTINGS = {
    "no TOML": (b"model = ", "extractor.toml is no TOML"),
    "not UTF-8": ("model = 'نموذج'".encode("windows-1256"), "extractor.toml is no TOML"),
    "unknown key": (b"modle = 'm'", "extractor.toml: modle is no setting; the settings are model, base_url"),
    "bad value": (b"jobs = 'all'", "extractor.toml: jobs is not valid"),
}


@pytest.mark.parametrize(("content", "sentence"), SETTINGS.values(), ids=SETTINGS.keys())
def test_a_broken_settings_file(folder: Path, content: bytes, sentence: str) -> None:
    (folder / "extractor.toml").write_bytes(content)
    ran = run(folder, "in")
    assert ran.code == 2
    assert len(ran.errors) == 1
    assert sentence in ran.err


def test_a_folder_in_place_of_the_settings_file(folder: Path) -> None:
    (folder / "extractor.toml").mkdir()
    ran = run(folder, "in")
    assert (ran.code, ran.errors) == (2, ["error: extractor.toml cannot be read: Is a directory."])


def test_a_bad_variable_is_named(folder: Path) -> None:
    ran = run(folder, "in", EXTRACTOR_TIMEOUT_SECONDS="soon")
    assert ran.code == 2
    assert ran.errors[0].startswith("error: EXTRACTOR_TIMEOUT_SECONDS is not valid")
