"""An attack told again in fewer words joins the fuller telling; what differs in day or place stays apart."""

from datetime import date

import pytest

from extractor.arabic.scan import scan
from extractor.drafting.grammar import draft_by_grammar
from schemas.incident import Incident

FULL = "قصفت قوات الدعم السريع بالمدفعية حي الثورة في مدينة أم درمان أمس."


def told(second: str) -> tuple[Incident, ...]:
    seen = scan(f"{FULL}\n{second}", date(2024, 5, 17))
    return draft_by_grammar(seen, seen.attacks).incidents


@pytest.mark.parametrize(
    ("second", "count"),
    [
        pytest.param("وقال شهود إن قوات الدعم السريع شنت هجوماً على أم درمان.", 1, id="vaguer, same place"),
        pytest.param("وشنت قوات الدعم السريع هجوماً على مدينة الأبيض.", 2, id="another place"),
        pytest.param("وفي 2 أيار شنت قوات الدعم السريع هجوماً على أم درمان.", 2, id="another day"),
        pytest.param("واستهدفت غارة جوية مدينة أم درمان اليوم.", 2, id="another kind and day"),
    ],
)
def test_tellings(second: str, count: int) -> None:
    assert len(told(second)) == count


def test_the_joined_incident_keeps_the_words_of_both() -> None:
    incident = told("وقال شهود إن قوات الدعم السريع شنت هجوماً على أم درمان.")[0]
    assert incident.kind == "shelling"
    assert len(incident.evidence) == 2
