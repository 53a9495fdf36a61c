"""A speaker is tied to the words by a verb or noun of speech, and does what that verb and his words can mean."""

from collections.abc import Iterator
from itertools import pairwise

from extractor.arabic.fold import fold_key
from extractor.arabic.speech import Cue, bare, is_a, is_attack_verb, speech_form, unjoined
from extractor.build import overlap
from extractor.validators.case import Case, Problem, Rule, reach
from extractor.validators.speakers import SOURCES, WORD, cues_beside, read, speaks
from schemas.claim import Claim
from schemas.record import Level

_DENIAL = "denies"
_SILENCE = frozenset({"no_comment", "no_claim"})
_SAYING = frozenset({"reports", "confirms", "accuses", "assesses", "threatens", "claims_responsibility"})
# What is done with a verb of each act; with one of saying, whatever the words mean.
_MAY = {
    "reports": _SAYING,
    "confirms": frozenset({"reports", "confirms"}),
    "assesses": frozenset({"reports", "assesses", "accuses", "threatens"}),
    "accuses": frozenset({"accuses"}),
    "threatens": frozenset({"threatens"}),
    _DENIAL: frozenset({_DENIAL}),
    "claims_responsibility": frozenset({"claims_responsibility"}),
    "no_comment": _SILENCE,
    "no_claim": _SILENCE,
}
_NOT = frozenset(map(fold_key, ("لم", "لا", "ليس", "ليست", "عدم", "ما")))
_HAPPENS = frozenset(
    map(fold_key, ("تتعرض", "يتعرض", "تعرض", "يقع", "تقع", "وقوع", "يحدث", "تحدث", "حدوث", "يحصل", "تحصل", "حصول"))
)
_FUTURE = ("سي", "ست", "سن", "سوف")
_WATCHERS = frozenset(("monitor", "international_organization", "media"))


def _spoken(case: Case) -> Iterator[Problem]:
    for item in case.items.claims:
        if not any(speaks(case, item, c) for c in read(case, item)) and not cues_beside(case, item):
            message = f"No word of speech ties «{item.speaker.raw}» to this statement."
            yield Problem(item.id, "speaker", Level.REVIEW, message, item.speaker.evidence)


def _denied(case: Case) -> Iterator[Problem]:
    """What the words deny is no confirmation, and what they do not deny is no denial."""
    for item in case.items.claims:
        acts = _done(case, item) or {_of_cue(cue) for cue in cues_beside(case, item)}
        acts |= {_DENIAL} if _says_no(case, item) else set()
        if acts and (item.act == _DENIAL) != (_DENIAL in acts) and (item.act == _DENIAL or acts == {_DENIAL}):
            message = f"The words say that the speaker {' or '.join(sorted(acts))}, not {item.act.value}."
            yield Problem(item.id, "act", Level.REVIEW, message, item.evidence[0])


def _of_cue(cue: Cue) -> str:
    """The act of a verb beside a name; who does not speak is silent (لم يصدر بيانا), and denies nothing by it."""
    if not cue.negated:
        return cue.verb.act
    return "no_claim" if cue.verb.act == "claims_responsibility" else "no_comment"


def _done(case: Case, item: Claim) -> set[str]:
    """What grammar reads the speaker do in these words."""
    return {str(c.act) for c in read(case, item) if speaks(case, item, c)}


def _silent(case: Case) -> Iterator[Problem]:
    """Silence is no statement, and a statement no silence, where grammar reads what the speaker does."""
    for item in case.items.claims:
        acts = _done(case, item)
        if acts and (item.act in _SILENCE) not in {act in _SILENCE for act in acts}:
            message = f"The words say that the speaker {' or '.join(sorted(acts))}, not {item.act.value}."
            yield Problem(item.id, "act", Level.REVIEW, message, item.evidence[0])


def _act(case: Case) -> Iterator[Problem]:
    """The act is one that the speaker's verbs allow, and the words hold what it needs."""
    for item in case.items.claims:
        done = _done(case, item)
        may = done | {act for verb in _verbs(case, item) for act in _MAY[verb]}
        may |= {_DENIAL} if _says_no(case, item) else set()
        if may and item.act not in done and (item.act not in may or _lacks(case, item) or _blames(case, item)):
            message = f"The words do not say that the speaker {item.act.value}."
            yield Problem(item.id, "act", Level.REVIEW, message, item.evidence[0])


def _verbs(case: Case, item: Claim) -> set[str]:
    """The acts of the speaker's own verbs: those that grammar ties to him, else those beside his name."""
    said = [c for c in read(case, item) if speaks(case, item, c)]
    if not said:
        return {_of_cue(cue) for cue in cues_beside(case, item)}
    words = [WORD.findall(fold_key(case.scan.text[c.verb_start : c.verb_end])) for c in said]
    forms = [[form for word in each if (form := speech_form(word))] for each in words]
    return {form[0].act for each in forms for form in each[:1]} | {"reports" for each in forms if not each}


def _says_no(case: Case, item: Claim) -> bool:
    """Whether the words say that an attack did not happen: لم تتعرض لأي قصف."""
    keys = WORD.findall(fold_key(" ".join(e.quote for e in item.evidence)))
    return any(unjoined(no) in _NOT and (verb in _HAPPENS or is_attack_verb(verb)) for no, verb in pairwise(keys))


def _lacks(case: Case, item: Claim) -> bool:
    """Whether words lack what an act needs: a threat the future, an accusation another party, a claim a party."""
    keys = WORD.findall(fold_key(" ".join(e.quote for e in item.evidence)))
    if item.act == "threatens":
        return not any(unjoined(k).startswith(_FUTURE) or is_a(k, "threats") for k in keys)
    if item.act == "confirms":
        return _says_no(case, item)
    here = reach(item.speaker.evidence)
    if item.act == "accuses":
        named = [a for e in item.evidence for a in case.actors_in(reach(e))]
        return all(overlap((a.start, a.end), here) for a in named)
    first = next(iter(fold_key(item.speaker.raw).split()), "")
    watches = bare(first) in SOURCES or any(a.category in _WATCHERS for a in case.actors_in(here))
    return item.act == "claims_responsibility" and watches


def _blames(case: Case, item: Claim) -> bool:
    """Whether who is to claim an attack names another as its doer wherever he speaks here."""
    said = [c for c in read(case, item) if speaks(case, item, c)]
    return item.act == "claims_responsibility" and bool(said) and all(c.accused for c in said)


RULES = (
    Rule("claims.spoken", 4, _spoken),
    Rule("claims.denied", 3, _denied),
    Rule("claims.silence", 2, _silent),
    Rule("claims.act", 1, _act),
)
