"""Both sides of a diff: folders, files and git revisions; nothing there is lost, every error says what to do."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

import factory
import pytest
from command_line import extractor
from diff_cases import OLD, with_item

from extractor import store
from extractor.diff.comparing import Article, Summary, as_they_are, compared
from extractor.diff.hiding import without_names
from extractor.diff.sides import Version, Versions, opened
from extractor.errors import ExtractorError, StoreError, UsageError
from schemas.record import Record
from schemas.state import State

NEW = with_item("claims", 0, state=State.REVIEW)
NAME = factory.ARTICLE_ID


def stored(folder: Path, *records: Record, text: str | None = factory.TEXT) -> Path:
    """A folder of records with their texts, without any where `text` is None."""
    for record in records:
        path = store.save(folder, record, text or "", None)
        if text is None:
            store.text_path(path).unlink()
    return folder


def named(name: str, record: Record = OLD) -> Record:
    return record.model_copy(update={"article": record.article.model_copy(update={"id": name})})


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    ran = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, check=True)
    return ran.stdout.decode()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three commits: a record, then the same with another state, then a broken one beside it."""
    root = tmp_path_factory.mktemp("repository")
    git(root, "init", "-q", "-b", "main")
    for record in (OLD, NEW):
        stored(root / "data" / "records", record)
        git(root, "add", ".")
        git(root, "commit", "-q", "-m", "records")
    git(root, "tag", "good")
    (root / "data" / "records" / "x.json").write_bytes(b"{")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "broken")
    (root / "data" / "records" / "x.json").unlink()
    return root


def articles(old: object, new: object) -> list[Article]:
    with opened(str(old)) as before, opened(str(new)) as after:
        return list(compared(before, after, as_they_are))


def kinds(found: Iterable[Article]) -> list[tuple[str, str]]:
    return [(each.name, row.change.kind.value) for each in found for entry in each.entries for row in entry.rows]


# --- folders and files


def test_articles_of_either_folder_are_told(tmp_path: Path) -> None:
    old = stored(tmp_path / "old", named("a"), named("b"), named("d"))
    new = stored(tmp_path / "new", named("b", NEW), named("c"), named("d"))
    assert kinds(articles(old, new)) == [("a", "removed"), ("b", "state_changed"), ("c", "added")]


def test_two_files_are_compared_whatever_their_names(tmp_path: Path) -> None:
    one, other = stored(tmp_path / "old", OLD) / f"{NAME}.json", tmp_path / "other.json"
    other.write_bytes(store.to_json(NEW))
    assert kinds(articles(one, other)) == [("other", "state_changed")]


def test_a_record_is_compared_with_the_one_of_its_name_in_a_folder(tmp_path: Path) -> None:
    old, new = stored(tmp_path / "old", named("a"), named("b")), stored(tmp_path / "new", named("b", NEW), named("c"))
    assert kinds(articles(old / "b.json", new)) == [("b", "state_changed")]
    assert kinds(articles(old, new / "b.json")) == [("b", "state_changed")]
    assert kinds(articles(old / "a.json", new)) == [("a", "removed")]


def test_a_broken_record_is_told_on_either_side_and_the_others_are_compared(tmp_path: Path) -> None:
    old = stored(tmp_path / "old", named("a"), named("b"), named("c"))
    new = stored(tmp_path / "new", named("a", NEW), named("b"), named("c"))
    (old / "b.json").write_bytes(b"{")
    (new / "b.json").write_bytes(b"{")
    (new / "c.json").write_bytes(b"{}")
    found = articles(old, new)
    summary = Summary()
    for each in found:
        summary.add(each)
    assert kinds(found) == [("a", "state_changed")]
    assert (summary.broken, summary.differ, summary.same) == (["b", "c"], 1, 0)
    assert [str(error).split(":")[0] for each in found for error in each.broken] == [
        f"{new / 'b.json'} is no JSON",
        f"{new / 'c.json'}",
    ]


def test_a_text_that_is_missing_or_another_is_told_and_its_quotes_are_shown(tmp_path: Path) -> None:
    old, new = stored(tmp_path / "old", OLD, text=None), stored(tmp_path / "new", NEW, text="another")
    (found,) = articles(old, new)
    assert found.unquoted
    ((sentence,),) = (entry.sentences for entry in found.entries)
    assert "".join(piece.text for piece in sentence.pieces) == OLD.claims[0].evidence[0].quote


def test_the_text_of_one_side_serves_both(tmp_path: Path) -> None:
    old, new = stored(tmp_path / "old", OLD), stored(tmp_path / "new", NEW, text=None)
    ((sentence,),) = (entry.sentences for entry in articles(old, new)[0].entries)
    assert OLD.claims[0].evidence[0].quote in "".join(piece.text for piece in sentence.pieces)
    assert len(sentence.pieces) > 3


