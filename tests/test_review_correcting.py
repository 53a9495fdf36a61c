"""Chosen words are read by the scanners; what they cannot read is refused in one sentence."""

from pathlib import Path
from typing import Any

import pytest
from reviewing import TEXT, Reviewer, saved

from extractor.errors import WrongChoice
from extractor.review.fields import FIELDS, value_of
from schemas.decision import Verb
from schemas.state import Item


@pytest.fixture
def ana(tmp_path: Path) -> Reviewer:
    return Reviewer(saved(tmp_path), "ana")


def item(ana: Reviewer, name: str) -> Item:
    standing = ana.page.folded.find(name)
    assert standing is not None
    return standing.item


# item, field, words, the raw words of the value that is read there
BY_WORDS = [
    ("k174", "count", "خمسة", "خمسة آخرين"),
    ("k174", "count", "خمسة آخرين", "خمسة آخرين"),
    ("i35", "date", "14", "14 آذار 2023"),
    ("i35", "munitions", "7", "7 مدنيين"),
    ("i35", "places", "إدلب", "إدلب"),
    ("i35", "places", "سوقا", "سوقا"),
    ("i35", "attackers", "مسؤول محلي", "مسؤول محلي"),
    ("i35", "targets", "مسؤول", "مسؤول"),
    ("k103", "who", "آخرين", "آخرين"),
    ("c20", "speaker", "المرصد السوري", "المرصد السوري"),
    ("c20", "accused", "المرصد", "المرصد"),
    ("a245", "total", "خمسة", "خمسة آخرين"),
    ("a245", "period", "أمس", "أمس الاثنين"),
]


@pytest.mark.parametrize(("name", "field", "words", "raw"), BY_WORDS, ids=lambda value: str(value))
def test_words_are_read(ana: Reviewer, name: str, field: str, words: str, raw: str) -> None:
    ana.do(Verb.CORRECT, name, target=field, words=ana.words(words))
    value = value_of(item(ana, name), field)
    value = value[-1] if isinstance(value, list) else value
    assert (value if isinstance(value, str) else value.raw) == raw


def test_a_figure_brings_the_words_that_tell_it(ana: Reviewer) -> None:
    before = item(ana, "k174").evidence
    ana.do(Verb.CORRECT, "k174", target="count", words=ana.words("خمسة"))
    after = item(ana, "k174").evidence
    assert [span.quote for span in after[:2]] == ["خمسة آخرين", "ما أدى إلى مقتل ثلاثة مدنيين وإصابة خمسة آخرين"]
    assert after[2:] == before


# item, field, value, what the field says then
BY_LABEL: list[tuple[str, str, str | None, Any]] = [
    ("i35", "kind", "shelling", "shelling"),
    ("i35", "role", "background", "background"),
    ("i35", "date", None, None),
    ("i35", "places.0", None, []),
    ("k103", "harm", "captured", "captured"),
    ("k103", "status", "possible_only", "possible_only"),
    ("k103", "group", "military", "military"),
    ("k103", "group", None, None),
    ("k103", "who", None, None),
    ("k103", "cumulative", "yes", True),
    ("k103", "incident_id", "i135", "i135"),
    ("k103", "incident_id", None, None),
    ("k103", "claim_id", "c135", "c135"),
    ("k103", "subset_of", "k174", "k174"),
    ("c20", "act", "denies", "denies"),
    ("c20", "about", "i135", ["i35", "i135"]),
    ("c20", "about.0", "i135", ["i135"]),
    ("a245", "metric", "troops", "troops"),
    ("a245", "claim_id", "c20", "c20"),
]


@pytest.mark.parametrize(("name", "field", "value", "said"), BY_LABEL, ids=lambda value: str(value))
def test_labels_and_links_are_taken(ana: Reviewer, name: str, field: str, value: str | None, said: Any) -> None:
    if field == "who":
        assert value_of(item(ana, name), "who")
    ana.do(Verb.CORRECT, name, target=field, value=value)
    assert value_of(item(ana, name), field.partition(".")[0]) == said


