"""Sides of an attack, places that are no scene, and acts of a claim: wrong drafts go to a person, right ones pass.

Rows are the project's own, made after errors that a tester planted by hand in made-up news (names, places and numbers
changed); developed on.
"""

from datetime import date

import pytest

from extractor.arabic.scan import scan
from extractor.selftest.subject import judge
from schemas.draft import Draft, DraftAggregate, DraftClaim, DraftIncident
from schemas.state import State

PUBLISHED = date(2024, 3, 20)


def findings(
    text: str, *, claim: DraftClaim | None = None, incident: DraftIncident | None = None
) -> tuple[State, set[str]]:
    """State of the one item drafted, and the rules that ask about it."""
    draft = Draft(
        incidents=[incident] if incident else [], casualties=[], claims=[claim] if claim else [], aggregates=[]
    )
    judged = judge(scan(text, PUBLISHED), draft)
    (item,) = judged.items.all()
    return item.state, {f.rule for f in judged.findings if f.level != "note"}


def attack(
    kind: str, place: str = "", attackers: tuple[str, ...] = (), targets: tuple[str, ...] = (), when: str | None = None
) -> DraftIncident:
    places = [place] if place else []
    return DraftIncident(
        s="s1", kind=kind, role="focal", date=when, places=places, attackers=list(attackers), targets=list(targets),
        munitions=None,
    )  # fmt: skip


ACCUSED = "اتهم الجيش اليمني جماعة الحوثي بقصف سوق في حيس ما أدى إلى مقتل تسعة."
STRUCK = "هاجم مسلحون نقطة للجيش التونسي في القصرين أمس."
MOURNED = "قتل أربعة من عناصر حركة حماس بغارة للجيش الإسرائيلي على مجدل سلم."
FROM_BODY = "قتل القيادي البارز في حركة الشباب بضربة لطائرة مسيرة أميركية على جلب."
BETWEEN = "قتل ستة في قصف شنه الجيش الروسي على ثكنة للجيش الأوكراني قرب سومي."
DENOUNCED = "انفجرت سيارة مفخخة في الصدر أمس، ودان الاتحاد الأوروبي التفجير."
CLASH = "اندلعت اشتباكات بين قوات الأمن ومسلحين في سبها أمس."

SIDES = {
    "the accuser": (ACCUSED, attack("shelling", "حيس", ("الجيش اليمني",)), "rejected"),
    "the struck": (STRUCK, attack("other", "القصرين", ("الجيش التونسي",), (), "أمس"), "review"),
    "the attacker as struck": (STRUCK, attack("other", "القصرين", (), ("مسلحون",), "أمس"), "review"),
    "the harmed": (MOURNED, attack("airstrike", "مجدل سلم", ("حركة حماس",)), "review"),
    "the same twice": (BETWEEN, attack("shelling", "سومي", ("الجيش الروسي",), ("الجيش الروسي",)), "rejected"),
    "sides swapped": (BETWEEN, attack("shelling", "سومي", ("الجيش الأوكراني",), ("الجيش الروسي",)), "review"),
    "who condemns": (DENOUNCED, attack("ied", "الصدر", ("الاتحاد الأوروبي",), (), "أمس"), "review"),
}
RIGHT_SIDES = {
    "the accused": (ACCUSED, attack("shelling", "حيس", ("جماعة الحوثي",))),
    "the subject": (STRUCK, attack("other", "القصرين", ("مسلحون",), ("نقطة للجيش التونسي",), "أمس")),
    "the doer": (MOURNED, attack("airstrike", "مجدل سلم", ("الجيش الإسرائيلي",))),
    "both named": (BETWEEN, attack("shelling", "سومي", ("الجيش الروسي",), ("ثكنة للجيش الأوكراني",))),
    "both of a clash": (CLASH, attack("clash", "سبها", ("قوات الأمن", "مسلحين"), (), "أمس")),
}


@pytest.mark.parametrize(("text", "incident", "state"), SIDES.values(), ids=SIDES)
def test_who_is_struck_or_only_speaks_is_no_attacker(text: str, incident: DraftIncident, state: str) -> None:
    found, rules = findings(text, incident=incident)
    assert (found, "incidents.sides" in rules) == (state, True)


@pytest.mark.parametrize(("text", "incident"), RIGHT_SIDES.values(), ids=RIGHT_SIDES)
def test_who_attacked_passes(text: str, incident: DraftIncident) -> None:
    assert findings(text, incident=incident) == ("accepted", set())


