"""What a speaker does with a statement, decided by its grammar: own strike, named perpetrator, denial, assessment."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from extractor.arabic.perpetrators import PRONOUNS, blamed, perpetrator
from extractor.arabic.sides import ARMED, NAMED, Party, Said, is_insider, is_witness, side_of
from extractor.arabic.speech import (
    bare,
    is_a,
    is_attack_verb,
    is_crime,
    is_future_attack,
    is_harm,
    is_noun_of,
    own_forces,
    unjoined,
    word_class,
)
from extractor.arabic.statement import Statement

_VOUCHING = ("affirm", "acknowledge", "admit")  # who does not confirm, says nothing


def decide(statement: Statement, said: Said) -> tuple[str, Party | None] | None:
    """(act, culprit named) of a statement, or None when it says nothing about an attack."""
    act, negated = statement.act, bool(statement.cue and statement.cue.negated)
    if negated or statement.rule == "silence":
        return _negated("no_comment" if statement.gloss in _VOUCHING else act, said)
    if act == "no_comment":
        return act, None
    if not _harmful(statement, said):
        return None
    if statement.cue and statement.cue.verb.harms:
        return act, None
    if statement.gloss == "condemn":
        culprit = perpetrator(said)
        return ("accuses", culprit) if culprit and not said.speaker.speaks_for(culprit) else None
    if act == "accuses":
        return act, _first_actor(said)
    if statement.gloss == "warn" and is_insider(said) and _threatens(said):
        return "threatens", None
    if act not in ("reports", "confirms"):
        return act, None
    return _asserted(act, said)


def _harmful(statement: Statement, said: Said) -> bool:
    """Whether the words are about an attack: they or the verb speak of harm, or a crime is laid or denied."""
    if statement.gloss in ("threaten", "menace") and said.speaker.category in ARMED:
        return True
    if (statement.cue and statement.cue.verb.harms) or any(map(_tells_harm, said.keys)):
        return True
    if _threatens_target(said.keys) or _fires(said.keys):
        return True
    return statement.act in ("accuses", "denies") and any(is_crime(k) for k in said.keys)


@lru_cache(maxsize=16_384)
def _tells_harm(word: str) -> bool:
    return is_harm(word) or is_future_attack(word)


def _fires(keys: Sequence[str]) -> bool:
    """`أطلق النار`, `فتحوا النار`, `إطلاق نار`, and no ceasefire (وقف إطلاق النار)."""
    for n, (verb, fire) in enumerate(pairwise(keys)):
        if fire in ("النار", "نار") and unjoined(verb).startswith(("اطلق", "اطلاق", "باطلاق", "فتح", "يطلق", "تطلق")):
            return n == 0 or not bare(keys[n - 1]).startswith(("وقف", "بوقف", "لوقف", "هدنه"))
    return False


def _negated(act: str, said: Said) -> tuple[str, Party | None] | None:
    if act == "claims_responsibility" or any("مسوولي" in k for k in said.keys[:6]):
        return "no_claim", None
    return ("no_comment", None) if act == "no_comment" else None


def _asserted(act: str, said: Said) -> tuple[str, Party | None]:
    if _admits(said):
        return "claims_responsibility", None
    if _threatens(said):
        return "threatens", None
    culprit = perpetrator(said)
    if culprit is not None and said.speaker.speaks_for(culprit):
        if said.speaker.category in ARMED and not is_witness(said):
            return "claims_responsibility", None
        return ("accuses", culprit) if culprit.corps and not is_insider(said) else (act, None)
    culprit = culprit or blamed(said)
    if culprit is not None:
        return "accuses", culprit
    if any(is_a(k, "hedges") for k in said.keys[:8]) or _forecasts(said.keys[:8]):
        return "assesses", None
    return act, None


def _forecasts(keys: Sequence[str]) -> bool:
    """`قد يرتفع`: with an imperfect قد says what may come."""
    return any(unjoined(a) == "قد" and b[0] in "يت" and not is_attack_verb(b) for a, b in pairwise(keys))


def _first_actor(said: Said) -> Party | None:
    """The actor accused; which one in the text is certain only where it opens what is said."""
    for a, b, mention in said.actors:
        side = side_of(said, a, b, mention)
        return side if a < 2 else replace(side, named=None)
    return None


def _threatens(said: Said) -> bool:
    keys = said.keys
    if is_witness(said):
        return False
    if any(map(_is_threat, keys)):
        return True
    return _threatens_target(keys)


@lru_cache(maxsize=16_384)
def _is_threat(word: str) -> bool:
    return not word_class("threats").isdisjoint((word, unjoined(word))) or is_future_attack(word)


def _threatens_target(keys: Sequence[str]) -> bool:
    """`ستكون هدفا`, `لن يمر دون رد`."""
    future = ("ستكون", "سيكون", "ستصبح", "سيصبح", "سيكونون")
    unanswered = ("يمر", "تمر", "يفلت", "يبقي", "تبقي")
    return any(
        (unjoined(a) in future and b.startswith("هدف")) or (unjoined(a) == "لن" and b in unanswered)
        for a, b in pairwise(keys)
    )


def _admits(said: Said) -> bool:
    """Whether the speaker says that his own side struck."""
    keys = said.keys
    if any(k.startswith(("مسووليته", "مسووليتها", "مسووليتهم", "مسووليتنا")) for k in keys[:6]):
        return True
    if any(k in PRONOUNS and keys[n + 1 : n + 2] in (["مسوول"], ["مسووله"], ["مسوولون"]) for n, k in enumerate(keys)):
        return True
    if any(k in word_class("first_person") for k in keys) or _by_its_press(said):
        return True
    if is_witness(said):
        return False
    return _own_verb(said) or _own_masdar(said) or _own_operation(said)


def _by_its_press(said: Said) -> bool:
    """`أعلنت وكالة أعماق مسؤولية التنظيم عن`: a group's own press names it without its proper name."""
    return any(a.startswith("مسوولي") and is_noun_of(b, "own_generic") for a, b in pairwise(said.keys[:3]))


def _own_verb(said: Said) -> bool:
    """`أنها استهدفت`, `إن قواتنا قصفت`; what is still to come is no admission."""
    keys = said.keys
    own = own_forces()
    if is_insider(said):
        own |= word_class("own_agents") if said.speaker.category in NAMED else {"الجيش"}
    for n, k in enumerate(keys[:-1]):
        if k in PRONOUNS and any(_done(v) for v in keys[n + 1 : n + 2 + (keys[n + 1] == "قد")]):
            return True
        near = keys[max(0, n - 1) : n + 4]
        if unjoined(k) in own and any(map(is_attack_verb, near)) and not any(map(is_future_attack, near)):
            return True
    return False


def _done(word: str) -> bool:
    return is_attack_verb(word) and not is_future_attack(word)


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
    subject = next((side_of(said, a, b, m) for a, b, m in said.actors if a == head + 1), None)
    return subject is None or word in ("القضاء",) or subject.shares(said.speaker) or not subject.states


def _own_operation(said: Said) -> bool:
    """A state's or group's force that announces enemies killed tells its own operation."""
    keys = said.keys
    if said.speaker.category not in ARMED or not any(k.removeprefix("ب") in ("مقتل", "قتل") for k in keys[:3]):
        return False
    return any(k in word_class("enemies") for k in keys[1:7]) and not any(
        k in word_class("own_victims") for k in keys[1:7]
    )
