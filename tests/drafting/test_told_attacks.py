"""Kind, place and number of the attacks that a text tells, by class of wording.

Provenance: the classes come from misreadings of news; the sentences, names and figures are our own.
"""

from datetime import date

import pytest

from extractor.arabic.attack_places import is_country
from extractor.arabic.scan import scan
from extractor.drafting.candidates import specific
from extractor.drafting.grammar import draft_by_grammar

PUBLISHED = date(2024, 5, 17)

KINDS = {
    "fighters are no fighter aircraft": (
        "سقطت عشرات القذائف الصاروخية التي أطلقتها الكتائب المقاتلة على بلدة كفريا.",
        "rocket_attack",
    ),
    "an aircraft by its noun": ("ألقت مقاتلة حربية قنابل على بلدة كفريا.", "airstrike"),
    "an air base was hit by rockets": ("سقطت أربعة صواريخ قرب قاعدة بلد الجوية شمالي بغداد.", "rocket_attack"),
    "a motorcycle is no firearm": ("استهدف الجيش دراجة نارية في بلدة كفريا.", "other"),
    "a number of drones": ("استهدف المسلحون ثكنة في بلدة كفريا بعدد من المسيرات.", "drone_attack"),
    "a swarm of drones": ("شن المسلحون هجوماً بسرب من المسيرات على بلدة كفريا.", "drone_attack"),
    "a vehicle that blew up": ("انفجرت صباحاً دراجة نارية في مدينة الباب.", "ied"),
    "a tank of fuel that blew up": ("انفجر خزان وقود في مدينة الباب.", "other"),
    "robbery of a car": ("قتل تاجر في حادث خطف سيارة في مدينة الباب.", "other"),
    "fire opened": ("فتحت زوارق حربية النار على صيادين في بحر رفح.", "shooting"),
    "people abducted": ("خطف مسلحون ثلاثة تجار في مدينة الباب.", "abduction"),
    "repelled": ("صدت القوات هجوماً للمتمردين على بلدة كفريا.", "clash"),
    "repelled drones": ("صدت القوات هجوماً بطائرات مسيرة على بلدة كفريا.", "drone_attack"),
    "a counter-attack": ("شن التنظيم هجوماً معاكساً على بلدة كفريا.", "clash"),
    "an offensive begun": ("بدأ الجيش في 3 أيار هجوماً على بلدة كفريا.", "clash"),
    "a munition that somebody suffered": ("تعرض أحد الحواجز عند بلدة كفريا لقذيفة.", "shelling"),
    "an aircraft that assaulted": ("اعتدت طائرة على قرية كفريا بأربع قنابل.", "airstrike"),
    "a car that stood there": ("قال مصدر إن سيارة ثالثة كانت مركونة على جانب طريق في بلدة كفريا انفجرت.", "ied"),
    "a missile shot down that somebody had fired": (
        "أسقطت الدفاعات الجوية صاروخاً أطلقه المسلحون باتجاه مدينة نجران.",
        "interception",
    ),
    "an attack of no stated weapon": ("شن التنظيم هجوماً على بلدة كفريا.", "other"),
}


@pytest.mark.parametrize(("text", "kind"), KINDS.values(), ids=KINDS)
def test_kind(text: str, kind: str) -> None:
    (attack,) = draft_by_grammar(scan(text, PUBLISHED), scan(text, PUBLISHED).attacks).incidents
    assert attack.kind == kind


PLACES = {
    "the camp named before": (
        "قصف الجيش أمس مخيم البريج بالمدفعية.\nوأضاف المصدر أن شخصين قتلا بنيران قناص داخل المخيم.",
        ["مخيم البريج"],
    ),
    "the village by its own noun": (
        "ضرب انفجار قرية زورنا شرقي القامشلي.\nوقال سكان إن مسيرة استهدفت موقعاً في محيط القرية.",
        ["زورنا"],
    ),
    "where the subject stays": ("القوات في حقل العمر قصفت بالمدفعية قرية مراط.", ["مراط"]),
    "where the subject fires from": ("قصف الجيش من مواقعه في جورين بلدة كفريا بالمدفعية.", ["كفريا"]),
    "where a missile was fired from": ("أطلق المسلحون صاروخاً من حرم مطار تعز على بلدة كفريا.", ["كفريا"]),
    "where a source works": ("قال مصدر في مدينة المكلا إن هجوماً استهدف بلدة كفريا.", ["كفريا"]),
    "where a convoy goes": ("تعرض رتل للجيش متجهاً بتعزيزات إلى الشدادي لكمين في بلدة كفريا.", ["كفريا"]),
    "a name that a head noun introduced": (
        "قصفت مسيرة بلدة النجاريز جنوبي لبنان.\nوقال مصدر إن الغارة على النجاريز قتلت شخصاً.",
        ["النجاريز"],
    ),
}


@pytest.mark.parametrize(("text", "places"), PLACES.values(), ids=PLACES)
def test_local_places_of_the_last_attack(text: str, places: list[str]) -> None:
    seen = scan(text, PUBLISHED)
    assert [p.raw for p in seen.attacks[-1].places if not is_country(p)][:1] == places


