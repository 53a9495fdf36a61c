"""Laws of hidden names: none can be found however it is dressed, length and white space stay, once is enough."""

import unicodedata
from html.parser import HTMLParser
from typing import Any

import factory
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.arabic.fold import fold_key
from extractor.redaction import BLOCK, redacted
from extractor.report.page import article_page
from extractor.report.view import article_view
from schemas.record import Record


def bare(text: str, **changes: Any) -> Record:
    """A record without items."""
    return factory.failed(article=factory.article(text, **changes), error=None)


def hidden(text: str) -> str:
    return redacted(bare(text), text)[1]


PERSON = ("محمد", "خالد", "ليث", "عبد الله", "فاطمة", "أبو خليل", "يوسف")
FAMILY = ("الجابري", "حداد", "بكري", "العتيبي", "الخطيب", "آل سعيد", "قباني")
FRAMES = (
    "قتل {} في قصف على المدينة.",
    "وقال شاهد العيان {} إن القصف بدأ فجرا.",
    "استشهاد الطفل {} متأثرا بجراحه.",
    "وأصيب المواطن {} (12 عاما) بجروح.",
)
OTHERS = ("وقال وزير الدفاع محمد حسن إن القصف انتهى.", "قال خالد لمراسلنا ذلك.", "قتل 5 مدنيين في حمص.", "وأضاف {}.")
DRESSES = (str, lambda name: name.replace("م", "مـ"), lambda name: name.replace("د", "دُ"), lambda name: f"ل{name}")


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text, and the names of private people in it as they were put there first."""
    names, sentences = [], []
    for first, last in draw(
        st.lists(st.tuples(st.sampled_from(PERSON), st.sampled_from(FAMILY)), min_size=1, max_size=3)
    ):
        name = f"{first} {last}"
        names.append(name)
        sentences.append(draw(st.sampled_from(FRAMES)).format(name))
        dressed = draw(st.sampled_from(DRESSES))(draw(st.sampled_from((name, first, last))))
        sentences.append(draw(st.sampled_from(OTHERS)).format(dressed))
    return draw(st.sampled_from((" ", "\n"))).join(sentences), names


class Words(HTMLParser):
    """All words of a page and of its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for _, value in attrs if value]


def findable(name: str, text: str) -> bool:
    """Whether a search that folds letters finds a name, or the family name, in a text."""
    words = fold_key("".join(each for each in text if unicodedata.category(each) != "Cf"))
    return any(fold_key(part) in words for part in (name, name.split(" ", 1)[1]))


@settings(deadline=None, max_examples=60)
@given(articles())
def test_no_hidden_name_can_be_found_and_once_is_enough(made: tuple[str, list[str]]) -> None:
    text, names = made
    record = bare(text, title=text[:40], id=text[:60].replace(" ", "_"))
    once, shown = redacted(record, text)
    assert [name for name in names if findable(name, shown) or findable(name, once.model_dump_json())] == []
    assert [at for at, each in enumerate(text) if each.isspace()] == [at for at, c in enumerate(shown) if c.isspace()]
    assert len(shown) == len(text)
    assert redacted(once, shown) == (once, shown)


@settings(deadline=None, max_examples=60)
@given(articles())
def test_a_page_and_its_source_tell_no_hidden_name(made: tuple[str, list[str]]) -> None:
    text, names = made
    page = article_page(article_view(*redacted(bare(text, title=text[:40]), text)))
    assert [name for name in names if findable(name, page) or findable(name, "".join(Words(page).found))] == []


PIECES = (*"محدخلبي عى\n،.(12)█_ـ\u200b", " محمد ", " خالد ", " قتل ", " وزير ", " قال ", " أبو ", " الجابري ")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_keeps_its_length_and_is_done_after_once(text: str) -> None:
    shown = hidden(text)
    assert len(shown) == len(text)
    assert all(a == b or (b == BLOCK and not a.isspace()) for a, b in zip(text, shown, strict=True))
    assert hidden(shown) == shown
