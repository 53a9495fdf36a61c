"""Attack reports: triggers, kinds, parties, and what is no incident."""

import csv
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.arabic.attack_groups import AttackGroup, group_attacks
from extractor.arabic.attacks import AttackMention, scan_attacks
from extractor.arabic.dates import scan_dates
from extractor.arabic.numerals import scan_numbers
from extractor.arabic.place import scan_places
from extractor.arabic.sentences import split_sentences

TABLES = Path(__file__).parents[1] / "tables"
FLAGS = ("generic", "negated", "hypothetical", "aggregate", "anaphoric")
FIELDS = ("kind", "attacker", "target", "flags")
KNOWN_FAILURES = (TABLES / "attacks_known_failures.txt").read_text("utf-8").split()


def _rows() -> list[dict[str, str]]:
    return [row for table in ("attacks_held_out.tsv", "attacks_bugs.tsv") for row in _table(table)]


def _table(name: str) -> list[dict[str, str]]:
    lines = (TABLES / name).read_text("utf-8").splitlines()
    return list(csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def _scan(text: str) -> list[AttackMention]:
    return scan_attacks(text, split_sentences(text), scan_numbers(text), scan_places(text), scan_dates(text, None))


def _groups(text: str, published: date | None = None) -> list[AttackGroup]:
    return group_attacks(_scan(text), text, scan_numbers(text), scan_places(text), scan_dates(text, published))


def _told(text: str, mention: AttackMention, field: str) -> str:
    if field == "kind":
        return mention.kind
    if field == "flags":
        return " ".join(f for f in FLAGS if getattr(mention, f)) or "ok"
    spans = mention.attackers if field == "attacker" else mention.targets
    return text[slice(*spans[0])] if spans else "-"


def _cases(*, reported: bool) -> list[object]:
    rows = [r for r in _rows() if (r["trigger"] != "-") == reported]
    fields = FIELDS if reported else ("none",)
    failing = pytest.mark.xfail(reason="held-out sentence that the rules do not read yet", strict=True)
    return [
        pytest.param(r, f, id=f"{r['id']}-{f}", marks=[failing] if f"{r['id']}-{f}" in KNOWN_FAILURES else [])
        for r in rows
        for f in fields
    ]


@pytest.mark.parametrize(("row", "field"), _cases(reported=True))
def test_report_is_read(row: dict[str, str], field: str) -> None:
    at = row["text"].index(row["trigger"])
    found = [m for m in _scan(row["text"]) if m.start < at + len(row["trigger"]) and at < m.end]
    assert found, "trigger not seen"
    assert _told(row["text"], found[0], field) == row[field]


@pytest.mark.parametrize(("row", "field"), _cases(reported=False))
def test_no_incident_is_reported(row: dict[str, str], field: str) -> None:
    assert not _groups(row["text"])


def test_a_definite_noun_goes_back_to_the_attack_before_it() -> None:
    text = "قصفت مدفعية النظام بلدة سرمين أمس.\nوأسفر القصف عن مقتل طفل.\nوشنت طائرات غارة على مدينة حماة."
    assert [[text[m.start : m.end] for m in g.mentions] for g in _groups(text)] == [["قصفت", "القصف"], ["غارة"]]


def test_the_same_attack_told_twice_is_one_incident() -> None:
    text = "تعرضت مدينة حماة لقصف صاروخي.\nوقالت مصادر إن قوات النظام قصفت مدينة حماة بالصواريخ."
    (group,) = _groups(text)
    assert group.kind == "rocket_attack"
    assert [p.raw for p in group.places] == ["حماة"]
    assert [text[a:b] for a, b in group.attackers] == ["قوات النظام"]


def test_the_lead_told_again_with_its_place_is_one_incident() -> None:
    text = (
        "قتل أربعة أشخاص بقصف صاروخي سعودي في محافظة صعدة صباح السبت.\n"
        "وقالت مصادر إن القوات السعودية نفذت قصفا صاروخيا على حي في مديرية رازح بمحافظة صعدة."
    )
    (group,) = _groups(text)
    assert [p.raw for p in group.places] == ["رازح", "صعدة"]
    assert [text[a:b] for a, b in group.attackers] == ["القوات السعودية"]


def test_a_day_that_opens_a_sentence_sets_its_attack_apart() -> None:
    text = (
        "شن الحوثيون هجوما صاروخيا على محافظة مأرب.\n"
        "وقبل أيام، قال المحافظ إن الحوثيين قصفوا محافظة مأرب بثلاثة صواريخ."
    )
    assert len(_groups(text)) == 2


def test_an_attack_known_by_its_day_goes_back() -> None:
    text = "قصفت طائرات حربية روسية بلدة سرمين يوم الخميس 9 آذار 2023.\nوقال وزير إن ضربة الخميس كانت دقيقة."
    assert len(_groups(text)) == 1


def test_gunmen_without_a_name_give_way_to_who_is_named() -> None:
    text = "هاجم مسلحون حاجزا في مدينة سامراء.\nوقال ضابط إن مسلحي تنظيم داعش هاجموا الحاجز في مدينة سامراء."
    (group,) = _groups(text)
    assert [text[a:b] for a, b in group.attackers] == ["مسلحي تنظيم داعش"]


def test_shelling_from_the_air_told_with_a_bare_word_is_one_incident() -> None:
    text = "شنت طائرات التحالف غارة على مدينة ضحيان.\nوقال ساكن إن قصف التحالف دمر بيته في مدينة ضحيان."
    assert [g.kind for g in _groups(text)] == ["airstrike"]


def test_a_short_name_of_an_attacker_is_led_back_to_its_full_one() -> None:
    text = "وتنتشر حركة الشباب في ريف كيسمايو.\nوأمس هاجمت الحركة سوقا في مدينة كيسمايو."
    assert [[text[a:b] for a, b in g.attackers] for g in _groups(text)] == [["حركة الشباب"]]


def test_another_date_is_another_incident() -> None:
    text = "قصفت مدفعية النظام مدينة حماة الاثنين 13 آذار 2023.\nوقصفت مدفعية النظام مدينة حماة الخميس 9 آذار 2023."
    assert [g.date and g.date.first for g in _groups(text)] == [date(2023, 3, 13), date(2023, 3, 9)]


def test_the_date_that_leads_the_paragraph_dates_the_attack() -> None:
    text = "والخميس 9 آذار 2023، أعلنت الوزارة أن طائرات شنت غارات على مدينة حماة."
    assert [g.date and g.date.first for g in _groups(text)] == [date(2023, 3, 9)]


def test_munitions_of_the_clause_are_counted() -> None:
    text = "وقصفت ميليشيات موالية لإيران قاعدة في مدينة حماة بأربعة صواريخ."
    (group,) = _groups(text)
    assert group.munitions is not None
    assert (group.munitions.low, group.munitions.unit) == (4, "صواريخ")


def test_where_an_actor_stays_is_not_where_it_struck() -> None:
    text = "قصفت الميليشيات المتمركزة في مدينة حمص بلدة سرمين."
    assert "حمص" not in [p.raw for g in _groups(text) for p in g.places]


@pytest.mark.parametrize("piece", ["ق", "قصف ", "غارة شنت ", "َ", "7", '"', "و", "الهجوم "])
@pytest.mark.no_cover  # the tracer would be timed, too
def test_hostile_input_takes_linear_time(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    seen = (split_sentences(text), scan_numbers(text), scan_places(text), scan_dates(text, None))
    scan_attacks("", [], [], [], [])
    start = time.process_time()
    group_attacks(scan_attacks(text, *seen), text, *seen[1:])
    assert time.process_time() - start < 4


@given(st.text("قصفهجوم غارةعلى مدينة.،وبالل\n", max_size=200))
@settings(max_examples=50, deadline=None)
def test_every_range_lies_in_its_sentence(text: str) -> None:
    for m in _scan(text):
        assert m.sentence_start <= m.clause_start <= m.start < m.end
        assert m.clause_end <= m.sentence_end
