"""Which attack a count of people belongs to, told in a place's name. Developed on; the wording is our own."""

from datetime import date

import pytest

from extractor.arabic.scan import scan
from extractor.arabic.statement_dates import dates_statement
from extractor.drafting.grammar import draft_by_grammar

PUBLISHED = date(2024, 5, 16)  # a Thursday

COUNTS = {
    "a definite noun means the attack told last": (
        "قتل سبعة أشخاص أمس الأربعاء في قصف جوي على اجتماع في بلدة سرمين. ويأتي ذلك بعد أيام من استهداف طائرة مسيرة "
        "لسوق مدينة أريحا. وقالت مصادر إن طائرة مسيرة قصفت الاجتماع في سرمين. وأفادت بأن القصف أسفر عن إصابة خمسة.",
        ["سرمين", "سرمين"],
    ),
}


@pytest.mark.parametrize(("text", "places"), COUNTS.values(), ids=COUNTS)
def test_the_attack_of_each_count(text: str, places: list[str | None]) -> None:
    seen = scan(text, PUBLISHED)
    items = draft_by_grammar(seen, seen.attacks)
    told = {i.id: i.places[0].raw for i in items.incidents}
    assert [told[k.incident_id] if k.incident_id else None for k in items.casualties] == places


DOERS = {
    "craft of an unsure owner": (
        "قتلت ثلاث نساء بغارة لمقاتلات يرجح أنها روسية على بلدة سرمين.",
        ["مقاتلات يرجح أنها روسية"],
    ),
    "an unsure owner between verb and strikes": (
        "وشنت مقاتلات يعتقد أنها تابعة للتحالف الدولي ضربات على بلدة سرمين.",
        ["مقاتلات يعتقد أنها تابعة للتحالف الدولي"],
    ),
    "one adjective for two arms": (
        "قصفت الطائرات والمدفعية الأمريكية مواقع في مدينة الميادين.",
        ["الطائرات والمدفعية الأمريكية"],
    ),
    "accused in a later sentence": (
        "قتل سبعة أشخاص في تفجير سيارة مفخخة في مدينة عفرين. واتهم المجلس المحلي قوات سوريا الديمقراطية بالوقوف وراء "
        "التفجير.",
        ["قوات سوريا الديمقراطية"],
    ),
    "two sides accuse each other": (
        "سقطت قذائف على سوق في مدينة تعز. واتهم الجيش اليمني جماعة الحوثي بالوقوف وراء الهجوم. لكن جماعة الحوثي اتهمت "
        "الجيش اليمني بالوقوف وراء الحادثة.",
        ["جماعة الحوثي", "الجيش اليمني"],
    ),
    "who claims it": (
        "انفجرت عبوة ناسفة في حي الكرادة وسط بغداد. وأعلن تنظيم الدولة الإسلامية مسؤوليته عن التفجير.",
        ["تنظيم الدولة الإسلامية"],
    ),
    "fighters that are only suspected": (
        "قالت الشرطة إن جنوداً أصيبوا حين هاجم من يشتبه بأنهم متمردون حاجزين في مدينة العريش.",
        ["متمردون"],
    ),
    "an accusation of something else": (
        "سقطت قذائف على سوق في مدينة تعز. واتهم الجيش اليمني جماعة الحوثي بخرق الهدنة.",
        [],
    ),
}


@pytest.mark.parametrize(("text", "attackers"), DOERS.values(), ids=DOERS)
def test_who_is_named_as_the_doer(text: str, attackers: list[str]) -> None:
    seen = scan(text, PUBLISHED)
    (attack,) = draft_by_grammar(seen, seen.attacks).incidents
    assert [a.raw for a in attack.attackers] == attackers


