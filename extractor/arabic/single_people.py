"""Single people without a noun that counts them: one of the soldiers, a third, his wife, a name, two others."""

from functools import lru_cache

from extractor.arabic.cues import word_classes
from extractor.arabic.given_names import names_alone
from extractor.arabic.mentions import Bound, Form
from extractor.arabic.nouns import counted_noun
from extractor.arabic.number_tokens import CONTEXT, stems
from extractor.arabic.victims import Group, People, Reading, group_of

_PRONOUNS = ("هما", "هم", "ها", "ه")
_LONGEST_NAME = 5
_ACCUSATIVES = ("اخا", "ابا")  # أخاه is one brother
_SOME = ("عدد", "عددا", "بعض", "بعضا")
_OF_THEM = ("منهم", "منهما", "منهن", "اخر")


@lru_cache(maxsize=2048)
def may_begin(word: str) -> bool:
    """Whether a folded word can begin a phrase for people without a number; most words cannot."""
    classes, bare = word_classes(), word.removeprefix("و")
    listed = any(bare in classes[name] for name in ("two_others", "bare_others", "one", "nth", "kunya"))
    listed = listed or bare.removeprefix("ال") in classes["nth"]
    named = bare in _SOME or word in names_alone() or _related(word) is not None
    return listed or named or word in "(و" or counted_noun(word) is not None


def one_person(reading: Reading, i: int) -> People | None:
    """The one person (or the two or the unnumbered "others") that token i starts to tell of."""
    word = reading.words.word(i)
    if word in word_classes()["two_others"]:
        return _people(reading, (i, i + 1), 2, others=True)
    if word.removeprefix("و") in word_classes()["bare_others"]:
        return _people(reading, (i, i + 1), None, others=True)
    if word.removeprefix("و") in _SOME and reading.words.word(i + 1) in _OF_THEM:
        return _people(reading, (i, i + 1), None, cut=int(word.startswith("و")), others=True)
    return _one_of(reading, i) or _nth(reading, i) or _kin(reading, i) or _named(reading, i)


def _people(reading: Reading, span: tuple[int, int], count: int | None, *, cut: int = 0, group: Group = "unknown",
            others: bool = False) -> People:  # fmt: skip
    start, end = reading.words.start(span[0], cut), reading.words.end(span[1] - 1)
    bound: Bound = "vague" if count is None else "exact"
    form: Form = "plural" if count is None else "dual" if count == 2 else "singular"
    who = None if others else (start, end)
    return People(*span, start, end, count, count, bound, form, None, who, group, others=others)


def _one_of(reading: Reading, i: int) -> People | None:
    """أحد الجنود, إحدى النساء: one of people named by a plural."""
    words = reading.words
    if words.word(i).removeprefix("و") not in word_classes()["one"]:
        return None
    noun = counted_noun(words.word(i + 1))
    if noun is None or noun.noun.number != "plural" or noun.noun.kind not in ("person", "military_person", "victim"):
        return None
    armed = any(words.word(k).removeprefix("ال") in word_classes()["bodies"] for k in (i + 2, i + 3))
    cut = int(words.word(i).startswith("و"))
    return _people(reading, (i, i + 2), 1, cut=cut, group="military" if armed else group_of(noun))


def _nth(reading: Reading, i: int) -> People | None:
    """أصيب ثالث بجروح, إصابة الرابع: a third person, where no noun follows that the ordinal would count."""
    word, after = reading.words.word(i), reading.words.word(i + 1)
    if word.removeprefix("و").removeprefix("ال") not in word_classes()["nth"]:
        return None
    free = reading.stops(i + 1) or after in CONTEXT["preposition"] | CONTEXT["stop"] or after[:1] in "وب"
    free = free and not _of_noun(reading, i)
    return _people(reading, (i, i + 1), 1, cut=int(word.startswith("و")), others=True) if free else None


def _of_noun(reading: Reading, i: int) -> bool:
    """Whether an ordinal tells the hour, or which of the things in front: الساعة الثالثة, في التاسعة, هجوم ثالث."""
    word, before = reading.words.word(i), reading.words.word(i - 1)
    if word.startswith("و") or reading.stops(i - 1):
        return False
    if word.startswith("ال"):
        return reading.has(i - 1, "harm") is None
    return reading.has(i - 1, "harm") is None and counted_noun(before) is not None and not before.startswith("ال")


def _kin(reading: Reading, i: int) -> People | None:
    """زوجته, نجلها: a relation named by its possessive."""
    found = _related(reading.words.word(i))
    return _people(reading, (i, i + 1), found[2], cut=found[0], group=found[1]) if found else None


@lru_cache(maxsize=2048)
def _related(word: str) -> tuple[int, Group, int] | None:
    """The clitic letters, the group and the count of a noun of relation with its pronoun (زوجته, ابنيه)."""
    if not word.endswith(_PRONOUNS):
        return None
    for stem in stems(word):
        for pronoun in _PRONOUNS:
            base = stem.rest.removesuffix(pronoun)
            if not stem.rest.endswith(pronoun):
                continue
            for count, one in ((1, base), (2, base[:-1] if base.endswith(("ي", "ا")) else "")):
                noun = one[:-1] + "ه" if one.endswith("ت") else one
                if noun in word_classes()["relations"] and (count == 1 or base not in _ACCUSATIVES):
                    return stem.cut, "civilian" if noun in word_classes()["family"] else "unknown", count
    return None


def _named(reading: Reading, i: int) -> People | None:
    """A personal name: a given name, or a kunya with what follows it."""
    last = name_end(reading, i)
    return _people(reading, (i, last), 1) if last > i else None


def name_end(reading: Reading, i: int) -> int:
    """The end of the personal name at token i, i where none stands."""
    first = reading.words.word(i)
    if first not in names_alone() and first not in word_classes()["kunya"]:
        return i
    last = i + 1
    while last < i + _LONGEST_NAME and _goes_on(reading, last):
        last += 1
    return i if last == i + 1 and first not in names_alone() else last


def _goes_on(reading: Reading, i: int) -> bool:
    word = reading.words.word(i)
    if reading.stops(i) or reading.has(i, "break", "agent_marker"):
        return False
    joins = word in word_classes()["kunya"] or reading.words.word(i - 1) in word_classes()["kunya"]
    if joins or word in names_alone():
        return True
    plain = word.isalpha() and not reading.cues.get(i) and i not in reading.numbers and counted_noun(word) is None
    return plain and word not in CONTEXT["stop"] and word not in CONTEXT["preposition"] and word[0] not in "وبل"
