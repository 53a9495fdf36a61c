"""Incidents without an anchor, and places read as attackers, go to a person."""

from datetime import date

import pytest

from extractor.arabic.scan import scan
from extractor.build import span
from extractor.drafting.grammar import draft_by_grammar
from extractor.validators.rules import check
from schemas.actor import Actor
from schemas.items import Items

TOLD = "شن الجيش غارة جوية على مستودع شرقي سوريا قرب مدينة البوكمال أمس.\nوعقد الوزير اجتماعاً في العاصمة."


def rules(items: Items) -> set[str]:
    return {f.rule for f in check(scan(TOLD, date(2024, 1, 2)), items)}


@pytest.fixture
def items() -> Items:
    seen = scan(TOLD, date(2024, 1, 2))
    return draft_by_grammar(seen, seen.attacks)


def changed(items: Items, **update: object) -> Items:
    return Items((items.incidents[0].model_copy(update=update),))


def test_an_anchored_incident_passes(items: Items) -> None:
    assert not {"incidents.told", "incidents.anchored", "incidents.attacker"} & rules(items)


def test_neither_day_nor_local_place_is_doubt(items: Items) -> None:
    assert "incidents.anchored" in rules(changed(items, date=None, places=[]))


def test_a_day_alone_is_an_anchor(items: Items) -> None:
    assert "incidents.anchored" not in rules(changed(items, places=[]))


def test_a_located_name_is_no_attacker(items: Items) -> None:
    start = TOLD.index("سوريا")
    syria = span(TOLD, start, start + len("سوريا"))
    assert "incidents.attacker" in rules(changed(items, attackers=[Actor(raw=syria.quote, evidence=syria)]))


WEAPONS = ["صواريخ إيرانية", "قذيفة", "سيارة مفخخة", "طائرة مسيرة", "الطائرات", "زورق مفخخ"]
PARTIES = ["مقاتلات أميركية", "طائرات حربية روسية", "طائرات التحالف", "مسيرة تابعة لحزب الله", "مسلحون", "الجيش"]


@pytest.mark.parametrize(
    ("words", "asks"), [*((w, True) for w in WEAPONS), *((w, False) for w in PARTIES)], ids=[*WEAPONS, *PARTIES]
)
def test_a_weapon_is_no_attacker(items: Items, words: str, asks: bool) -> None:
    actor = items.incidents[0].attackers[0].model_copy(update={"raw": words})
    assert ("incidents.attacker" in rules(changed(items, attackers=[actor]))) is asks


@pytest.mark.parametrize(
    ("update", "asks"),
    [
        ({"kind": "other", "attackers": []}, True),
        ({"kind": "other"}, False),
        ({"kind": "airstrike", "attackers": []}, False),
    ],
    ids=["nothing told", "an attacker told", "a kind told"],
)
def test_an_attack_of_which_nothing_is_told_is_doubt(items: Items, update: dict[str, object], asks: bool) -> None:
    assert ("incidents.thin" in rules(changed(items, munitions=None, **update))) is asks


def test_words_without_an_attack_tell_none(items: Items) -> None:
    meeting = span(TOLD, TOLD.index("وعقد"), len(TOLD))
    assert "incidents.told" in rules(changed(items, evidence=[meeting]))
