"""Rules that read whose a name is: places of an attack, speakers of a statement, people of an attack.

Each row is a text and a draft of it, in words of our own (September of a made-up year); no text was developed on.
"""

from datetime import date
from typing import Any

import pytest

from extractor.arabic.scan import scan
from extractor.selftest.subject import judge
from schemas.draft import Draft, DraftCasualty, DraftClaim, DraftIncident
from schemas.record import Level

PUBLISHED = date(2024, 3, 20)


def rules(text: str, **lists: list[Any]) -> set[str]:
    """The rules that ask for a person or refuse, for a draft of a text."""
    empty: dict[str, list[Any]] = {"incidents": [], "casualties": [], "claims": [], "aggregates": []}
    judged = judge(scan(text, PUBLISHED), Draft(**empty | lists))
    assert any(True for _ in judged.items.all()), "the draft gives no item, so the row tests nothing"
    return {f.rule for f in judged.findings if f.level is not Level.NOTE}


def attack(*places: str, s: str = "s1", kind: str = "shelling") -> DraftIncident:
    return DraftIncident.model_validate(
        {"s": s, "kind": kind, "role": "focal", "date": None, "places": list(places), "attackers": [], "targets": [],
         "munitions": None}
    )  # fmt: skip


PLACES = {
    "where it was": ("قصفت المدفعية مدينة تدمر أمس.", ("تدمر",), False),
    "whom they are loyal to": ("قصفت ميليشيات موالية لإيران مدينة تدمر أمس.", ("إيران",), True),
    "who backs them": ("قصفت فصائل مدعومة من تركيا مدينة عفرين أمس.", ("تركيا",), True),
    "where they are stationed": ("قصفت قوات متمركزة في منطقة الرصافة مدينة تدمر أمس.", ("الرصافة",), True),
    "who announced it": ("أعلنت إسرائيل قصف مواقع في مدينة تدمر أمس.", ("إسرائيل",), True),
    "the country around it": ("تشهد سوريا توترا.\nوساد هدوء.\nوقصفت مدينة تدمر أمس.", ("تدمر", "سوريا"), False),
    "a country that is not": ("يشهد لبنان توترا.\nوساد هدوء.\nوقصفت مدينة تدمر أمس.", ("تدمر", "لبنان"), True),
    "a list that goes on": ("قصفت المدفعية مواقع شرق حمص أمس، بما فيها مدينة تدمر.", ("تدمر",), False),
    "a noun that points back": ("وصل الوفد إلى مدينة تدمر.\nوكانت المدفعية قد قصفت المدينة الأحد.", ("تدمر",), False),
    "a noun that means another": ("وصل الوفد من بلدة السخنة إلى تدمر.\nوقصف الجيش المدينة الأحد.", ("السخنة",), True),
}  # fmt: skip


@pytest.mark.parametrize(("text", "places", "wrong"), PLACES.values(), ids=PLACES)
def test_a_place_is_where_the_attack_was(text: str, places: tuple[str, ...], wrong: bool) -> None:
    sentences = len(scan(text, PUBLISHED).sentences)
    assert ("places.near" in rules(text, incidents=[attack(*places, s=f"s{sentences}")])) is wrong


SPEAKERS = {
    "subject of the verb": ("قال الوزير سامر الحلبي إن القصف طال مدينة تدمر.", "سامر الحلبي", False),
    "in apposition": ("وقال المصدر، وهو طبيب في مستشفى حماة، إن القصف طال مدينة تدمر.", "طبيب في مستشفى حماة", False),
    "according to": ("قصفت المدفعية مدينة تدمر، بحسب مصدر طبي.", "مصدر طبي", False),
    "what is said is of no attack": ("وأعلن الرئيس سامر الحلبي أن بلاده لا تسعى إلى حرب.", "سامر الحلبي", False),
    "named in what is said": ("قال الوزير إن سامر الحلبي أصيب في قصف على مدينة تدمر.", "سامر الحلبي", True),
    "no word of speech": ("ووصل سامر الحلبي إلى مدينة تدمر بعد القصف.", "سامر الحلبي", True),
}


@pytest.mark.parametrize(("text", "speaker", "wrong"), SPEAKERS.values(), ids=SPEAKERS)
def test_a_speaker_speaks(text: str, speaker: str, wrong: bool) -> None:
    claim = DraftClaim.model_validate({"s": "s1", "speaker": speaker, "act": "reports", "about": []})
    assert ("claims.spoken" in rules(text, claims=[claim])) is wrong


TWO = (
    "قصفت المدفعية مدينة تدمر الأحد، ما أدى إلى مقتل أربعة أشخاص.\n"
    "وقصفت الطائرات مدينة السخنة الاثنين، ما أدى إلى مقتل سبعة أشخاص."
)


@pytest.mark.parametrize(("number", "wrong"), [(1, True), (2, False)], ids=["of the other attack", "of its own"])
def test_people_are_harmed_in_the_attack_of_their_sentence(number: int, wrong: bool) -> None:
    attacks = [attack("تدمر"), attack("السخنة", s="s2", kind="airstrike")]
    seven = DraftCasualty.model_validate(
        {"s": "s2", "words": "سبعة أشخاص", "harm": "killed", "status": "counted", "who": "أشخاص", "group": "unknown",
         "incident": number, "cumulative": False}
    )  # fmt: skip
    assert ("links.incident" in rules(TWO, incidents=attacks, casualties=[seven])) is wrong


KINDS = {"of its family": ("shelling", False), "any attack": ("other", False), "of another": ("abduction", True)}


@pytest.mark.parametrize(("kind", "wrong"), KINDS.values(), ids=KINDS)
def test_a_kind_is_of_the_family_of_the_words(kind: str, wrong: bool) -> None:
    text = "قصفت المدفعية مدينة تدمر أمس."
    assert ("incidents.kind" in rules(text, incidents=[attack("تدمر", kind=kind)])) is wrong
