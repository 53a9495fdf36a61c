"""One speaker, many names: from a short or pronominal mention to the fullest name of the same speaker in the text."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from extractor.arabic.actor_lexicon import actor_lexicon, spelling
from extractor.arabic.actors import ActorMention
from extractor.arabic.fold import Token, fold, fold_key, tokens
from extractor.arabic.sides import Party, party
from extractor.arabic.speakers import Speaker
from extractor.arabic.speech import bare, word_class

_MANY = 60  # names of one head noun: no article has more
_TITLE = 9  # words of a title and a name
ITSELF = frozenset(
    (
        "ذاته", "نفسه", "ذاتها", "نفسها", "المذكور", "المذكوره", "الارهابي", "الارهابيه", "المتطرف", "المتطرفه",
        "المتشدد", "المتشدده",
    )
)  # fmt: skip

_SAME = frozenset(("نفس", "ذات"))


@dataclass(frozen=True, slots=True)
class NamedSpeaker:
    """A speaker as one place of the text names him: folded words, the words of the whole phrase, range, side."""

    words: tuple[str, ...]
    phrase: tuple[str, ...]
    start: int
    end: int
    person: bool
    side: Party


def name_speaker(
    text: str, words: Sequence[Token], speaker: Speaker, actors: Sequence[tuple[int, int, ActorMention]]
) -> NamedSpeaker:
    """A speaker's words with their range in the text and the side that they and the title around them point to."""
    inside = words[speaker.start : speaker.end]
    start = inside[0].start + _letters(text, inside[0], speaker.cut)
    first, last = min(speaker.head, speaker.start), _phrase_stop(words, speaker)
    phrase = words[first:last]
    there = around(actors, first, last)
    keys = tuple(spelling(w.text) for w in phrase)
    head = spelling(inside[0].text)[speaker.cut :]
    own = (f"ال{head[2:]}" if head.startswith("لل") else head, *(spelling(w.text) for w in inside[1:]))
    if own[0] in _SAME and len(own) > 1:
        own = (*own[1:], "نفسها")  # نفس المصادر
    return NamedSpeaker(
        own,
        keys,
        start,
        inside[-1].end,
        speaker.person,
        party(keys, there[0].category if there else _category(keys), (m.state for m in there)),
    )


def around(actors: Sequence[tuple[int, int, ActorMention]], first: int, last: int) -> list[ActorMention]:
    """The actors of a sentence that share words with `first:last`; each comes with its own range, in text order."""
    begin = bisect_right(actors, first, key=lambda actor: actor[1])
    return [m for _, _, m in actors[begin : bisect_left(actors, last, key=lambda actor: actor[0])]]


def _category(keys: tuple[str, ...]) -> str | None:
    """A state's armed or secret services, where no actor is listed: جهاز مكافحة الإرهاب, المخابرات."""
    services = ("استخبارات", "مخابرات", "شرطه", "مباحث")
    fights = any(pair == ("مكافحه", "الارهاب") for pair in pairwise(keys))
    return "state_forces" if fights or any(bare(k) in services for k in keys[:3]) else None


def _letters(text: str, word: Token, cut: int) -> int:
    return fold(text[word.start : word.end]).starts[cut] if cut else 0


def _phrase_stop(words: Sequence[Token], speaker: Speaker) -> int:
    """One past the title behind a name (كوريلا قائد القيادة المركزية …): up to the clause's next opener or comma."""
    end = speaker.end
    if not speaker.person:
        return end
    closing = word_class("openers") | set(",،:.")
    while end < min(len(words), speaker.end + 10) and words[end].text not in closing:
        end += 1
    return end


class Names:
    """The speakers and actors of a text by the words that lead to them; built once."""

    def __init__(self, known: Sequence[NamedSpeaker], actors: Sequence[ActorMention]) -> None:
        self.persons: dict[str, NamedSpeaker] = {}
        self.phrases: dict[tuple[str, ...], NamedSpeaker] = {}
        self.called: dict[tuple[str, ...], NamedSpeaker] = {}
        self.offices: dict[tuple[str, str], NamedSpeaker | None] = {}
        self.titled: dict[str, list[NamedSpeaker]] = {}
        self.ministries: dict[str, NamedSpeaker] = {}
        self.bodies: dict[str, dict[tuple[str, ...], list[NamedSpeaker]]] = {}
        self.actors: dict[str, dict[tuple[str, ...], ActorMention]] = {}
        for name in known:
            if name.person:
                self._add_person(name)
            elif not ITSELF & set(name.words):
                self._add_called(name)
                alike = self.bodies.setdefault(bare(name.words[0]), {})
                if name.words in alike or len(alike) < _MANY:
                    alike.setdefault(name.words, []).append(name)
        for actor in actors:
            keys, called = _called(actor)
            if keys and not ITSELF & set(keys):
                named = self.actors.setdefault(bare(keys[0]), {})
                whole = keys in named and fold_key(named[keys].raw).startswith("لل")
                if whole or (keys not in named and len(named) < _MANY):
                    named[keys] = called  # الجيش rather than للجيش

    def _add_called(self, name: NamedSpeaker) -> None:
        """What a body is called inside its name: in quotes (وكالة الأنباء "وفا"), behind a medium or ministry."""
        if len(name.words) > 1 and name.words[0] == "وزاره":
            self.ministries.setdefault(name.words[1], name)  # أعلنت الصحة
        quoted = [n for n, word in enumerate(name.words) if word in "\"'"]
        if len(quoted) > 1 and quoted[1] - quoted[0] > 1 and len(name.words) > quoted[1] - quoted[0] + 1:
            self.called.setdefault(name.words[quoted[0] + 1 : quoted[1]], name)
        if len(name.words) > 1 and name.words[0] in word_class("media"):
            self.called.setdefault(name.words[1:2], name)

    def _add_person(self, name: NamedSpeaker) -> None:
        for word in name.words[1:]:
            self.persons.setdefault(word, name)
        for title in {bare(word) for word in name.phrase} & word_class("titles"):
            self.titled.setdefault(title, []).append(name)
        if len(name.phrase) > 1 and bare(name.phrase[0]) in word_class("titles"):
            office = (name.phrase[0], bare(name.phrase[1]))
            same = self.offices.get(office, name)
            self.offices[office] = same if same and same.words == name.words else None
        for length in range(3, min(len(name.phrase), _TITLE) + 1):
            self.phrases.setdefault(name.phrase[:length], name)