SOMEWHERE = {
    "adjective of a place": (
        "قتل ثلاثة بغارة على محافظة الضالع اليمنية أمس.",
        attack("airstrike", "", ("اليمنية",), (), "أمس"),
    ),
    "town of an apposition": (
        "دارت اشتباكات بين فصيلين في زليتن شرق العاصمة الليبية طرابلس.",
        attack("clash", "زليتن", ("طرابلس",)),
    ),
}


@pytest.mark.parametrize(("text", "incident"), SOMEWHERE.values(), ids=SOMEWHERE)
def test_a_place_or_its_adjective_is_no_attacker(text: str, incident: DraftIncident) -> None:
    assert "incidents.attacker" in findings(text, incident=incident)[1]


HOME = "قتل شرطي من أبناء درعا برصاص مجهولين في الصنمين."
PEOPLE = "أصيب صحفي من بيروت ومصور من مدينة طرابلس في غارة على ميس الجبل."
TAKEN = "قصفت المدفعية منزلا في جباليا ونقل الجرحى إلى مستشفى العودة في تل الزعتر."
FAR = "انفجرت عبوة في بلدة الشحيل التي تبعد 60 كيلومترا عن الحسكة."
ROUTE = "كانت الشاحنة في طريقها من عدن إلى إب حين استهدفتها غارة قرب قعطبة."
SEAT = "قتل جنديان من قوات حكومة طرابلس برصاص قناص في غريان."
SPEAKER = "تفجير قرب فندق في مقديشو أمس، والقاهرة تدين."
SCENES = {
    "home": (HOME, "shooting", "درعا", "الصنمين"),
    "people of a town": (PEOPLE, "airstrike", "طرابلس", "ميس الجبل"),
    "where the harmed were brought": (TAKEN, "shelling", "مستشفى العودة", "جباليا"),
    "distance": (FAR, "ied", "الحسكة", "الشحيل"),
    "route from": (ROUTE, "airstrike", "عدن", "قعطبة"),
    "route to": (ROUTE, "airstrike", "إب", "قعطبة"),
    "seat of a government": (SEAT, "shooting", "طرابلس", "غريان"),
    "who condemns": (SPEAKER, "ied", "القاهرة", "مقديشو"),
}


@pytest.mark.parametrize(("text", "kind", "wrong", "right"), SCENES.values(), ids=SCENES)
def test_a_place_that_is_no_scene_goes_to_a_person(text: str, kind: str, wrong: str, right: str) -> None:
    assert "places.elsewhere" in findings(text, incident=attack(kind, wrong))[1]
    assert findings(text, incident=attack(kind, right)) == ("accepted", set())


KINDS = {
    "stabbing as shooting": ("طعن رجل جنديا في الخليل أمس.", "shooting"),
    "ramming as a bomb": ("دهس سائق ثلاثة جنود في رام الله أمس.", "ied"),
    "clash as shooting": ("اندلعت اشتباكات عنيفة في الزاوية أمس.", "shooting"),
    "raid as clash": ("داهمت قوة خاصة منزلا في نابلس أمس.", "clash"),
}


@pytest.mark.parametrize(("text", "kind"), KINDS.values(), ids=KINDS)
def test_words_of_one_kind_are_no_other(text: str, kind: str) -> None:
    assert "incidents.kind" in findings(text, incident=attack(kind, when="أمس"))[1]


def test_a_stabbing_is_an_attack_of_no_other_kind() -> None:
    assert findings("طعن رجل جنديا في الخليل أمس.", incident=attack("other", "الخليل", when="أمس")) == (
        "accepted",
        set(),
    )


@pytest.mark.parametrize(("metric", "asks"), [("troops", False), ("fighters", True)])
def test_soldiers_are_troops_and_no_fighters(metric: str, asks: bool) -> None:
    total = DraftAggregate(s="s1", words="900 جندي", metric=metric)
    draft = Draft(incidents=[], casualties=[], claims=[], aggregates=[total])
    judged = judge(scan("ويوجد 900 جندي أميركي في شمال شرقي سوريا.", PUBLISHED), draft)
    assert ("totals.metric" in {f.rule for f in judged.findings}) is asks