COUNTS = {
    "the noun again, in detail": (
        "قتل ثلاثة في قصف مدفعي على مدينة الفاشر أمس.\nوطال القصف مدرسة الهدى في حي الوادي.",
        1,
    ),
    "another noun of another place": (
        "قتل ثلاثة في قصف مدفعي على مدينة الفاشر أمس.\nوطالت غارة جوية مدرسة الهدى في مدينة نيالا.",
        2,
    ),
    "with and without quotation marks": (
        "قصفت طائرات أمس مستشفى «الرحمة» في مدينة حجة.\nوندد الأطباء بالهجوم على مستشفى الرحمة.",
        1,
    ),
    "a camp by both nouns": (
        "قصفت المدفعية معسكر أبو شوك أمس.\nوقال مسعف إن قتلى سقطوا بالقصف المدفعي على مخيم أبو شوك.",
        1,
    ),
    "one more, said by also": (
        "قصفت طائرات بلدة كفريا أمس.\nواستهدفت كذلك بلدة كفريا ليلاً بالبراميل.",
        2,
    ),
    "besides": (
        "استهدف الجيش بالراجمات قرى مراط وخشام، بالإضافة إلى غارات على مواقع في بلدتي خشام والمريعية.",
        2,
    ),
    "the noun again, of an earlier attack's place": (
        "قصفت غارة بلدة كفريا. كما ضربت غارة سيارة في بلدة الفوعة. وقالت الوكالة إن الغارة على بلدة كفريا قتلت شخصاً.",
        2,
    ),
    "a month past": (
        "تعرض مطار أربيل لقصف صاروخي. كما تعرض المطار لهجوم بصواريخ في شباط الماضي.",
        2,
    ),
    "what the one suffered the other did": (
        "قصفت مسيرات الجيش مواقع للمتمردين في مدينة نيالا.\nوقصفت مدفعية المتمردين سوقاً في مدينة نيالا.",
        2,
    ),
    "a sentence of a day past, at another site": (
        "قصف الجيش بالمسيّرات مواقع في مدينة نيالا.\nوأمس، قال مصدر إن الجيش قصف بالمسيّرات مخيم عطاش في مدينة نيالا.",
        2,
    ),
    "a reply": (
        "استهدف المسلحون قاعدة في بلدة كفريا بالصواريخ. وردت القوات بقصف مواقع المسلحين في بلدة الفوعة بالمدفعية.",
        2,
    ),
    "its doer in a clause of its own": ("قتل جنود ليلاً في هجوم مباغت، شنه مسلحون، استهدف بلدة كفريا.", 1),
    "its object in a clause of its own": ("أودى هجوم مسلح شنه مجهولون بحياة جنديين واستهدف نقطة في بلدة كفريا.", 1),
    "the blast that a strike was": (
        "سمع انفجار في مدينة الباب. وقال مصدر إن الانفجار ناتج عن استهداف مسيرة لسيارة في مدينة الباب.",
        1,
    ),
    "he whom it struck": (
        "قتل قيادي بضربة جوية مساء أمس.\nوقال الجيش إنه استهدف القيادي في بلدة كفريا.",
        1,
    ),
    "a missile and who fired it": ("أسقطت الدفاعات الجوية صاروخاً أطلقه المسلحون باتجاه مدينة نجران.", 1),
    "a valley is no verb": ("قصف الطيران أمس منطقة وادي صبر في صعدة.", 1),
    "over before the news": (
        "قتل ضابط إثر تفجير منزل في حي الرسم غرب مدينة رفح.\nوكان جنديان قد قتلا أمس في تفجير آلية بمدينة رفح.",
        2,
    ),
    "a relative clause on the place": (
        "قتل جنديان أمس بتفجير مدرعة في العريش بمحافظة شمال سيناء حيث تجري عملية عسكرية منذ الربيع.",
        1,
    ),
    "what had happened before": (
        "وقع الهجوم على حافلة في مدينة الباب اليوم بعد مقتل خمسة جنود الثلاثاء جراء صاروخ أطلقته الفصائل على آلية.",
        2,
    ),
}


@pytest.mark.parametrize(("text", "count"), COUNTS.values(), ids=COUNTS)
def test_number_of_attacks(text: str, count: int) -> None:
    assert len(scan(text, PUBLISHED).attacks) == count


