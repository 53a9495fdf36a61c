"""Tables: what stands in a row, and that no text of an article runs as a formula or breaks a file."""

import csv
import io
import json
import re
from datetime import date, datetime
from typing import Any

import factory
import hostile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from extractor.errors import UsageError
from extractor.export.as_csv import to_csv
from extractor.export.as_jsonl import to_jsonl
from extractor.export.as_xlsx import to_xlsx
from extractor.export.rows import COLUMNS, Row, rows
from extractor.export.safe import neutral, neutral_everywhere, printable

RECORDS = [factory.record(), factory.failed()]


def row(**cells: Any) -> Row:
    return dict.fromkeys(COLUMNS["claims"]) | cells


def sheet(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data)).active


@pytest.mark.parametrize("table", COLUMNS)
def test_every_row_has_the_columns_of_its_table(table: str) -> None:
    found = list(rows(RECORDS, table))
    assert len(found) == len(getattr(RECORDS[0], table))
    assert all(tuple(row) == COLUMNS[table] for row in found)


def test_a_casualty_row_carries_its_incident_and_speaker() -> None:
    found = list(rows(RECORDS))[2]
    assert found == {
        "id": "c911",
        "incident": "i2473",
        "date_start": date(2023, 3, 23),
        "date_end": date(2023, 3, 23),
        "place": "خراب الجير",
        "harm": "injured",
        "status": "counted",
        "low": 5,
        "high": 5,
        "bound": "exact",
        "count": "خمسة",
        "who": None,
        "group": None,
        "cumulative": None,
        "subset_of": None,
        "speaker": "بات رايدر",
        "act": "confirms",
        "quote": "وإصابة خمسة عسكريين أمريكيين",
        "state": "review",
        "article": factory.ARTICLE_ID,
        "outlet": "مرصد مينا",
        "url": None,
        "published": date(2023, 3, 25),
    }


def test_an_incident_row_takes_the_first_place_that_resolves() -> None:
    found = list(rows(RECORDS, "incidents"))[1]
    assert (found["place"], found["places"]) == ("خراب الجير", "خراب الجير | الحسكة")
    assert (found["lat"], found["lon"], found["country"], found["munitions_low"]) == (36.5, 40.75, "SY", 1)


def test_claims_and_aggregates() -> None:
    (claim,), (aggregate,) = rows(RECORDS, "claims"), rows(RECORDS, "aggregates")
    assert (claim["speaker"], claim["act"], claim["about"]) == ("بات رايدر", "confirms", "i2473")
    assert (aggregate["metric"], aggregate["low"], aggregate["total"]) == ("attacks", 78, "78")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\ufeff=1",
        "\u200f=1",
        "\0=1",
        "＝1",
        "－1",
        "﹦1",
        "﹢1",
        "−1",
    ],
)
def test_a_text_that_could_run_gets_an_apostrophe(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["قتل = 3", "'=1", "", " ", "19", -1, -1.5, True, None, date(2023, 3, 25)], ids=repr)
def test_other_cells_are_left_alone(cell: Any) -> None:
    assert neutral(cell) is cell


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("قال;=1+1", "قال;'=1+1"),
        ("قال; \u200f=1", "قال; \u200f'=1"),
        ("قال\t@SUM(A1)", "قال\t'@SUM(A1)"),
        ("قال\n-2+3", "قال\n'-2+3"),
        ('قال";＝1', "قال\";'＝1"),
        ("=1;=2", "'=1;'=2"),
        ("قتل\0ستة", "قتل\ufffdستة"),
        ("قال;﹣2+3", "قال;'﹣2+3"),
        ("قال؛ 5 - 3 = 2", "قال؛ 5 - 3 = 2"),
        ("قتل 3; وجرح 4", "قتل 3; وجرح 4"),
    ],
)
def test_no_cell_of_another_separator_runs_either(text: str, safe: str) -> None:
    assert neutral_everywhere(text) == safe


