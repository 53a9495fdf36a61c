"""Parquet that others wrote: columns of other types and names, and files that are broken inside."""

from pathlib import Path

import pytest
from command_line import ARTICLE

from extractor.articles import Article, read_articles
from extractor.errors import InputError

pyarrow = pytest.importorskip("pyarrow")
write_table = pytest.importorskip("pyarrow.parquet").write_table


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"text": [ARTICLE], "published": [1_714_532_400_000_000_001]}, "2024-05-01"),
        ({"text": [ARTICLE.encode()]}, None),
        ({"text": [ARTICLE.encode("cp1256")]}, "row 1: write texts in UTF-8."),
        ({"body": [ARTICLE], "n": [1]}, "a.parquet has no column `text` among body, n; rename the one that is meant."),
        ({"text": []}, "a.parquet is empty; write one row an article, with the key `text`."),
        ({"text": [None]}, "row 1: the key `text` is missing."),
        ({"text": [{"ar": ARTICLE}], "tags": [[1]]}, "row 1: `text`: Input should be a valid string."),
    ],
    ids=["nanoseconds", "bytes", "bytes-of-another-encoding", "other-columns", "empty", "null", "nested"],
)
def test_rows_of_parquet_that_others_wrote(tmp_path: Path, columns: dict[str, list[object]], says: str | None) -> None:
    made = {name: pyarrow.array(values) for name, values in columns.items()}
    if "published" in made:
        made["published"] = made["published"].cast(pyarrow.timestamp("ns"))
    write_table(pyarrow.table(made), tmp_path / "a.parquet")
    (read,) = read_articles([str(tmp_path / "a.parquet")])
    assert (says or "") in (str(read.info.published) if isinstance(read, Article) else str(read))
    assert not isinstance(read, Article) or read.text == ARTICLE


def test_a_broken_page_of_parquet_ends_its_file_alone(tmp_path: Path) -> None:
    texts = [f"{ARTICLE} {number}" for number in range(2000)]
    write_table(pyarrow.table({"text": texts}), tmp_path / "a.parquet", use_dictionary=False, compression="snappy")
    whole = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(whole[:1000] + b"\xff" * 3000 + whole[4000:])
    (tmp_path / "b.txt").write_text(ARTICLE, encoding="utf-8")
    *_, error, other = read_articles([str(tmp_path / "a.parquet"), str(tmp_path / "b.txt")])
    assert isinstance(other, Article)
    assert isinstance(error, InputError)
    assert "a.parquet" in str(error)
