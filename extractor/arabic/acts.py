"""What a speaker does with a statement, decided by its grammar: own strike, named perpetrator, denial, assessment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.actors import ActorMention
from extractor.arabic.speech import bare, is_a, is_attack_verb, is_harm, unjoined, word_class
from extractor.arabic.statement import Statement

ARMED = frozenset(
    ("state_forces", "rebel_group", "jihadist", "militia", "coalition", "state", "government", "armed_group")
)
_WITNESSES = frozenset(
    (
        "مصدر", "مصادر", "شهود", "شاهد", "سكان", "اطباء", "طبيب", "وكاله", "صحيفه", "مرصد", "شبكه", "مركز",
        "تقرير", "تقارير", "ناشطون", "اهالي", "قناه", "موقع", "مستشفي", "منظمه", "صحه",
    )
)  # fmt: skip
_PRONOUNS = frozenset(("انه", "انها", "انهم", "اننا", "انهما", "بانه", "بانها", "بانهم", "باننا", "انني", "اني"))
_COMMON = frozenset(
    (
        "جيش", "قوات", "وزاره", "حركه", "تنظيم", "متحدث", "باسم", "قايد", "رييس", "مدير", "جماعه", "دوله",
        "وحدات", "كتايب", "سرايا", "مسوول", "قياده", "في", "من", "على", "مقاتلي", "عناصر", "مسلحي",
        "مسلحين", "مقاتلين", "طايرات", "طيران", "حرب", "سلاح", "جو", "مدفعيه", "بحريه", "قوه", "مروح",
        "مسير", "مسيره", "طايره", "مقاتلات", "مسلح", "مسلحه", "عسكر", "امن", "دفاع", "داخل", "خارج",
    )
)  # fmt: skip
_EARLY = 12


@dataclass(frozen=True, slots=True)
class Party:
    """Who somebody belongs to: states, and the content words of the name."""

    states: frozenset[str]
    words: frozenset[str]
    category: str | None

    def shares(self, other: "Party") -> bool:
        """Whether both belong to one side: the same state, or a word of the name in common."""
        return bool(self.states & other.states or self.words & other.words)

    @property
    def anonymous(self) -> bool:
        """Whether it is a kind of force only (الجيش, سلاح الجو): its speaker's own, and nobody in another's mouth."""
        return not self.states and not self.words


def party(keys: Sequence[str], category: str | None, states: Iterable[str | None] = ()) -> Party:
    """The party that folded words, and the states of the actors in them, point to."""
    sides = frozenset(s for s in (*map(state_of, keys), *states) if s)
    words = frozenset(_stem(k) for k in keys if k.isalpha() and state_of(k) is None) - _COMMON
    return Party(sides, words, category)


def _stem(word: str) -> str:
    word = bare(word)
    return next(
        (
            word.removesuffix(e)
            for e in ("يون", "يين", "ون", "ين", "يه", "ي")
            if word.endswith(e) and len(word) > len(e) + 2
        ),
        word,
    )


@dataclass(frozen=True, slots=True)
class Said:
    """A statement's words, the actors in them as word ranges, and the speaker's side."""

    keys: Sequence[str]
    actors: Sequence[tuple[int, int, ActorMention]]
    speaker_keys: Sequence[str]
    speaker: Party


def decide(statement: Statement, said: Said) -> tuple[str, Party | None] | None:
    """(act, perpetrator named) of a statement, or None when it says nothing about an attack."""
    act, negated = statement.act, bool(statement.cue and statement.cue.negated)
    if negated or statement.rule == "silence":
        return _negated(act, said)
    if act == "no_comment":
        return act, None
    if not any(is_harm(k) for k in said.keys):
        return None
    if act == "accuses":
        return act, _first_actor(said)
    if act not in ("reports", "confirms"):
        return act, None
    return _asserted(act, said)


def _negated(act: str, said: Said) -> tuple[str, Party | None] | None:
    if act == "claims_responsibility" or any("مسوولي" in k for k in said.keys[:6]):
        return "no_claim", None
    return ("no_comment", None) if act == "no_comment" else None


def _asserted(act: str, said: Said) -> tuple[str, Party | None]:
    if _admits(said):
        return "claims_responsibility", None
    if _threatens(said):
        return "threatens", None
    perpetrator = _perpetrator(said)
    if perpetrator is not None and (perpetrator.shares(said.speaker) or perpetrator.anonymous):
        return ("claims_responsibility" if said.speaker.category in ARMED and not _witness(said) else act), None
    if perpetrator is not None:
        return "accuses", perpetrator
    if any(is_a(k, "hedges") for k in said.keys[:8]):
        return "assesses", None
    return act, None


def _first_actor(said: Said) -> Party | None:
    return next((_side(said, a, b, m) for a, b, m in said.actors), None)


def _side(said: Said, a: int, b: int, mention: ActorMention) -> Party:
    return party(said.keys[a:b], mention.category, (mention.state,))


def _witness(said: Said) -> bool:
    return any(bare(k) in _WITNESSES for k in said.speaker_keys[:2])


def _threatens(said: Said) -> bool:
    return any(k in word_class("threats") or unjoined(k) in word_class("threats") for k in said.keys) and not _witness(
        said
    )


def _admits(said: Said) -> bool:
    """Whether the speaker says that his own side struck."""
    keys = said.keys
    if any(k.startswith(("مسووليته", "مسووليتها", "مسووليتهم", "مسووليتنا")) for k in keys[:6]):
        return True
    if any(k in _PRONOUNS and keys[n + 1 : n + 2] in (["مسوول"], ["مسووله"], ["مسوولون"]) for n, k in enumerate(keys)):
        return True
    if any(k in word_class("first_person") for k in keys):
        return True
    if _witness(said):
        return False
    return _own_verb(said) or _own_masdar(said) or _own_operation(said)


def _own_verb(said: Said) -> bool:
    """`أنها استهدفت`, `إن قواتنا قصفت`."""
    keys = said.keys
    for n, k in enumerate(keys[:-1]):
        if k in _PRONOUNS and any(is_attack_verb(v) for v in keys[n + 1 : n + 2 + (keys[n + 1] == "قد")]):
            return True
        if k in word_class("own_possessives") and any(is_attack_verb(v) for v in keys[max(0, n - 1) : n + 4]):
            return True
    return False


def _own_masdar(said: Said) -> bool:
    """`أعلن الجيش استهداف …`: the bare noun of an attack has the announcer for its subject."""
    armed = said.speaker.category in ARMED
    head = next((n for n, k in enumerate(said.keys[:4]) if k not in ("عن", "ان") and k.isalpha()), None)
    if head is None or not armed:
        return False
    word = said.keys[head]
    masdars = word_class("attack_masdars")
    if word not in masdars and word.removeprefix("ب") not in masdars:
        return False
    subject = next((_side(said, a, b, m) for a, b, m in said.actors if a == head + 1), None)
    return subject is None or word in ("القضاء",) or subject.shares(said.speaker) or not subject.states


def _own_operation(said: Said) -> bool:
    """A state's or group's force that announces enemies killed tells its own operation."""
    keys = said.keys
    if said.speaker.category not in ARMED or not any(k.removeprefix("ب") in ("مقتل", "قتل") for k in keys[:3]):
        return False
    return any(k in word_class("enemies") for k in keys[1:7]) and not any(
        k in word_class("own_victims") for k in keys[1:7]
    )


def _perpetrator(said: Said) -> Party | None:
    """The actor that is subject of an attack verb, stands behind `من قبل`, or is said to be behind it."""
    keys = said.keys
    for a, b, mention in said.actors:
        if mention.category in ("media", "monitor", "international_organization") or _nameless(keys[a:b]):
            continue
        follows = is_attack_verb(keys[a - 1]) if a else False
        by = a > 1 and list(keys[a - 2 : a]) == ["من", "قبل"]
        leads = _subject_position(keys, a) and any(is_attack_verb(k) for k in _clause(keys, b))
        if (follows and not _object_of(keys, a)) or by or leads:
            return _side(said, a, b, mention)
    return None


def _nameless(keys: Sequence[str]) -> bool:
    return any(k.startswith(("مجهول", "المجهول")) for k in keys)


def _subject_position(keys: Sequence[str], a: int) -> bool:
    """Whether an actor stands first in its clause: right behind أن."""
    before = keys[a - 2 : a - 1] if a > 1 and keys[a - 1] in ('"', "'") else keys[a - 1 : a]
    return a == 0 or any(is_a(k, "openers") for k in before) or (a == 1 and not is_attack_verb(keys[0]))


def _clause(keys: Sequence[str], b: int) -> Sequence[str]:
    stop = next((n for n in range(b, len(keys)) if is_a(keys[n], "openers")), len(keys))
    return keys[b : min(stop, b + _EARLY)]


def _object_of(keys: Sequence[str], a: int) -> bool:
    """Whether the attack verb right before an actor has its subject earlier (أنها قصفت الحوثيين)."""
    return a > 1 and (keys[a - 2] in _PRONOUNS or keys[a - 2] == "قد")
