"""Which of the scanners' mentions a drafted item means: code takes the words and their clause from there."""

from collections.abc import Sequence
from typing import Any, TypeVar

from extractor.arabic.attack_groups import AttackGroup
from extractor.arabic.attribution import ClaimMention
from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import DateMention, NumberMention, PlaceMention, Sentence
from extractor.arabic.totals import TotalMention
from extractor.build import Range, overlap
from schemas.incident import Incident, IncidentKind

M = TypeVar("M", CasualtyMention, ClaimMention, DateMention, NumberMention, PlaceMention, TotalMention)


def at(mentions: Sequence[M], where: Range) -> list[M]:
    """The mentions of exactly a range, else all that share words with it, those that share most first."""
    touching = [m for m in mentions if m.start < where[1] and where[0] < m.end]
    exact = [m for m in touching if (m.start, m.end) == where]
    return exact or sorted(touching, key=lambda m: -overlap((m.start, m.end), where))


def group_of(
    groups: Sequence[AttackGroup], sentence: Sentence, kind: IncidentKind, places: Sequence[str]
) -> AttackGroup | None:
    """The attack told in a sentence that fits best: of its kind, or at a place of it; None where none fits."""
    names = {fold_key(p) for p in places}
    best: tuple[int, AttackGroup] | None = None
    for group in groups:
        if all(m.sentence_start != sentence.start for m in group.mentions):
            continue
        shared = names & {fold_key(p.raw) for p in group.places}
        fit = 2 * len(shared) + 3 * (group.kind == kind) + any(m.kind == kind for m in group.mentions)
        if fit and (best is None or fit > best[0]):
            best = fit, group
    return best[1] if best else None


def clauses(group: AttackGroup, sentence: Sentence) -> list[Range]:
    """The clauses in which a sentence tells an attack."""
    here = [(m.clause_start, m.clause_end) for m in group.mentions if m.sentence_start == sentence.start]
    return list(dict.fromkeys(here))


def same_attack(new: Incident, old: Incident, apart: bool) -> bool:
    """Whether a drafted incident repeats one that stands: told in the same words, at no other place or day.

    Two that a model lists `apart` in one answer are the same only with the same places and day.
    """
    told = any(overlap((a.start, a.end), (b.start, b.end)) for a in new.evidence for b in old.evidence)
    mine, theirs = {fold_key(p.raw) for p in new.places}, {fold_key(p.raw) for p in old.places}
    days = {(i.date.start, i.date.end) if i.date else None for i in (new, old)}
    alike = mine == theirs and len(days) == 1
    loosely = not (mine and theirs and not mine & theirs) and len(days - {None}) < 2
    return told and new.kind is old.kind and (alike if apart else loosely)


def missing(old: Incident, new: Incident) -> dict[str, Any]:
    """The fields that an incident leaves empty and a repetition fills."""
    fields = ("date", "places", "attackers", "targets", "munitions")
    return {name: value for name in fields if not getattr(old, name) and (value := getattr(new, name))}


def statement_of(
    claims: Sequence[ClaimMention], sentence: Sentence, speaker: Range, act: str, text: str
) -> ClaimMention | None:
    """The statement of a sentence by a speaker, the one of the act first; None where no cue of speech ties them."""
    name = fold_key(text[slice(*speaker)])
    inside = [c for c in claims if c.start < sentence.end and sentence.start < c.end]
    said = [c for c in inside if _names(c, speaker, name, text)]
    return next((c for c in said if c.act == act), said[0] if said else None)


def _names(claim: ClaimMention, speaker: Range, name: str, text: str) -> bool:
    there = (claim.speaker_start, claim.speaker_end)
    return bool(overlap(there, speaker)) or fold_key(text[slice(*there)]) == name
