"""Focal or background: by date, by words of recalling, by order."""

from datetime import date

import pytest

from extractor.arabic.scan import scan
from extractor.drafting.grammar import draft_by_grammar

NEWS = "استهدفت غارة جوية مستودعاً في مدينة الرقة أمس."


@pytest.mark.parametrize(
    ("later", "role"),
    [
        pytest.param("وفي كانون الثاني الماضي قصفت طائرات حربية مدينة الطبقة.", "background", id="months ago"),
        pytest.param("وسبق أن قصفت طائرات حربية مدينة الطبقة.", "background", id="words of recalling"),
        pytest.param("وكانت مواجهات اندلعت في مدينة الطبقة بين الجيش ومسلحين.", "background", id="pluperfect"),
        pytest.param("ويأتي ذلك بعد أيام من غارة على مدينة الطبقة.", "background", id="what the news came after"),
        pytest.param("وكان المرصد أكد أن طائرات حربية قصفت مدينة الطبقة.", "focal", id="only the saying was before"),
        pytest.param("كما قصفت طائرات حربية مدينة الطبقة.", "focal", id="told on in the time of the news"),
        pytest.param("وقصفت طائرات حربية مدينة الطبقة اليوم.", "focal", id="today"),
    ],
)
def test_role(later: str, role: str) -> None:
    seen = scan(f"{NEWS}\n{later}", date(2024, 5, 17))
    first, second = draft_by_grammar(seen, seen.attacks).incidents
    assert (first.role, second.role) == ("focal", role)


def test_an_anniversary_is_no_news() -> None:
    seen = scan("قصف الجيش مدينة دوما بالصواريخ في 21 آب 2013.", date(2023, 8, 21))
    assert [i.role for i in draft_by_grammar(seen, seen.attacks).incidents] == ["background"]