BLAME = "حملت الحكومة العراقية تنظيم داعش مسؤولية القصف على سنجار."
CONDEMN = "أدانت وزارة الخارجية الأردنية الهجوم الذي قتل فيه ستة في مأرب."
THREAT = "هدد قائد الفيلق بقصف بورتسودان."
GUESS = "رجح خبراء أن الصاروخ أطلق من سيناء."
ADMIT = "أقرت وزارة الدفاع بمقتل خمسة من جنودها في هجوم على كيدال."
CLAIM = "تبنى تنظيم داعش التفجير الذي قتل فيه قائد في كابل."
LAID = "اتهمت الخرطوم حركة تحرير السودان بتفجير الجنينة، ونفت الحركة صلتها به."
NOTHING = "وقال عمدة جدة إن المدينة لم تتعرض لأي قصف."
TOLD = "أفاد مصدر عسكري بأن الدفاعات أسقطت مسيرات قرب حماة."
DATELINE = "دمشق: أعلنت وزارة الدفاع مقتل سبعة من داعش في البادية."
WRONG_ACTS = {
    "who condemns claims": (CONDEMN, "وزارة الخارجية الأردنية", "claims_responsibility"),
    "who condemns confirms": (CONDEMN, "وزارة الخارجية الأردنية", "confirms"),
    "who blames claims": (BLAME, "الحكومة العراقية", "claims_responsibility"),
    "who blames confirms": (BLAME, "الحكومة العراقية", "confirms"),
    "who threatens reports": (THREAT, "قائد الفيلق", "reports"),
    "who threatens claims": (THREAT, "قائد الفيلق", "claims_responsibility"),
    "who guesses confirms": (GUESS, "خبراء", "confirms"),
    "who admits losses claims": (ADMIT, "وزارة الدفاع", "claims_responsibility"),
    "who claims accuses": (CLAIM, "تنظيم داعش", "accuses"),
    "a dead man speaks": (CLAIM, "قائد", "reports"),
    "the accused accuses": (LAID, "حركة تحرير السودان", "accuses"),
    "the accused confirms": (LAID, "حركة تحرير السودان", "confirms"),
    "what did not happen is confirmed": (NOTHING, "عمدة جدة", "confirms"),
    "a report threatens": (TOLD, "مصدر عسكري", "threatens"),
    "who names another as the doer claims": (
        "قال الجيش الكيني إن حركة الشباب قصفت قاعدة في لامو.",
        "الجيش الكيني",
        "claims_responsibility",
    ),
    "a source claims": (TOLD, "مصدر عسكري", "claims_responsibility"),
    "a dateline speaks": (DATELINE, "دمشق", "reports"),
}
RIGHT_ACTS = {
    "accuses": (BLAME, "الحكومة العراقية", "accuses"),
    "threatens": (THREAT, "قائد الفيلق", "threatens"),
    "assesses": (GUESS, "خبراء", "assesses"),
    "confirms": (ADMIT, "وزارة الدفاع", "confirms"),
    "claims": (CLAIM, "تنظيم داعش", "claims_responsibility"),
    "the accused denies, by a noun that means him": (LAID, "حركة تحرير السودان", "denies"),
    "what did not happen is denied": (NOTHING, "عمدة جدة", "denies"),
    "reports": (TOLD, "مصدر عسكري", "reports"),
    "behind a dateline": (DATELINE, "وزارة الدفاع", "reports"),
    "silence": ("قال سكان إن الجيش قصف الحي، ولم يصدر عن الجيش أي بيان.", "الجيش", "no_comment"),
}


def said(speaker: str, act: str) -> DraftClaim:
    return DraftClaim(s="s1", speaker=speaker, act=act, about=[])


@pytest.mark.parametrize(("text", "speaker", "act"), WRONG_ACTS.values(), ids=WRONG_ACTS)
def test_what_the_speaker_does_not_do_goes_to_a_person(text: str, speaker: str, act: str) -> None:
    state, rules = findings(text, claim=said(speaker, act))
    assert state == "review"
    assert rules <= {"claims.act", "claims.denied", "claims.spoken", "claims.silence"}


@pytest.mark.parametrize(("text", "speaker", "act"), RIGHT_ACTS.values(), ids=RIGHT_ACTS)
def test_what_the_speaker_does_passes(text: str, speaker: str, act: str) -> None:
    assert findings(text, claim=said(speaker, act)) == ("accepted", set())
