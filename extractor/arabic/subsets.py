"""Parts of a count: named after "among them", one of them, some of them, or a list that adds up to it."""

from dataclasses import replace

from extractor.arabic.cues import Cue, Harm, word_classes
from extractor.arabic.linking import Link, SentenceLinks
from extractor.arabic.number_tokens import CONTEXT
from extractor.arabic.real_harm import real
from extractor.arabic.victims import People

_LIST_REACH = 6
_THEY = frozenset(("هم", "وهم", "هما", "وهما", "هن", "وهن"))
_LISTED_BY = _THEY | {"،", ":", "("}
_PARTS_OF: dict[Harm, tuple[Harm, ...]] = {"killed_or_injured": ("killed_or_injured", "killed", "injured")}


def parts(s: SentenceLinks) -> None:
    """The parts named after "among them" have the harm of the nearest figure before; others counted share it too."""
    head: Link | None = None
    latest: Link | None = None
    for i in range(s.first, s.last):
        word, people = s.reading.has(i, "subset", "most"), s.phrases.get(i)
        if head and word:
            _list_parts(s, _of_both(s, head, word), _named_parts(s, word))
        if head and word is None and people is None and s.reading.words.word(i) in word_classes()["one_of_them"]:
            _one_of_them(s, head, i)
        if head and people and i not in s.links:
            _unlinked(s, head, people, bool(latest and latest.subset))
        if i in s.links:
            latest = s.links[i]
            head = _headed(s, head, s.links[i])
            _added_up(s, head)


def _of_both(s: SentenceLinks, head: Link, word: Cue) -> Link:
    """Most of the dead and the wounded, where both were just counted: مقتل 14 وإصابة 40، غالبيتهم من المدنيين."""
    before = s.reading.words.word(head.cue.first).startswith("و") or s.joined(head.people)
    whole = [link for link in s.links.values() if not link.subset and link.people.last <= head.cue.last]
    first = next((link for link in reversed(whole) if link.harm != head.harm), None)
    if word.cls != "most" or not before or first is None or {first.harm, head.harm} != {"killed", "injured"}:
        return head
    return replace(head, harm="killed_or_injured")


def _named_parts(s: SentenceLinks, word: Cue) -> People | None:
    """The first part behind "among them"; أربعة منهم أطفال only describes the four, معظمهم من النساء has its من."""
    i = word.last + (word.cls == "most" and s.reading.words.word(word.last) == "من")
    people = _at(s, i)
    described = people and people.low is None and word.form == "منهم"
    counted = s.ending.get(word.first)
    return None if described and counted and not counted.harm else people


def _headed(s: SentenceLinks, head: Link | None, link: Link) -> Link:
    """The words "of them" make a part only where a count stands before; a part of a part belongs to the whole."""
    if link.subset and head is None and _then_of_them(s, link.people):
        link = replace(link, subset=False)
        s.links[link.people.first] = link
    return head if head and link.subset else link


def _then_of_them(s: SentenceLinks, people: People) -> bool:
    return s.reading.words.word(people.last) in ("منهم", "منهما", "منهن") and not s.parts_follow(people)


def _at(s: SentenceLinks, i: int) -> People | None:
    return s.links[i].people if i in s.links else s.phrases.get(i)


def _unlinked(s: SentenceLinks, head: Link, people: People, part: bool) -> None:
    """Others of the same harm, and "three of them"."""
    words = s.reading.words
    added = words.word(people.first).startswith("و") or words.word(people.first - 1) == "و"
    own_parts = bool(s.reading.has(people.last, "subset")) and not _then_of_them(s, people)
    if added and people.counted and people.known and own_parts and not people.harm:
        s.links[people.first] = Link(people, head.cue, head.harm, False, "others")
    elif (
        people.others
        and (people.counted or not _definite(s, people))
        and (added or s.reading.has(people.first - 2, "plus"))
    ):
        group = head.people.group if people.group == "unknown" else people.group
        s.links[people.first] = Link(replace(people, group=group), head.cue, head.harm, part, "others")
    elif people.counted and not people.harm and _then_of_them(s, people) and not _freed(s, people):
        s.links[people.first] = Link(people, head.cue, head.harm, True, "part")


