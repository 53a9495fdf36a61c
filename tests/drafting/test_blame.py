"""Who attacked, over all tellings of an attack. Rows: own wording, developed on."""

from datetime import date

import pytest

from extractor.arabic.scan import scan
from extractor.drafting.grammar import draft_by_grammar

DOERS = {
    "a state by its name": (
        "قصف إسرائيلي على بلدة الخيام أمس الأربعاء. وشنت إسرائيل القصف على الخيام بعد الظهر.",
        [["إسرائيل"]],
    ),
    "an adjective where nothing else names it": ("استهدفت غارة تركية بلدة عين عيسى أمس الأربعاء.", [["تركية"]]),
    "the army of the adjective": (
        "قصف إسرائيلي على بلدة الخيام أمس الأربعاء. واستهدفت قوات الاحتلال الخيام بالقصف.",
        [["قوات الاحتلال"]],
    ),
    "each once": (
        "اندلعت اشتباكات أمس الأربعاء في بلدة سرمين بين الجيش السوري وحزب الله، في محاولة من حزب الله للتقدم.",
        [["الجيش السوري", "حزب الله"]],
    ),
    "who is held responsible": (
        "انفجرت سيارة مفخخة أمس الأربعاء في مدينة الباب. "
        "وحمّلت وزارة الدفاع التركية، في تغريدة، «وحدات حماية الشعب» مسؤولية الانفجار.",
        [["وحدات حماية الشعب"]],
    ),
    "the full name told before": (
        "قصفت الميليشيات الإيرانية بلدة مراط أمس الأربعاء. واستهدفت الميليشيات كذلك مدينة الشدادي بالصواريخ.",
        [["الميليشيات الإيرانية"], ["الميليشيات الإيرانية"]],
    ),
    "its own announcement": ("أعلن حزب الله استهداف موقع المرج في الجولان أمس الأربعاء.", [["حزب الله"]]),
    "the announcement of those who were hit": ("أعلنت وزارة الصحة استهداف مشفى في مدينة غزة أمس الأربعاء.", [[]]),
}


@pytest.mark.parametrize(("text", "doers"), DOERS.values(), ids=DOERS)
def test_who_attacked(text: str, doers: list[list[str]]) -> None:
    seen = scan(text, date(2024, 5, 16))
    incidents = draft_by_grammar(seen, seen.attacks).incidents
    assert [[actor.raw for actor in incident.attackers] for incident in incidents] == doers