def fullest(short: NamedSpeaker, names: Names) -> NamedSpeaker:
    """The fullest name of the same speaker: of a person by the last name, of a body by its head noun, else itself."""
    if short.person:
        return short
    person = names.persons.get(short.words[0]) if len(short.words) == 1 else names.phrases.get(short.words)
    medium = len(short.words) == 2 and short.words[0] in word_class("media")
    called = names.called.get(short.words[1:] if medium else short.words)
    ministry = names.ministries.get(short.words[0])
    return (
        person
        or called
        or ministry
        or _holder(short, names)
        or _taken_up(short, names)
        or _actor_of(short, names)
        or short
    )


def _taken_up(short: NamedSpeaker, names: Names) -> NamedSpeaker | None:
    """A body or source by the words it begins with, or a person by his title alone: whoever was named last."""
    body, words = _longer(short, names), [w for w in short.words if w not in ITSELF]
    if len(words) != 1 or not words[0].startswith("ال"):
        return body
    person = _last_before(names.titled.get(bare(words[0]), ()), short.start)
    return max((k for k in (body, person) if k), key=lambda k: k.start, default=None)


def _holder(short: NamedSpeaker, names: Names) -> NamedSpeaker | None:
    """The only person of an office: مدير مستشفى الجمهورية … مدير المستشفى صالح قربان."""
    if len(short.words) < 2 or (len(short.words) == 2 and short.words[1] == bare(short.words[1])):
        return None
    return names.offices.get((short.words[0], bare(short.words[1])))


def _longer(short: NamedSpeaker, names: Names) -> NamedSpeaker | None:
    """The longest name that begins with the same words, else the nearest before it with the same head noun."""
    words = tuple(w for w in short.words if w not in ITSELF)
    if not words or not words[0].startswith("ال"):
        return None
    bodies = names.bodies.get(bare(words[0]), {})
    same = [told for name, told in bodies.items() if name != words and len(name) >= len(words)]
    begins = [told[0] for told in same if told[0].words[: len(words)] == words]
    if begins:
        return max(begins, key=lambda k: (len(k.words), -k.start))
    before = [k for told in same if _takes_up(words, told[0]) and (k := _last_before(told, short.start))]
    return max(before, key=lambda k: k.start, default=None)


def _last_before(told: Sequence[NamedSpeaker], start: int) -> NamedSpeaker | None:
    at = bisect_left(told, start, key=lambda k: k.start)
    return told[at - 1] if at else None


def _takes_up(words: tuple[str, ...], earlier: NamedSpeaker) -> bool:
    """Whether a definite phrase takes up an indefinite one: the head alone or with the same adjectives."""
    bared = [bare(w) for w in words]
    same = zip(bared[1:], map(bare, earlier.words[1 : len(words)]), strict=False)
    return len(words) == 1 or (len(earlier.words) >= len(words) and all(a == b or _relates(a, b) for a, b in same))


def _relates(adjective: str, noun: str) -> bool:
    """Whether an adjective is made of a noun: البعثة الأممية, بعثة الأمم."""
    return len(noun) > 2 and adjective.removesuffix("ه").removesuffix("ي") == noun and adjective != noun


@lru_cache(maxsize=2048)
def _spelled(raw: str) -> tuple[str, ...]:
    """The words of a name in the one spelling that tables use."""
    return tuple(spelling(t.text) for t in tokens(fold(raw)) if t.text[0].isalnum())


def _called(actor: ActorMention) -> tuple[tuple[str, ...], ActorMention]:
    """The words an actor is called by, and where they stand: without ل and ب, and without `عناصر من` before them."""
    keys = _spelled(actor.raw)
    if len(keys) > 2 and keys[1] == "من" and keys[0] in word_class("crowds"):
        third = [t for t in tokens(fold(actor.raw)) if t.text[0].isalnum()][2].start
        return keys[2:], replace(actor, start=actor.start + third)
    if keys and keys[0].startswith("لل"):
        return (f"ال{keys[0][2:]}", *keys[1:]), actor
    if keys and keys[0][0] in "لب" and keys[0][1:] in actor_lexicon().heads:
        return (keys[0][1:], *keys[1:]), replace(actor, start=actor.start + 1)  # لتنظيم X
    return keys, actor


def _actor_of(short: NamedSpeaker, names: Names) -> NamedSpeaker | None:
    """An actor with the same head noun and more words, named before or only later, where all of those are one name."""
    words = tuple(w for w in short.words if w not in ITSELF)
    if not words or not words[0].startswith("ال") or len(words) > 2:
        return None
    alike = [
        (keys, actor)
        for keys, actor in names.actors.get(bare(words[0]), {}).items()
        if len(keys) > len(words) and keys[1 : len(words)] == words[1:]
    ]
    found = [told for told in alike if told[1].start < short.start] or alike
    if len(found) != 1:
        return None
    keys, actor = found[0]
    side = party(keys, actor.category, (actor.state,))
    return NamedSpeaker(keys, keys, actor.start, actor.end, False, side)