APART = {
    "what is added is another attack": (
        "شهدت محافظة دير الزور قصفاً أمريكياً أمس. كما قصفت الطائرات الأمريكية مواقع في مدينة الميادين.",
        2,
    ),
    "the lead told again with its place": (
        "شهدت محافظة دير الزور قصفاً أمريكياً أمس. وقصفت الطائرات الأمريكية مواقع في مدينة الميادين.",
        1,
    ),
    "its next act": (
        "استهدف مسلحون قرية الزور بقذائف هاون، أعقبها إطلاق نار، ما أدى إلى مقتل ثلاثة مدنيين.",
        1,
    ),
    "a reply with its own doer": (
        "استهدف مسلحون قرية الزور بقذائف هاون، أعقبها قصف جوي للجيش العراقي على مدينة الرطبة.",
        2,
    ),
    "places at large are no one of them": (
        "قصفت طائرات روسية أمس مدن وبلدات في محافظة إدلب. وقصفت طائرات روسية بلدة كفرسجنة.",
        2,
    ),
}


@pytest.mark.parametrize(("text", "count"), APART.values(), ids=APART)
def test_one_attack_or_several(text: str, count: int) -> None:
    seen = scan(text, PUBLISHED)
    assert len(draft_by_grammar(seen, seen.attacks).incidents) == count


TOLD_AGAIN = {
    "the same figures": (
        "شن مسلحون هجوماً في محافظة الأنبار قتل فيه 12 جندياً، حسب ما أعلنت الشرطة الخميس. وقال ضابط إن مسلحين هاجموا "
        "الثلاثاء حاجزاً للجيش قرب مدينة الرطبة، ما أسفر عن مقتل 12 جندياً.",
        [date(2024, 5, 14)],
    ),
    "another figure of another day": (
        "شن مسلحون هجوماً في محافظة الأنبار الخميس قتل فيه 12 جندياً. وقال ضابط إن مسلحين هاجموا الثلاثاء حاجزاً للجيش "
        "قرب مدينة الرطبة، ما أسفر عن مقتل خمسة جنود.",
        [date(2024, 5, 16), date(2024, 5, 14)],
    ),
    "the same figures of two places": (
        "قصفت طائرات حربية بلدة سرمين أمس، ما أدى إلى مقتل ستة مدنيين. وقصفت طائرات حربية مدينة أريحا أمس، ما أدى إلى "
        "مقتل ستة مدنيين.",
        [date(2024, 5, 15), date(2024, 5, 15)],
    ),
    "one dead of one kind in one place": (
        "استهدفت طائرة مسيرة قاعدة قرب الحسكة، ما أدى إلى مقتل متعاقد. وقال شهود إن طائرة مسيرة قصفت الثلاثاء قاعدة تل "
        "بيدر بريف الحسكة، ما أسفر عن مقتل متعاقد وإصابة جنديين.",
        [date(2024, 5, 14)],
    ),
    "one dead may be chance": (
        "شن مسلحون هجوماً في محافظة الأنبار قتل فيه جندي، حسب ما أعلنت الشرطة الخميس. وقال ضابط إن قناصاً هاجم الثلاثاء "
        "حاجزاً للجيش قرب مدينة الرطبة، ما أسفر عن مقتل جندي.",
        [date(2024, 5, 16), date(2024, 5, 14)],
    ),
}


@pytest.mark.parametrize(("text", "days"), TOLD_AGAIN.values(), ids=TOLD_AGAIN)
def test_the_same_toll_is_the_same_attack(text: str, days: list[date]) -> None:
    seen = scan(text, PUBLISHED)
    attacks = draft_by_grammar(seen, seen.attacks).incidents
    assert [a.date.start for a in attacks if a.date] == days


STATED = {
    "قالت الشرطة العراقية الأحد إن عبوة انفجرت": True,
    "وفق ما أفاد المرصد السوري لحقوق الإنسان الأحد": True,
    "نشرت حسابات تابعة للتنظيم مساء الأحد صوراً": True,
    "بعد إعلان وزارة الدفاع الأحد مقتل جنديين": True,
    "قالت الشرطة إن عبوة انفجرت الأحد": False,
    "أعلنت الوزارة مقتل جنديين الأحد": False,
    "انفجرت عبوة في بغداد الأحد": False,
    "قالت الشرطة ذلك. والأحد وقع انفجار": False,
}


