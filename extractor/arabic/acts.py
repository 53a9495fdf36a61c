"""What a speaker does with a statement, decided by its grammar: own strike, named perpetrator, denial, assessment."""

from dataclasses import replace
from functools import lru_cache

from extractor.arabic.clitics import readings
from extractor.arabic.opinions import judges
from extractor.arabic.own_acts import admits, denies
from extractor.arabic.perpetrators import blamed, perpetrator
from extractor.arabic.sides import ARMED, Party, Said, is_insider, is_witness, side_of
from extractor.arabic.speech import bare, unjoined
from extractor.arabic.statement import Statement
from extractor.arabic.subject_matter import is_about_an_attack
from extractor.arabic.threats import threatens

_EPITHETS = ("جريم", "جرايم", "مجزر", "بشع", "وحشي", "همجي", "متعمد", "جبان", "شنيع", "غادر", "انتهاك")
_INTERCEPTION = ("اعترض", "اعتراض", "اسقط", "اسقاط", "تصد", "التصد", "احبط", "احباط", "افشل", "افشال")
_POINTING = ("point out", "draw attention", "note", "speak of")  # at a deed, mostly another's
_VOUCHING = ("affirm", "acknowledge", "admit")  # who does not confirm, says nothing


def decide(statement: Statement, said: Said) -> tuple[str, Party | None] | None:
    """(act, culprit named) of a statement, or None when it says nothing about an attack."""
    act, negated = statement.act, bool(statement.cue and statement.cue.negated)
    if negated or statement.rule == "silence":
        return _negated(statement, said)
    if act == "no_comment":
        return act, None
    if not is_about_an_attack(statement, said):
        return None
    if statement.cue and statement.cue.verb.harms:
        return act, None
    if statement.gloss == "condemn":
        culprit = perpetrator(said)
        if culprit and culprit.named and not said.speaker.speaks_for(culprit):
            return "accuses", culprit
        return ("assesses", None) if any(map(_is_epithet, said.keys)) else None
    if act == "accuses":
        return act, _first_actor(said)
    if statement.gloss == "warn" and is_insider(said) and threatens(said):
        return "threatens", None
    if act not in ("reports", "confirms"):
        return act, None
    announced = statement.gloss not in _POINTING if statement.cue else statement.rule == "headline"
    return _asserted(act, said, announced=announced)


@lru_cache(maxsize=2048)
def _is_epithet(word: str) -> bool:
    """Whether a condemned attack is called a crime: بالجريمة البشعة, المجزرة, المتعمد."""
    return any(rest.startswith(_EPITHETS) for _, rest in readings(word))


def _negated(statement: Statement, said: Said) -> tuple[str, Party | None] | None:
    act = "no_comment" if statement.gloss in _VOUCHING else statement.act
    if act == "claims_responsibility" or any("مسوولي" in k for k in said.keys[:6]):
        return "no_claim", None
    return ("no_comment", None) if act == "no_comment" or statement.rule == "silence" else None


def _asserted(act: str, said: Said, *, announced: bool) -> tuple[str, Party | None]:
    if denies(said):
        return "denies", None
    if admits(said, announced=announced):
        return "claims_responsibility", None
    if threatens(said):
        return "threatens", None
    culprit = perpetrator(said)
    if culprit is not None and said.speaker.speaks_for(culprit):
        if (said.speaker.category in ARMED and not is_witness(said)) or (culprit.corps and _is_soldier(said)):
            return "claims_responsibility", None
        return ("accuses", culprit) if culprit.corps and not is_insider(said) else (act, None)
    culprit = culprit or blamed(said)
    if culprit is not None:
        return (act, None) if _intercepts(said) else ("accuses", culprit)
    return ("assesses" if judges(said.keys) else act), None


def _intercepts(said: Said) -> bool:
    """`اعتراض صواريخ أطلقها X`: an armed speaker tells what his side did, and only says whose they were."""
    return said.speaker.category in ARMED and any(
        unjoined(k).removeprefix("ب").startswith(_INTERCEPTION) for k in said.keys[:14]
    )


def _is_soldier(said: Said) -> bool:
    """مصدر عسكري: a source inside the army that he tells of."""
    return any(bare(k).startswith("عسكري") for k in said.speaker_keys[1:3])


def _first_actor(said: Said) -> Party | None:
    """The actor accused; which one in the text is certain only where it opens what is said."""
    for a, b, mention in said.actors:
        side = side_of(said, a, b, mention)
        return side if a < 2 else replace(side, named=None)
    return None
