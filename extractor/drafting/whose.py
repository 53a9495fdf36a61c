"""To which side the harmed belong, by the words around their count: whose they are, of whose dead the toll is.

Source: the annotation guideline ("military: any combatant or armed group member, security forces").
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from extractor.arabic.actors import ActorMention, scan_actors
from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.fold import fold_key
from extractor.arabic.nouns import counted_noun
from extractor.arabic.scan import Scan
from extractor.arabic.victims import group_of, is_military
from schemas.casualty import Group

_ARMED = frozenset({"state_forces", "coalition", "rebel_group", "jihadist", "militia", "armed_group"})
_FIGHTING = frozenset({"state_forces", "rebel_group", "jihadist", "militia"})
_NEAR = 20  # characters: «من بين صفوف »
_CLAUSE = 80  # characters around a count in which its people are described
_WORD = re.compile(r"\w+")
_OF = frozenset(("من", "في", "بين", "صفوف", "وجرحي", "وقتلي", "واصابات", "ومصابين"))
_PARTIES = frozenset(("الحزب", "الحركه", "الجماعه", "التنظيم", "الميليشيا", "الميليشيات", "المليشيا", "المليشيات"))
_ACTIVISTS = ("ناشط", "نشطاء", "كادر", "كوادر")  # of an armed group they are its members
_SUFFERED = re.compile(r"\b[وف]?(?:تكبد|تكبدت|تكبدوا|تتكبد|يتكبد|كبد|كبدت|خسر|خسرت|فقد|فقدت)\b")
_MOURNED = re.compile(r"^\W*(?:\w+\W+){0,2}?\w?(?:نعاه|نعاهم|نعاهما|نعته|نعتهم|نعتهما)\W+")
_ALL = re.compile(r"^\W*(?:\w+\W+){0,4}?(?:جميعهم|كلهم|وهم|وهما|كلاهما)\W+(?:من\W+)?(\w+)")
_MOST = re.compile(
    r"^\W*(?:\w+\W+){0,6}?(?:غالبيتهم|معظمهم|اغلبهم|اغلبيتهم|جلهم)\W+(?:من\W+)?(?:ال)?(?:مدني|عسكري|جنود|مقاتل)"
)


def group_of_harmed(seen: Scan, mention: CasualtyMention) -> Group:
    """The group that the words for people name, else whose people they are said to be."""
    said = Group(mention.group)
    if said is Group.CIVILIAN and _of_fighters(seen, mention):
        return Group.MILITARY
    if said is not Group.UNKNOWN:
        return said
    words = fold_key(seen.text[mention.end : mention.end + _CLAUSE])
    if _MOST.search(words):
        return Group.MIXED
    if _armed(seen, mention) or _mourned(seen, mention) or _suffered(seen, mention):
        return Group.MILITARY
    return _described(seen, mention, words)


def _armed(seen: Scan, mention: CasualtyMention) -> bool:
    """An armed actor among the words for the people, or whose they are (قتلى وجرحى من «قسد»)."""
    first = mention.cue_start if mention.status != "counted" else mention.start
    return any(
        actor.category in _ARMED and _OF.issuperset(_words(seen.text[mention.end : actor.start]))
        for actor in _actors(seen, first, mention.end + _NEAR)
    )


def _of_fighters(seen: Scan, mention: CasualtyMention) -> bool:
    if not fold_key(seen.text[mention.start : mention.end]).startswith(_ACTIVISTS):
        return False
    near = _actors(seen, mention.start, mention.end + _NEAR)
    return any(a.category in _FIGHTING and _words(seen.text[mention.end : a.start]) in ([], ["من"]) for a in near)


def _mourned(seen: Scan, mention: CasualtyMention) -> bool:
    """أربعة أشخاص، نعاهم الحزب: a party at war mourns its own."""
    behind = seen.text[mention.end : mention.end + _CLAUSE]
    found = _MOURNED.match(fold_key(behind)) if "نع" in behind else None
    return found is not None and any(a.category in _FIGHTING for a in _actors(seen, mention.end, mention.end + _CLAUSE))


def _suffered(seen: Scan, mention: CasualtyMention) -> bool:
    """تكبدت الميليشيات خسائر بشرية: the losses of an armed subject."""
    start = max(0, mention.start - _CLAUSE)
    before = seen.text[start : mention.start]
    if not _SUFFERED.search(fold_key(before)):
        return False
    return any(a.category in _ARMED for a in _actors(seen, start, mention.start)) or not _PARTIES.isdisjoint(
        _words(before)
    )


def _described(seen: Scan, mention: CasualtyMention, behind: str) -> Group:
    """The noun that a toll is of (عدد قتلى المدنيين), one in quotes (22 «إرهابيا»), one that says what all were."""
    said = _of_toll(seen, mention)
    if said is Group.UNKNOWN and mention.unit is None and behind[:2].strip()[:1] in ('"', "«", "“", "”"):
        said = _named(next(iter(_words(behind)), ""))
    everybody = _ALL.match(behind)
    return _named(everybody.group(1)) if said is Group.UNKNOWN and everybody else said


def _of_toll(seen: Scan, mention: CasualtyMention) -> Group:
    if mention.cue_end >= mention.start:
        return Group.UNKNOWN
    words = _words(seen.text[mention.cue_end : mention.start])
    near = next((n for n, word in enumerate(words) if word not in _OF), len(words))
    if near == len(words):
        return Group.UNKNOWN
    actors = _actors(seen, mention.cue_end, min(mention.start, mention.cue_end + _NEAR))
    armed = any(a.category in _ARMED and _OF.issuperset(_words(seen.text[mention.cue_end : a.start])) for a in actors)
    return Group.MILITARY if armed or words[near] in _PARTIES else _named(words[near])


def _named(word: str) -> Group:
    return Group.MILITARY if is_military(word) else Group(group_of(counted_noun(word)))


def _actors(seen: Scan, start: int, end: int) -> Sequence[ActorMention]:
    actors = scan_actors(seen.text)
    first = bisect_left(actors, start, key=lambda actor: actor.start)
    return actors[first : bisect_left(actors, end, key=lambda actor: actor.start)]


def _words(text: str) -> list[str]:
    return _WORD.findall(fold_key(text))