@pytest.mark.parametrize(("text", "stated"), STATED.items(), ids=STATED)
def test_the_day_of_a_statement(text: str, stated: bool) -> None:
    assert dates_statement(text, text.index("الأحد")) is stated


KINDS = {
    "fighters against a post": ("هاجم مسلحون حاجزاً للجيش قرب مدينة الرطبة.", "clash"),
    "an assault on a front": ("شن مقاتلو التنظيم هجوماً على محاور القتال قرب مدينة مأرب.", "clash"),
    "with a weapon that is said": ("هاجم مسلحون بالصواريخ حاجزاً للجيش قرب مدينة الرطبة.", "rocket_attack"),
    "a base may be struck from afar": ("شن مسلحون هجوماً على قاعدة للجيش قرب مدينة الرطبة.", "other"),
}


@pytest.mark.parametrize(("text", "kind"), KINDS.values(), ids=KINDS)
def test_an_assault_is_a_clash(text: str, kind: str) -> None:
    seen = scan(text, PUBLISHED)
    (attack,) = draft_by_grammar(seen, seen.attacks).incidents
    assert attack.kind == kind


SITES = {
    "the town they come from": (
        "قصفت طائرات حربية رتلاً في مدينة تدمر. وقال الجيش إن قتلى القصف من بلدتي نبل والزهراء.",
        ["تدمر"],
    ),
    "the hospital they were taken to": (
        "قتل ثلاثة شبان برصاص مسلحين في مدينة جنين، وجرى نقلهم إلى مستشفى ابن سينا.",
        ["جنين"],
    ),
    "near a village is there": ("قصفت طائرات حربية رتلاً بالقرب من قرية تل العيد.", ["تل العيد"]),
}


@pytest.mark.parametrize(("text", "places"), SITES.values(), ids=SITES)
def test_where_it_happened(text: str, places: list[str]) -> None:
    seen = scan(text, PUBLISHED)
    assert [p.raw for attack in draft_by_grammar(seen, seen.attacks).incidents for p in attack.places] == places


def test_who_did_the_next_attack_is_not_blamed_for_the_first() -> None:
    text = (
        "قتل عشرة جنود في هجوم على حافلة في مدينة تدمر. وقال المرصد إن مقاتلات روسية شنت بعد يوم من هذا الهجوم "
        "ضربات جوية على مناطق في ريف حماة."
    )
    seen = scan(text, PUBLISHED)
    first, later = draft_by_grammar(seen, seen.attacks).incidents
    assert first.attackers == []
    assert [a.raw for a in later.attackers] == ["مقاتلات روسية"]


def test_whose_base_was_hit_is_not_the_attacker() -> None:
    seen = scan("أعلنت القيادة المركزية الأمريكية عن تعرض قاعدتها في حقل العمر لقصف صاروخي.", PUBLISHED)
    (attack,) = draft_by_grammar(seen, seen.attacks).incidents
    assert attack.attackers == []


def test_another_strike_is_of_the_same_doer() -> None:
    seen = scan(
        "قتل خمسة في ضربة للقوات الأمريكية على مدينة الميادين وأصيب آخر في ضربة ثانية على مدينة البوكمال.", PUBLISHED
    )
    attackers = [[a.raw for a in attack.attackers] for attack in draft_by_grammar(seen, seen.attacks).incidents]
    assert len(attackers) == 2
    assert attackers[0] == attackers[1] != []


def test_the_attack_of_its_own_clause_comes_before_one_with_a_place() -> None:
    text = (
        "انفجرت عبوة ناسفة قرب مركز للشرطة في مدينة بنغازي. وكان أربعة جنود قتلوا في هجوم على القنصلية شنته جماعات "
        "مسلحة في أيلول 2012."
    )
    seen = scan(text, PUBLISHED)
    items = draft_by_grammar(seen, seen.attacks)
    assert [k.incident_id for k in items.casualties] == [items.incidents[-1].id]
    assert len(items.incidents) == 2
