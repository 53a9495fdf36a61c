"""What makes an attack word no report of an incident: a threat or plan, a denial, a habit or class, a total."""

from collections.abc import Iterator, Sequence

from extractor.arabic.attack_clauses import Clause, Trigger
from extractor.arabic.attack_hits import Hit
from extractor.arabic.attack_kinds import modifier_run
from extractor.arabic.attack_words import Word, attack_words

_NEAR, _FAR = 3, 7
_IF = frozenset(("اذا", "واذا", "لو", "ولو"))  # a perfect behind them tells of nothing that happened
_PERIOD, _MANY = 10, 10
_ROW = 3  # attack nouns in a row that sum up a campaign
BROKEN = frozenset(("معارك", "كماين", "مجازر", "مذابح"))  # plurals without an ending


def hypothetical(clause: Clause, trigger: Trigger, lead: Sequence[Word]) -> bool:
    """Future, condition, threat, plan or fear ahead of the trigger; `lead` is the clause before."""
    sets, words = attack_words().sets, clause.words
    first = trigger.before.first if trigger.before else trigger.hit.first
    if any(h.sense.tense == "perfect" and words[h.first - 1].text not in _IF for h in trigger.after):
        return False
    near = words[max(clause.first, first - _NEAR) : first]
    future = any(h.sense.tense == "imperfect" and "س" in h.clitics for h in _verbs(trigger))
    modal = _imperfect(trigger) and any(w.among(sets["hypothetical.modals"]) for w in near)
    condition = any(w.text in ("اذا", "واذا", "لو", "ولو", "سوف", "لن", "ولن") for w in near)
    ahead = [*words[max(clause.first, first - _FAR) : first], *(lead[-_NEAR:] if first - clause.first < _NEAR else ())]
    ahead += words[max(first, trigger.hit.first - _NEAR) : trigger.hit.first]
    planned = any(w.clitics(sets["hypothetical.before"]) is not None for w in ahead)
    called = any(w.among(sets["hypothetical.follow"]) for w in words[trigger.hit.last : trigger.hit.last + _NEAR])
    aim = any(h.clitics == "ل" and not h.sense.object_pronoun for h in _verbs(trigger) if h.sense.role == "agent")
    return future or modal or condition or planned or called or aim or _purpose(clause, trigger)


def _purpose(clause: Clause, trigger: Trigger) -> bool:
    """لمهاجمة سفن، دفعهم إلى مهاجمة: the aim before a masdar, unless something suffered it (تعرض لقصف)."""
    hit, words, sets = trigger.hit, clause.words, attack_words().sets
    if hit.sense.tense or trigger.before or words[hit.first].text[len(hit.clitics) :] not in sets["transitive"]:
        return False
    ahead = words[max(clause.first, hit.first - _FAR) : hit.first]
    if hit.clitics == "" and ahead and ahead[-1].text == "الي":
        return any(w.clitics(sets["generic.pushes"]) in ("", "و", "ف") for w in ahead)
    return hit.clitics in ("ل", "ول") and not any("عرض" in w.text for w in ahead)


def negated(clause: Clause, trigger: Trigger, lead: Sequence[Word]) -> bool:
    """لم and لا before the verb, عدم and دون before the noun, or a denial ahead of it or of its أن clause."""
    sets, words = attack_words().sets, clause.words
    first = trigger.before.first if trigger.before else trigger.hit.first
    near = words[max(clause.first, first - 2) : first]
    particle = _imperfect(trigger) and any(w.among(sets["negation.particles"]) for w in near)
    noun = any(w.among(sets["negation.nouns"]) for w in near)
    denial = any(
        w.among(sets["negation.denials"]) for w in (*lead[-_FAR:], *words[max(clause.first, first - _FAR) : first])
    )
    return particle or noun or denial


def generic(clause: Clause, trigger: Trigger, limit: int) -> bool:
    """A habit (imperfect, عادة), a class (هذا النوع من الهجمات), a likeness (هجمات مماثلة) or a crime by name."""
    sets, words, hit = attack_words().sets, clause.words, trigger.hit
    before = words[max(clause.first, hit.first - _NEAR) : hit.first]
    classed = any(w.clitics(sets["generic.sets"]) is not None for w in before)
    run = modifier_run(words, hit.last, limit)
    alike = any(words[i].clitics(sets["generic.follow"]) is not None for i in run)
    state = any(w.among(sets["generic.states"]) for w in words[hit.last : hit.last + _NEAR])
    series = any(w.among(sets["generic.series"]) for w in before[-2:])
    return classed or alike or state or series or _habitual(trigger)