@pytest.mark.parametrize("table", ["casualties", "claims"])
def test_a_hostile_article_is_only_text(table: str) -> None:
    made = rows([hostile.record()], table)
    cells = [
        cell for each in csv.reader(io.StringIO(to_csv(made, table).decode("utf-8-sig"), newline="")) for cell in each
    ]
    assert hostile.MARKUP in cells
    parts = [part.lstrip() for cell in cells for part in re.split(r"[;|\t\r\n]", cell)]
    assert not [part for part in parts if part[:1] in set("=+-@")]
    book = sheet(to_xlsx(rows([hostile.record()], table), table))
    assert {cell.data_type for line in book for cell in line} <= {"s", "n", "d", "b"}
    assert hostile.MARKUP in [cell.value for line in book for cell in line]


class TestCsv:
    def test_the_whole_form(self) -> None:
        data = to_csv([row(id="k1", speaker='قال "نعم", ثم\nصمت', quote="=1+1", published=date(2023, 3, 25))], "claims")
        head, *body = data.decode("utf-8").split("\r\n")
        assert head == "\ufeffid,speaker,act,about,accused,quote,state,article,outlet,url,published"
        assert body == ['k1,"قال ""نعم"", ثم\nصمت",,,,\'=1+1,,,,,2023-03-25', ""]

    @given(st.text(alphabet=st.characters(codec="utf-8")))
    def test_any_text_comes_back_and_never_runs(self, text: str) -> None:
        data = to_csv([row(id="k1", quote=text)], "claims").decode("utf-8-sig")
        (found,) = csv.DictReader(io.StringIO(data, newline=""))
        assert found["quote"].replace("'", "") == text.replace("'", "").replace("\0", "\ufffd")
        assert not re.search(r"(?:^|[;|\t\r\n])\s*[=+@-]", found["quote"])


def test_jsonl_keeps_values_as_they_are() -> None:
    lines = to_jsonl(rows(RECORDS), "casualties").decode("utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert len(found) == 4
    assert (found[0]["low"], found[0]["published"], found[0]["cumulative"]) == (19, "2023-03-25", True)
    assert "المليشيات" in lines[0]


class TestXlsx:
    def test_types_direction_and_header(self) -> None:
        table = sheet(to_xlsx(rows(RECORDS), "casualties"))
        assert tuple(cell.value for cell in table[1]) == COLUMNS["casualties"]
        cells = dict(zip(COLUMNS["casualties"], (cell.value for cell in table[2]), strict=True))
        assert (cells["low"], cells["cumulative"], cells["published"]) == (19, True, datetime(2023, 3, 25))
        assert table.sheet_view.rightToLeft
        assert table.freeze_panes == "A2"

    def test_no_formula_no_control_character_no_overlong_cell(self) -> None:
        texts = ["=1+1", "قتل\0\x0b\ufffe", "ق" * 40_000, "-1"]
        table = sheet(to_xlsx([row(quote=text) for text in texts], "claims"))
        cells = [table.cell(number, COLUMNS["claims"].index("quote") + 1) for number in range(2, 6)]
        assert [cell.data_type for cell in cells] == ["s"] * 4
        assert [cells[0].value, cells[1].value, cells[3].value] == ["'=1+1", "قتل\ufffd\ufffd\ufffd", "'-1"]
        assert len(cells[2].value) == 32_767

    @pytest.mark.parametrize("text", ["#REF!", "#N/A", "TRUE", "1e5", "2023-03-25", "00963", "12:30"])
    def test_a_text_stays_a_text(self, text: str) -> None:
        cell = sheet(to_xlsx([row(quote=text)], "claims")).cell(2, COLUMNS["claims"].index("quote") + 1)
        assert (cell.value, cell.data_type) == (text, "s")

    @pytest.mark.parametrize(
        ("text", "stored"),
        [("_x0000_", "_x005F_x0000_"), ("_x003D_1+1", "_x005F_x003D_1+1"), ("_xyz_", "_xyz_"), ("_x12_", "_x12_")],
    )
    def test_no_text_names_a_character_by_its_number(self, text: str, stored: str) -> None:
        assert printable(text) == stored

    @given(st.text())
    def test_any_text_fits_into_xml(self, text: str) -> None:
        assert sheet(to_xlsx([row(quote=printable(text))], "claims")).max_row == 2

    def test_without_openpyxl_the_extra_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
        with pytest.raises(UsageError, match="casualty-extractor"):
            to_xlsx([], "claims")