NONE = {
    "attacks that grow": "جاء ذلك عقب تصاعد حدة الهجمات على القواعد في الحسكة.",
    "attacks that still recur": "عززت القوات الهجمات التي تتعرض لها قواعدها في الحسكة.",
    "of this sort": "الهجمات الصاروخية من هذا النوع تعرض السكان في الحسكة للخطر.",
    "three sorts in a row": "قتلوا خلال هجمات وتفجيرات وكمائن للتنظيم في بادية الرقة وحمص.",
    "a number of attacks": "وريف درعا معقل لمسلحين نفذوا عدداً من الهجمات.",
    "the operations": "يأتي ذلك مع استمرار العمليات العسكرية في محافظة صعدة.",
    "a push to attack": "دفعت طهران حلفاءها في العراق إلى مهاجمة قواعد في الحسكة.",
    "where it came from": "وقال إن مصدر القصف هو معسكر جورين.",
    "a threat on a condition": "وتوعدت الجماعة بشن هجمات على قواعد في الحسكة إذا استمر الحصار.",
    "what goes on for weeks": "ومنذ أسابيع تتواصل المعارك بين الجيش والمتمردين في مأرب.",
    "a custom": "وغالباً ما تشن طائرات التحالف ضربات على مواقع في مدينة الحديدة.",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_no_attack(text: str) -> None:
    assert not scan(text, PUBLISHED).attacks


TOLD = {
    "grown, with a day": "قتل ثلاثة أمس مع تصاعد القصف المدفعي على مدينة الحسكة.",
    "an operation with a day": "بدأ الجيش عملية عسكرية أمس في محافظة صعدة.",
    "the latest of a series": "تتكرر الهجمات عادة، آخرها غارة على مستودع في مدينة حماة.",
    "after a preposition that is no verb": "واستهدفت غارة معسكراً في وجه القوات بمدينة حماة.",
}


@pytest.mark.parametrize("text", TOLD.values(), ids=TOLD)
def test_still_an_attack(text: str) -> None:
    assert len(scan(text, PUBLISHED).attacks) == 1


def test_like_it_is_of_its_kind() -> None:
    seen = scan("قصفت طائرات حربية بلدة كفريا. وتعرضت بلدة الفوعة لقصف مماثل.", PUBLISHED)
    assert [attack.kind for attack in seen.attacks] == ["airstrike", "airstrike"]


def test_the_day_goes_on_in_a_sentence() -> None:
    seen = scan("قتل جنديان أمس في تفجير آلية بمدينة رفح، فيما فجر مسلحون جرافة في مدينة العريش.", PUBLISHED)
    assert [attack.date.first for attack in seen.attacks if attack.date] == [date(2024, 5, 16)] * 2


def test_a_day_that_names_a_revolution_dates_nothing() -> None:
    seen = scan("وقع انفجار في مدينة درنة عشية ذكرى ثورة السابع عشر من شباط 2011.", PUBLISHED)
    assert [attack.date for attack in seen.attacks] == [None]


def test_a_bare_word_before_another_air_raid_is_one_too() -> None:
    text = "قتل اثنان في قصف على بلدة كفريا. وقتل ثلاثة في غارات جوية أخرى على بلدة الفوعة."
    assert [attack.kind for attack in scan(text, PUBLISHED).attacks] == ["airstrike", "airstrike"]


def test_a_gun_in_the_text_keeps_a_bare_word_on_the_ground() -> None:
    text = "قتل اثنان في قصف على بلدة كفريا. وطال قصف مدفعي بلدة بنش. واستهدفت غارات جوية بلدة الفوعة."
    assert [attack.kind for attack in scan(text, PUBLISHED).attacks] == ["shelling", "shelling", "airstrike"]


def test_weekdays_that_nobody_can_resolve_stay_apart() -> None:
    text = "وقعت اشتباكات السبت في مخيم الجليل.\nووقعت اشتباكات الخميس في مخيم الجليل."
    assert len(scan(text, None).attacks) == 2


def test_an_attack_of_the_same_day_without_a_place_was_there() -> None:
    text = "قتل ستة الخميس في معارك جنوب بلدة كفريا.\nوبلغت الخسائر ثلاثة قتلى نتيجة غارة جوية فجر الخميس."
    assert [[p.raw for p in attack.places] for attack in scan(text, None).attacks] == [["كفريا"], ["كفريا"]]


def test_a_day_counts_where_nobody_can_date_it() -> None:
    told, back = "قتل ثلاثة في غارة جوية مساء السبت.", "قتل ثلاثة في المواجهات السبت."
    assert [[specific(g) for g in scan(text, None).attacks] for text in (told, back)] == [[True], [False]]


def test_an_attack_recalled_is_another_of_the_same_attacker() -> None:
    text = "هاجمت قوات الفرقة بلدة كفريا. وجاء ذلك بعد مقتل ستة الأحد الماضي جراء صاروخ أطلقته قوات الفرقة على آلية."
    seen = scan(text, PUBLISHED)
    assert len(draft_by_grammar(seen, seen.attacks).incidents) == 2


LEAD = "قصفت طائرات حربية أمس مدناً وبلدات في ريف إدلب."
DETAIL = "واستهدفت غارة بلدة بداما. كما استهدفت غارة مدينة جسر الشغور."


def test_a_lead_told_out_place_by_place_is_no_attack_of_its_own() -> None:
    seen = scan(f"{LEAD}\n{DETAIL}", PUBLISHED)
    attacks = draft_by_grammar(seen, seen.attacks).incidents
    assert [attack.places[0].raw for attack in attacks] == ["بداما", "جسر الشغور"]
    assert attacks[0].evidence[0].quote == LEAD


def test_a_lead_with_one_place_below_stays() -> None:
    seen = scan(f"{LEAD}\nكما استهدفت غارة قبل شهر مدينة جسر الشغور.", PUBLISHED)
    assert len(draft_by_grammar(seen, seen.attacks).incidents) == 2