def in_general(clause: Clause, trigger: Trigger, last: int) -> bool:
    """Attacks that grow, that frame others, that still recur, or three kinds of them in a row, wherever they are.

    تصاعد الهجمات، ضمن عملية عسكرية، الهجمات التي تتعرض لها، من هذا النوع، هجمات وتفجيرات وكمائن.
    """
    sets, words, hit = attack_words().sets, clause.words, trigger.hit
    if hit.sense.tense:
        return False
    before = words[max(clause.first, hit.first - 1) : hit.first]
    operation = hit.sense.role == "operation"
    grows = any(w.clitics(sets["generic.growth"]) is not None for w in before)
    frames = operation and any(w.clitics(sets["generic.frames"]) is not None for w in before)
    kind_of = [w.text for w in words[last : min(last + 3, clause.last)]] in (
        ["من", "هذا", "النوع"],
        ["من", "هذا", "القبيل"],
    )
    recurs = "ال" in hit.clitics and defined(clause, trigger, last) and _habitual(trigger)
    return grows or frames or kind_of or recurs or _in_a_row(words, hit.first) >= _ROW


def a_campaign(clause: Clause, trigger: Trigger, last: int) -> bool:
    """العملية العسكرية, العمليات الأمنية: known to the reader, and the frame of attacks rather than one."""
    known = trigger.hit.sense.role == "operation" and trigger.hit.clitics.endswith(("ال", "لل"))
    return known and trigger.hit.sense.kind == "raid" and not defined(clause, trigger, last)


def _in_a_row(words: Sequence[Word], at: int) -> int:
    """How many indefinite attack nouns in the plural و joins around a word."""
    first, last = at, at + 1
    while first > 0 and words[first].text.startswith("و") and _many(words[first - 1]):
        first -= 1
    while last < len(words) and words[last].text.startswith("و") and _many(words[last]):
        last += 1
    return last - first if _many(words[at]) else 0


def _many(word: Word) -> bool:
    cut = word.clitics(attack_words().senses)
    return cut in ("", "و", "ب") and (word.text.endswith("ات") or word.clitics(BROKEN) is not None)


def lasting(clause: Clause, trigger: Trigger) -> bool:
    """What goes on, wherever it is placed: an imperfect with متكرر, يوميا, or منذ before a day long past; في الماضي."""
    sets, words = attack_words().sets, clause.words
    once = any(words[i - 1].text == "في" and words[i].text == "الماضي" for i in range(clause.first + 1, clause.last))
    if once or not _habitual(trigger):
        return once
    for i in range(clause.first, clause.last):
        since = words[i].text in ("منذ", "ومنذ") and not (
            i + 1 < clause.last and words[i + 1].among(sets["generic.hours"])
        )
        if since or words[i].clitics(sets["generic.lasting"]) is not None:
            return True
    return False


def _since(clause: Clause) -> bool:
    """منذ with a day long past."""
    words, hours = clause.words, attack_words().sets["generic.hours"]
    spans = (i for i in range(clause.first, clause.last - 1) if words[i].text == "منذ")
    return any(not words[i + 1].among(hours) for i in spans)


def as_cause(clause: Clause, trigger: Trigger) -> bool:
    """بسبب المعارك, منذ الاشتباكات: attacks in general, as the cause or time of something else."""
    first, words = trigger.hit.first, clause.words
    return first > clause.first and words[first - 1].among(attack_words().sets["generic.causes"])


def in_reply(clause: Clause, trigger: Trigger) -> bool:
    """ردا على الهجمات: what the other side does, as the reason given for an attack."""
    first, words = trigger.hit.first, clause.words
    return first > clause.first + 1 and words[first - 1].text == "علي" and words[first - 2].among(_REPLY)


_REPLY = frozenset(("ردا", "رد", "انتقاما", "احتجاجا"))


def defined(clause: Clause, trigger: Trigger, last: int) -> bool:
    """الهجوم الذي نفذه: a relative clause makes it known, so that it may be told for the first time."""
    after = clause.words[last : last + 2]
    return any(w.among(attack_words().sets["relatives"]) for w in after)


def _habitual(trigger: Trigger) -> bool:
    """An imperfect verb without auxiliary that no perfect verb accompanies."""
    verbs = [h for h in _verbs(trigger) if h.sense.tense]
    return bool(verbs) and all(h.sense.tense == "imperfect" for h in verbs)


def aggregate(clause: Clause, trigger: Trigger, counts: Sequence[float], *, placed: bool) -> bool:
    """A count of attacks over a period, or ten and more of them that no one place and time holds.

    `counts` are the numbers whose unit is the trigger.
    """
    sets, words, hit = attack_words().sets, clause.words, trigger.hit
    vague = any(
        w.clitics(sets["totals.counts"]) is not None for w in words[max(clause.first, hit.first - 2) : hit.first]
    )
    if hit.sense.role == "launch" and _since(clause):
        return True
    if not counts and not vague:
        return False
    window = words[max(clause.first, hit.first - 2 * _PERIOD) : min(clause.last, hit.last + _PERIOD)]
    period = any(w.among(sets["totals.periods"]) for w in window)
    return period or (max(counts, default=0) >= _MANY and not placed) or vague


def _verbs(trigger: Trigger) -> Iterator[Hit]:
    yield trigger.hit
    if trigger.before:
        yield trigger.before
    yield from trigger.after


def _imperfect(trigger: Trigger) -> bool:
    return any(h.sense.tense == "imperfect" for h in _verbs(trigger))
