"""Which attack a count of people belongs to, told in a place's name. Developed on; the wording is our own."""

from datetime import date

import pytest

from extractor.arabic.scan import scan
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
