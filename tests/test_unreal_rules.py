"""Counts that the words around them deny, fear or ascribe to no attack go to a person; told harm passes."""

import time
from datetime import date

import pytest

from extractor.arabic.scan import scan
from extractor.drafting.grammar import draft_by_grammar
from extractor.validators.case import Case
from extractor.validators.rules import check
from extractor.validators.unreal import RULES
from schemas.casualty import Group
from schemas.items import Items

PUBLISHED = date(2024, 1, 2)


def found(text: str) -> set[str]:
    """The rules that ask about a counted casualty of a text."""
    seen = scan(text, PUBLISHED)
    items = draft_by_grammar(seen, seen.attacks)
    counted = {k.id for k in items.casualties if k.status == "counted"}
    assert counted, "the grammar reads no count here, so the row tests nothing"
    return {f.rule for f in check(seen, items) if f.item in counted}


UNREAL = {
    "denied": "نفى المتحدث باسم الجيش مقتل 20 جنديا في الهجوم.",
    "denied by its verb alone": "وأنكرت الوزارة إصابة 20 جنديا في القصف.",
    "no truth in it": "لا صحة للأنباء عن إصابة 10 جنود في القصف.",
    "said, and never happened": "الهجوم الذي قيل إنه أوقع 60 قتيلا لم يقع أصلا.",
    "never happened, told after it": "الهجوم الذي أوقع 60 قتيلا لم يحدث إطلاقا.",
    "devoid of truth, told after it": "أنباء مقتل 20 جنديا في الهجوم عارية عن الصحة.",
    "nearly": "كاد القصف أن يقتل 40 مدنيا.",
    "warned of": "حذرت المنظمة من أن الهجوم على المدينة سيؤدي إلى مقتل آلاف المدنيين.",
    "if": "وإذا شن الجيش هجوما واسعا على المدينة قتل 3000 مدني.",
    "in case": "وفي حال اندلاع حرب يقتل 3000 مدني.",
    "threatened": "توعد المسلحون بهجوم يودي بحياة 10 رهائن.",
    "planned": "وكان المسلحون يخططون لمقتل 10 جنود.",
    "may kill": "وقال الخبير إن القذيفة قد تقتل 15 شخصا.",
    "could have": "وكان من الممكن أن يوقع الهجوم 60 قتيلا.",
    "rumour": "انتشرت شائعة عن مقتل 9 معلمين في المدرسة.",
    "film": "يروي الفيلم قصة مقتل 6 بحارة.",
    "novel": "تدور أحداث الرواية حول مقتل 5 طلاب في قصف.",
    "drill": "نفذت الفرق تمرينا وهميا تضمن مقتل 4 جنود.",
    "scenario": "وتضمنت المناورات سيناريو لمقتل 20 رهينة.",
    "fabricated": "خبر مقتل 4 جنود في البلدة مفبرك.",
}
REAL = {
    "responsibility denied": "نفت الوزارة مسؤوليتها عن القصف الذي أسفر عن مقتل 20 مدنيا.",
    "responsibility denied, no relative": "نفى الجيش مسؤوليته عن قصف أسفر عن مقتل 20 مدنيا.",
    "warned after": "حذرت المنظمة من التصعيد بعد مقتل 40 مدنيا في القصف.",
    "warned of a reply": "حذر الوزير من الرد على مقتل 3 جنود في الهجوم.",
    "no damage": "قتل 20 جنديا في هجوم على القاعدة، ولم تقع أضرار مادية.",
    "next clause": "نفى المتحدث وقوع الهجوم الأول، وقتل 3 جنود في قصف أمس.",
    "next sentence": "نفى المتحدث وقوع الهجوم. وقتل 3 جنود في قصف أمس.",
    "feared because of": "توقعات بالتصعيد نظرا لمقتل 40 مدنيا في القصف.",
    "cautiously": "تقدم الجنود بحذر وقتل 3 مسلحين في الاشتباكات.",
    "may lead to, in another phrase": "في خطوة قد تؤدي إلى تصعيد، قتل 3 ضباط في ضربة.",
    "able to reply after": "قال إن القوات قادرة على الرد بعد مقتل 6 من عناصرها في هجوم.",
    "account of the police": "وبحسب رواية الشرطة قتل 3 جنود في هجوم.",
    "had happened": "وكان الهجوم قد أدى إلى مقتل 3 جنود.",
    "denied behind the count": "قتل 3 جنود في القصف، ونفى الجيش مسؤوليته.",
}


@pytest.mark.parametrize("text", UNREAL.values(), ids=UNREAL)
def test_what_did_not_happen_goes_to_a_person(text: str) -> None:
    assert "casualties.unreal" in found(text)


@pytest.mark.parametrize("text", REAL.values(), ids=REAL)
def test_what_happened_passes(text: str) -> None:
    assert "casualties.unreal" not in found(text)


NO_ATTACK = {
    "accident": "قتل 12 شخصا في حادث سير قرب المدينة.",
    "boat": "غرق قارب يقل مهاجرين، وقتل 5 أشخاص.",
    "hunger": "توفي 14 طفلا بسبب سوء التغذية.",
    "epidemic": "وأدى وباء الكوليرا إلى وفاة 14 شخصا.",
    "earthquake": "وأسفر الزلزال عن مقتل 200 شخص.",
    "fire": "قتل 12 شخصا في حريق اندلع في مصنع.",
    "execution": "أعدمت السلطات 3 رجال أدينوا بالتجسس.",
    "release": "وجرى إطلاق سراح 5 مختطفين، بينهم 3 أسرى.",
}
ATTACK = {
    "fire after shelling": "قتل 12 شخصا في حريق بعد قصف المخيم.",
    "attack told before": "وقع هجوم على البلدة.\nوقتل 4 أشخاص في حريق.",
    "no cause told": "قتل 12 شخصا في المدينة.",
    "accident in another sentence": "وقع حادث سير في العاصمة.\nوقتل 4 أشخاص في المدينة.",
}


@pytest.mark.parametrize("text", NO_ATTACK.values(), ids=NO_ATTACK)
def test_harm_of_another_cause_goes_to_a_person(text: str) -> None:
    assert "casualties.attack" in found(text)


@pytest.mark.parametrize("text", ATTACK.values(), ids=ATTACK)
def test_harm_beside_an_attack_passes(text: str) -> None:
    assert "casualties.attack" not in found(text)


@pytest.mark.parametrize(("drafted", "asks"), [(Group.CIVILIAN, True), (Group.MILITARY, False), (Group.MIXED, False)])
def test_soldiers_are_no_civilians(drafted: Group, asks: bool) -> None:
    seen = scan("قتل 20 جنديا في هجوم على القاعدة.", PUBLISHED)
    item = draft_by_grammar(seen, seen.attacks).casualties[0]
    changed = item.model_copy(update={"who": item.who.model_copy(update={"group": drafted})})
    assert ("casualties.group" in {f.rule for f in check(seen, Items(casualties=(changed,)))}) is asks


def test_a_long_hostile_text_is_read_in_linear_time() -> None:
    text = "نفى مقتل 20 جنديا في حريق " * 2000
    seen = scan(text, PUBLISHED)
    case = Case(seen, draft_by_grammar(seen, ()))
    begin = time.process_time()
    assert all(rule.run(case) for rule in RULES)
    assert time.process_time() - begin < 2