def test_names_are_hidden_on_both_sides_before_anything_is_shown(tmp_path: Path) -> None:
    text = "قُتل المواطن محمد حسن العلي برصاص مجهولين."
    record = factory.record(
        article=factory.article(text),
        incidents=[],
        casualties=[],
        claims=[],
        aggregates=[],
        findings=[],
        unused_mentions=[],
    )
    titled = record.model_copy(update={"article": factory.article(text, title="مقتل محمد حسن العلي")})
    hidden = without_names(Versions("مقتل-محمد حسن العلي", Version(record, None), Version(titled, text)))
    assert hidden.old
    assert hidden.new
    assert "محمد" in text
    assert "محمد" not in f"{hidden.name} {hidden.old} {hidden.new}"


# --- revisions


def test_a_revision_is_compared_with_a_revision_or_the_disk(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    expected = [(NAME, "state_changed")]
    assert kinds(articles("good~1:data/records", "good:data/records")) == expected
    assert kinds(articles("good~1:data/records/", "data/records")) == expected
    one = f"main~2:data/records/{NAME}.json"
    (found,) = articles(one, f"data/records/{NAME}.json")
    assert kinds([found]) == expected
    assert not found.unquoted
    monkeypatch.chdir(repository / "data")
    assert kinds(articles(f"good~1:./records/{NAME}.json", "good:./records")) == expected
    monkeypatch.chdir(repository / "data" / "records")
    assert kinds(articles("good~1:./", "good:./")) == expected


def test_a_broken_record_of_a_revision_is_named(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    ran = extractor(repository, "diff", "HEAD~1:data/records", "HEAD:data/records")
    assert ran.code == StoreError.exit_code
    assert [line.split(" is no JSON")[0] for line in ran.errors] == ["error: HEAD:data/records/x.json"]


WRONG = {
    "no revision": ("HEAD~9:data/records", "git knows no revision HEAD~9;"),
    "no path": ("HEAD:absent", "HEAD holds no absent;"),
    "no records": ("HEAD:data", "HEAD:data holds no records;"),
    "no record": ("HEAD:data/records/absent.json", "holds no data/records/absent.json;"),
    "not in the index": (":data/absent", "the index holds no data/absent;"),
    "a path with a line end": ("HEAD:da\nta", "HEAD holds no da"),
    "no path and no revision": ("absent", "absent holds no records;"),
    "a name that no file can have": ("x" * 5000, "cannot be read: File name too long;"),
}


@pytest.mark.parametrize(("spec", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_git_does_not_hold_is_one_sentence(
    repository: Path, monkeypatch: pytest.MonkeyPatch, spec: str, said: str
) -> None:
    monkeypatch.chdir(repository)
    with pytest.raises(StoreError, match=said.replace("(", r"\(")), opened(spec):
        pass


def test_outside_of_a_repository_and_without_git_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(StoreError, match="no git repository here"), opened("HEAD:records"):
        pass
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match="git, which is not installed"), opened("HEAD:records"):
        pass


@pytest.mark.parametrize("spec", ["--output=x:records", "-h", "--upload-pack=touch x:y"])
def test_no_revision_is_an_option_of_git(repository: Path, monkeypatch: pytest.MonkeyPatch, spec: str) -> None:
    monkeypatch.chdir(repository)
    with pytest.raises(UsageError, match="does not begin with a dash"), opened(spec):
        pass
    assert extractor(repository, "diff", "--", spec, "data/records").code == UsageError.exit_code
    assert not (repository / "x").exists()


# --- the command


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_exit_codes_say_whether_anything_differs(tmp_path: Path, form: str) -> None:
    stored(tmp_path / "old", named("a"), named("b"))
    stored(tmp_path / "new", named("a", NEW), named("b"))
    assert extractor(tmp_path, "diff", "old", "old", "--format", form).code == 0
    ran = extractor(tmp_path, "diff", "old", "new", "--format", form, "--redact-names")
    assert (ran.code, ran.err) == (1, "")
    kept = extractor(tmp_path, "diff", "old", "new", "--format", form, "--redact-names", "-o", "out", COLUMNS="80")
    assert (kept.code, kept.out) == (1, "")
    assert "state" in (tmp_path / "out").read_text("utf-8")
    (tmp_path / "new" / "b.json").write_bytes(b"")
    assert extractor(tmp_path, "diff", "old", "new", "--format", form).code == StoreError.exit_code


def test_a_pipe_is_written_into_and_not_replaced(tmp_path: Path) -> None:
    stored(tmp_path / "old", named("a"))
    os.mkfifo(pipe := tmp_path / "pipe")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert extractor(tmp_path, "diff", "old", "old", "-o", "pipe").code == 0
    assert os.read(reader, 100).startswith(b"no difference")
    os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize("side", ["", ":", ":x", "HEAD:", "~", "a:b:c", "\n"])
def test_an_odd_side_is_an_error_and_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, side: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ExtractorError), opened(side):
        pass
