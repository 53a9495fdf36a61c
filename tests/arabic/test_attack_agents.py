"""Doers named in a phrase beside the attack. Rows: own wording, developed on."""

import pytest

from extractor.arabic.scan import scan

DOERS = {
    "who announces, not whose wing it is": (
        "أعلنت كتائب القسام، الجناح العسكري لحركة حماس، عن قصف بلدة سديروت برشقة صاروخية.",
        {"كتائب القسام"},
    ),
    "nobody who died of it": ("استشهد القيادي في حركة حماس أحمد سالم باستهداف مركبة في بلدة شبعا.", set()),
    "an answer": ("ورد الجيش السوري بقصف مواقع في بلدة سرمين.", {"الجيش السوري"}),
    "of whom, not by whom": ("أدى الهجوم على بلدة سرمين إلى مقتل 7 من عناصر حزب الله.", set()),
    "from whom": ("تعرضت بلدة سرمين لقصف مدفعي من قوات النظام.", {"قوات النظام"}),
    "another of his": ("شهدت بلدة الشدادي عملية إنزال جوي أخرى للتحالف الدولي.", {"للتحالف الدولي"}),
    "fell fighting": (
        "استشهد ثلاثة من سرايا القدس في اشتباك مسلح مع قوات الاحتلال شرق بلدة خزاعة.",
        {"سرايا القدس", "قوات الاحتلال"},
    ),
    "two names that no lexicon has": (
        "اندلعت اشتباكات في مدينة الزاوية بين قوة حماية المدينة وكتيبة ثوار الساحل.",
        {"قوة حماية المدينة", "كتيبة ثوار الساحل"},
    ),
    "two tribes": ("اندلعت اشتباكات في نيالا بين قبيلتين عربيتين.", {"قبيلتين عربيتين"}),
    "both sides, not named": ("واندلعت اشتباكات عنيفة بين الطرفين في بلدة الكسرة.", set()),
    "nobody named any more": ("اندلعت اشتباكات في بلدة الكسرة بين", set()),
    "between two towns": ("اندلعت اشتباكات على الطريق بين سرمين وبنش.", set()),
    "members of a group": ("نفذت خلايا تابعة لتنظيم داعش هجوماً على بلدة الكسرة.", {"تنظيم داعش"}),
    "backers": ("استهدفت ميليشيات الحوثي المدعومة من إيران بلدة حيس بقذيفة.", {"ميليشيات الحوثي"}),
    "known by its backers only": (
        "استهدفت الميليشيات المدعومة من إيران بلدة حيس بقذيفة.",
        {"الميليشيات المدعومة من إيران"},
    ),
    "a slip of the pen": ("أعلنت القيادة المركزية الأمريكية عن تعرض قاعدتها لاستهدف بصاروخين في بلدة الشدادي.", set()),
}


@pytest.mark.parametrize(("text", "doers"), DOERS.values(), ids=DOERS)
def test_doers_beside_the_attack(text: str, doers: set[str]) -> None:
    groups = scan(text, None).attacks
    assert groups
    assert {text[slice(*span)] for group in groups for span in group.attackers} == doers
