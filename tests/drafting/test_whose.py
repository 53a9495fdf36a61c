"""To which side the harmed belong. Rows: own wording, developed on."""

from datetime import date

import pytest

from extractor.arabic.scan import scan
from extractor.drafting.grammar import draft_by_grammar

NEWS = "قصفت طائرات حربية بلدة سرمين أمس الأربعاء. "

GROUPS = {
    "whose dead": ("أسفر القصف عن قتلى وجرحى من «قسد».", ["military", "military"]),
    "the toll of a party": ("ارتفعت حصيلة قتلى الميليشيات إلى 17.", ["military"]),
    "the toll of civilians": ("عدد قتلى المدنيين بلغ 43 شخصاً.", ["civilian"]),
    "losses of an armed subject": ("تكبدت الفصائل المسلحة خسائر بشرية كبيرة.", ["military"]),
    "losses somebody looked at": ("وتفقد قائد الجيش الموقع. وقتل 5 أشخاص.", ["unknown"]),
    "mourned by a party": ("قتلت الغارة 3 أشخاص، نعاهم حزب الله.", ["military"]),
    "mourned by a mayor": ("قتلت الغارة 3 أشخاص، نعاهم رئيس البلدية.", ["unknown"]),
    "an activist": ("أدى القصف إلى مقتل ناشط.", ["civilian"]),
    "an activist of an armed wing": (
        "أدى القصف إلى استشهاد ناشط من كتائب القسام وإصابة آخر.",
        ["military", "military"],
    ),
    "most of them civilians": ("مقتل 18 شخصاً وإصابة 30 آخرين، غالبيتهم مدنيون.", ["mixed", "mixed", "civilian"]),
    "all of them soldiers": ("مقتل 18 شخصاً، جميعهم من الجنود.", ["military"]),
    "in quotes": ("قال المتحدث إن 12 «إرهابياً» قتلوا في العملية.", ["military"]),
    "others among whom are civilians": ("مقتل جنديين وإصابة 14 آخرين بينهم مدنيون.", ["military", "mixed", "civilian"]),
    "others beside a part": ("قُتل 31 شخصاً، بينهم 4 أطفال، وأصيب آخرون.", ["unknown", "civilian", "unknown"]),
    "nobody of them": ("ونفى المسؤول في حزب الله سقوط قتلى.", ["unknown"]),
}


@pytest.mark.parametrize(("text", "groups"), GROUPS.values(), ids=GROUPS)
def test_the_side_of_the_harmed(text: str, groups: list[str]) -> None:
    seen = scan(NEWS + text, date(2024, 5, 16))
    assert [k.who.group for k in draft_by_grammar(seen, seen.attacks).casualties] == groups