def _definite(s: SentenceLinks, people: People) -> bool:
    return people.form == "plural" and s.reading.words.word(people.first).removeprefix("و").startswith("ال")


def _freed(s: SentenceLinks, people: People) -> bool:
    """وأطلقت سراح 4 نساء منهم: what befell them is another thing."""
    return any(s.reading.has(k, "release") for k in range(people.first - 4, people.first))


def _list_parts(s: SentenceLinks, head: Link, people: People | None) -> None:
    """Mark a list of parts; one with parts of its own is another whole."""
    begun = False
    while people and not (begun and s.reading.has(people.last, "subset")) and people.first not in s.listed_parts:
        own = s.links.get(people.first)
        if people.harm and not (own and own.harm in _PARTS_OF.get(head.harm, (head.harm,))):
            return
        s.listed_parts.add(people.first)
        begun = True
        s.links[people.first] = replace(own, subset=True) if own and people.harm else _part(head, people)
        people = s.next_in_list(people) or _behind_genitive(s, people)


def _behind_genitive(s: SentenceLinks, people: People) -> People | None:
    """The next of a list of parts behind one word that belongs to the last: طلاب مدارس ومدنيون."""
    part = s.phrases.get(people.last + 1)
    closed = s.reading.stops(people.last) or s.reading.words.word(people.last) in CONTEXT["stop"]
    plain = people.low is None and people.form == "plural" and not closed
    return part if plain and part and part.form == "plural" and s.joined(part) else None


def _part(head: Link, people: People) -> Link:
    """A part, of the group of the whole where its own words name none."""
    said = people.group != "unknown" or head.people.group == "mixed"
    return Link(people if said else replace(people, group=head.people.group), head.cue, head.harm, True, "part")


def _one_of_them(s: SentenceLinks, head: Link, i: int) -> None:
    """عنصرين أحدهما بحالة حرجة: one of those counted, told in the same clause."""
    near = range(head.people.last, i)
    if head.people.form == "singular":
        return
    own = s.reading.has(i - 1, "harm")
    if own and own.harm and own.role in ("passive", "masdar") and own.last == i and real(s, own):
        s.links[i] = Link(_one(s, head, i), own, own.harm, True, "part")
        return
    told = (s.reading.has(k, "harm", "break") for k in (*near, i + 1))
    if any(word and word.role != "state" for word in told) or len(near) > _LIST_REACH:
        return
    s.links[i] = Link(_one(s, head, i), head.cue, head.harm, True, "part")


def _one(s: SentenceLinks, head: Link, i: int) -> People:
    words = s.reading.words
    cut = int(words.word(i).startswith("و"))
    return People(i, i + 1, words.start(i, cut), words.end(i), 1, 1, "exact", "singular", group=head.people.group)


def _added_up(s: SentenceLinks, head: Link) -> None:
    """A list right behind a total that adds up to it names its parts: سبعة من الأهالي، ثلاثة رجال وامرأتان وطفلان."""
    total, people = head.people.low, _next_listed(s, head.people)
    told = any(s.reading.words.word(k) in _THEY for k in range(head.people.last, people.first)) if people else False
    if total is None or not (told or total == head.people.high) or total < 2 or head.subset:
        return
    found: list[People] = []
    while people and people.first not in s.links and not people.harm and people.low is not None:
        found.append(people)
        people = s.next_in_list(people)
    sum_of = sum(p.low or 0 for p in found)
    if (len(found) > 1 and sum_of == total) or (told and found and sum_of <= total and all(p.number for p in found)):
        s.links.update({p.first: _part(head, p) for p in found})


def _next_listed(s: SentenceLinks, people: People) -> People | None:
    """The first phrase behind a comma, a colon or a bracket that follows people closely."""
    for k in range(people.last, min(people.last + _LIST_REACH, s.last)):
        if s.reading.words.word(k) == "،" and s.reading.words.word(k + 1) in _THEY:
            continue
        if s.reading.words.word(k) in _LISTED_BY:
            return s.phrases.get(k + 1) or s.phrases.get(k + 2)
        if s.reading.has(k, "harm", "break") or k in s.phrases:
            return None
    return None