# item, field, words, value, what is said
REFUSED: list[tuple[str, str, str | None, str | None, str]] = [
    ("k103", "count", "مدينة", None, "no number"),
    ("k103", "count", "ثلاثة مدنيين وإصابة خمسة", None, "several figures"),
    ("k103", "count", None, None, "cannot be empty"),
    ("k103", "harm", "ثلاثة", None, "chosen from a list"),
    ("k103", "harm", None, "eaten", "is no harm"),
    ("k103", "incident_id", None, "k174", "is no incident_id"),
    ("k103", "subset_of", None, "k103", "is no subset_of"),
    ("k103", "evidence", "ثلاثة", None, "no field"),
    ("k103", "id", None, "x", "no field"),
    ("k103", "state", None, "accepted", "no field"),
    ("k103", "count.0", "ثلاثة", None, "has no count.0"),
    ("i35", "places.9", None, None, "has no places.9"),
    ("i35", "places.²", None, None, "has no places.²"),
    ("i35", "places", None, None, "Nothing was chosen"),
    ("i35", "places", "حلب", None, "already"),
    ("i35", "date", "سوقا", None, "no date"),
    ("i35", "attackers", "،", None, "one phrase"),
    ("i35", "attackers", TEXT, None, "one phrase"),
    ("k103", "harm", None, "killed", "already"),
]


@pytest.mark.parametrize(("name", "field", "words", "value", "said"), REFUSED, ids=lambda value: str(value)[:20])
def test_what_is_no_value_is_refused(
    ana: Reviewer, name: str, field: str, words: str | None, value: str | None, said: str
) -> None:
    where = ana.words(words) if words else None
    with pytest.raises(WrongChoice, match=said):
        ana.ask(Verb.CORRECT, name, target=field, words=where, value=value)
    assert not ana.look().decisions


@pytest.mark.parametrize("words", [(0, 0), (5, 4), (-3, 2), (0, 10**9)], ids=str)
def test_words_that_the_article_does_not_have(ana: Reviewer, words: tuple[int, int]) -> None:
    with pytest.raises(WrongChoice, match="no such words"):
        ana.ask(Verb.CORRECT, "k103", target="count", words=words)


# kind, words, label, raw words or place of what is added
ADDED = [
    ("casualties", "7", "injured", "7 مدنيين"),
    ("aggregates", "خمسة", "troops", "خمسة آخرين"),
    ("incidents", "نزحوا", "other", None),
    ("incidents", "سوقا", "shooting", None),  # another attack of a sentence that tells one
    ("claims", "منظمة محلية", "reports", "منظمة محلية"),
]


@pytest.mark.parametrize(("kind", "words", "label", "raw"), ADDED, ids=[f"{row[0]} {row[2]}" for row in ADDED])
def test_what_is_missing_is_added(ana: Reviewer, kind: str, words: str, label: str, raw: str | None) -> None:
    before = {standing.item.id for standing in ana.page.folded.standings}
    ana.do(Verb.ADD, target=kind, words=ana.words(words), value=label)
    (new,) = [s for s in ana.page.folded.standings if s.item.id not in before]
    assert new.decided is not None
    assert label in new.item.model_dump(mode="json").values()
    read = next(
        (getattr(new.item, name).raw for name in ("count", "total", "speaker") if hasattr(new.item, name)), None
    )
    assert read == raw


REFUSED_TO_ADD = [
    ("casualties", "سوقا", "killed", "no number"),
    ("casualties", "ثلاثة", "killed", "already"),
    ("casualties", "7", "eaten", "label"),
    ("casualties", "7", None, "choose what it is"),
    ("findings", "7", "killed", "Choose what to add"),
]


@pytest.mark.parametrize(("kind", "words", "label", "said"), REFUSED_TO_ADD, ids=lambda value: str(value))
def test_what_is_nothing_is_not_added(ana: Reviewer, kind: str, words: str, label: str | None, said: str) -> None:
    with pytest.raises(WrongChoice, match=said):
        ana.ask(Verb.ADD, target=kind, words=ana.words(words), value=label)


def test_a_note_needs_words(ana: Reviewer) -> None:
    with pytest.raises(WrongChoice, match="needs words"):
        ana.ask(Verb.NOTE, "k103")
    assert ana.do(Verb.NOTE, reason="Look at the whole.").item is None


@pytest.mark.parametrize("kind", list(FIELDS), ids=lambda kind: kind.__name__)
def test_every_field_that_can_be_corrected_is_one_of_the_item(kind: type[Item]) -> None:
    parts = {"who", "group"}
    assert FIELDS[kind].keys() - parts <= kind.model_fields.keys()
