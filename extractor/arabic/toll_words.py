"""How news words a toll: a running sum, the dead of a party, those who fell over a day, since a day, in two attacks.

Source: the annotation guideline ("a toll over several strikes: incident null, cumulative true") and news style.
"""

import re
from functools import lru_cache

from extractor.arabic.cues import cues_in
from extractor.arabic.fold import fold_key
from extractor.arabic.number_tokens import words_of

_DEAD = "قتلي|شهداء|ضحايا|جرحي|مصابين|اصابات|وفيات|مفقودين|اسري"
_ONE = "هجوم|تفجير|انفجار|غاره|قصف|ضربه|عمليه|حادث|حادثه|مجزره|كمين|اشتباك|استهداف|اعتداء|جريمه|معركه"
_RISEN = r"\w?(?:ارتفع|ارتفعت|يرتفع|ترتفع|ارتفاع|بلغ|بلغت|يبلغ|تبلغ|وصل|وصلت|يصل|تصل)"
_GATES = ("جمالي", "بذلك", "بهذا", "الذين", "اللواتي", "قتلا", "شهدا", "قتلى", "شهداء")
# ليرتفع بذلك عدد القتلى إلى: what is added to what was counted before
_SUM = (
    rf"\b{_RISEN} (?:بذلك|بهذا)\b|\b\w?(?:بذلك|بهذا) {_RISEN}\b"
    rf"|\bاجمالي(?: عدد)? (?:ال)?(?:{_DEAD})|\b(?:الحصيله|العدد) الاجمالي\w?\b"
)
# عدد القتلى الذين سقطوا الاثنين: whoever fell, not the dead of an attack
_WHOEVER = rf"\b(?:عدد|اعداد|حصيله) ال(?:{_DEAD}) (?:الذين|اللواتي)\b"
# ارتفع عدد قتلاه, قتلى الحزب: the dead of a party
_PARTY = "حزب|حركه|تنظيم|جماعه|جيش|ميليشيا|ميليشيات|مليشيا|مليشيات|فصايل|جبهه|قوات|قوه|كتايب"
_OWN = rf"\b(?:عدد|اعداد|حصيله|اجمالي) (?:(?:قتلا|شهداي|شهداو)(?:ه|ها|هم)|(?:قتلي|شهداء) (?:ال)?(?:{_PARTY}))\b"
_RUNNING = re.compile(f"{_SUM}|{_WHOEVER}|{_OWN}")
_BEHIND = re.compile(_WHOEVER)
_PART = re.compile(r"\bو?(?:من )?(?:بينهم|منهم|بينهن)\b|،")
_OF_ONE = re.compile(rf"\b[بلو]?(?:ال|لل)?(?:{_ONE})\b")
_KNOWN_FOR = re.compile(r"\b(?:التي|الذي|الذين|اللتين) (?:قتل|قتلت|قتلوا|اودت بحياه|حصدت|ازهقت)\W*$")
_TWO = re.compile(
    r"\b[وف]?(?:ال|لل)(?:هجوم|تفجير|انفجار|غارت|ضربت|عمليت|قصف)(?:ان|ين)\b|\b\w{0,2}(?:انهما|كلاهما|كليهما)\b"
)
_RESULT = re.compile(
    r"\b\w?(?:اسفرا|اسفرتا|يسفرا|تسفرا|اديا|اديتا|ادتا|يوديا|توديا|اوقعا|اوقعتا|خلفا|خلفتا|تسببا|تسببتا)\b"
)
_IN = "اثر|جراء|نتيجه|بسبب|في"
_EACH = re.compile(
    rf"\b(?:{_IN}) (?:{_ONE})\b[^،]{{0,80}}? و(?:{_IN}) (?:{_ONE})\b(?! (?:اخر|مماثل|منفصل))|\bمنفصل(?:ين|تين)\b"
)
# في أعقاب الهجمات, ردا على غارات: what went before is no cause; معارك عنيفة بين … is one fight
_CONTEXT = re.compile(
    r"\b(?:في اعقاب|ردا? علي|الرد علي|انتقاما? ل|علي خلفيه|قبيل|قبل) ?\w+|\bمعارك (?:\w+ )?(?:بين|مع|وسط)\b"
)
_SHORT = re.compile(
    r"\b\w?علي (?:مدار|مدي) (?:ال)?(?:ساعه|ساعات)\b|"
    r"\b\w?منذ (?:يومين|يوم|ساعات|ساعه|ساعتين|(?:ال)?(?:فجر|صباح|ظهر|مساء|ليل|ليله)|امس|اليوم|البارحه)\b"
)
_IN_IT = re.compile(r"\b\w?(?:قتل|قتلت|سقط|اصيب|قضي|جرح)\w{0,2} (?:فيه|فيها|خلاله|خلالها)\b")
_FELL = "قتلوا|قتلا|قتلتا|استشهدوا|استشهدا|قضوا|قضيا|سقطوا|سقطا|لقوا|اصيبوا|اصيبا|جرحوا|جرحا"
_APART = re.compile(rf"^\W*(?:\w+\W+){{0,5}}?(?:{_FELL}) (?:\w+ )?(?:في|خلال|اثناء|اثر|جراء|نتيجه|ب\w+)\b")
_STRIKES = "غارات|ضربات|غارتين|ضربتين"  # of aircraft, which strike one site again; هجمات, تفجيرات are each its own
_OF_STRIKES = re.compile(rf"\b\w{{0,4}}?(?:{_STRIKES})\b")
_BACK = re.compile(rf"\b(?:ال|بال|لل|وال)(?:{_STRIKES}|غارتان|ضربتان)\b(?! (?:ال|علي|في|ب|ضد|التي))")
# الغارات التي يشنها: what goes on is no single attack
_GOES_ON = re.compile(
    rf"\b(?:ال|لل|بال)(?:{_STRIKES}|هجمات|تفجيرات|قصف|عمليات|معارك|اشتباكات)(?: \w+){{0,2}}"
    r" (?:التي|الذي) [يت](?:شن|نفذ|شهد|تعرض|دور|قود|قوم|خوض)\w*"
)
_SINCE = re.compile(r"^\W*(?:\w+\W+){0,5}?منذ\b")


def is_sum(before: str, behind: str) -> bool:
    """Whether the words around a figure (ليرتفع بذلك إجمالي قتلاه إلى …) make it a toll, of no single attack.

    `before` runs from the start of its sentence, `behind` from the figure on (ارتفع إلى 5 عدد القتلى الذين …).
    """
    if not any(gate in words for gate in _GATES for words in (before, behind)):
        return False
    first, second = fold_key(before), _PART.split(fold_key(behind))[0].lstrip()
    found = _RUNNING.search(first)
    if found:
        return _OF_ONE.search(first, found.end()) is None
    return _BEHIND.match(second) is not None and _OF_ONE.search(second) is None


def by_whom(before: str) -> bool:
    """Whether a relative clause tells what somebody is known for: الجماعة التي قتلت المئات من …."""
    return _KNOWN_FOR.search(fold_key(before)) is not None


def of_two(clause: str) -> bool:
    """Whether the two attacks told before are the subject of the result: الهجومان لم يسفرا عن, إنهما أديتا إلى."""
    words = fold_key(clause)
    return _RESULT.search(words) is not None and _TWO.search(words) is not None


def of_each(behind: str) -> bool:
    """Whether two attacks stand as the cause: في غارة على … وفي قصف استهدف …, بهجوم وكمين منفصلين."""
    return _EACH.search(fold_key(behind)) is not None


def since(behind: str) -> bool:
    """Whether what follows a count says since when people have been harmed: 27 آخرون، منذ بدء الهجوم."""
    if "منذ" not in behind:
        return False
    words = fold_key(behind)
    return _SINCE.search(words) is not None and _SHORT.search(words) is None


def fell_apart(behind: str) -> bool:
    """Whether a part of a toll has an attack of its own: بينهم 4 مقاتلين قتلوا خلال اشتباكات في …."""
    return _APART.search(fold_key(behind)) is not None


def in_it(clause: str) -> bool:
    """Whether a relative clause ties the count to what was just named: قتال … هذا الشهر قتل فيه 190 شخصا."""
    return _IN_IT.search(fold_key(clause)) is not None


@lru_cache(maxsize=1024)
def only_context(clause: str) -> bool:
    """Whether the attacks or the time that a clause names in the plural are no cause and no period of its toll."""
    words = _SHORT.sub(" ", _CONTEXT.sub(" ", fold_key(clause)))
    return not any(cue.cls in ("series", "period") for cue in cues_in(words_of(words)))


def goes_on(words: str) -> bool:
    """Whether the cause of a count is what goes on (الغارات التي تشنها الطائرات على …)."""
    return _GOES_ON.search(fold_key(words)) is not None


def goes_back(clause: str) -> bool:
    """Whether a clause names strikes that were told before it and says no more of them: جراء الضربات, أسفرت الغارات."""
    return _BACK.search(fold_key(clause)) is not None


def only_strikes(clause: str) -> bool:
    """Whether nothing but the plural of a strike makes a clause tell of several attacks: no war and no period does."""
    words = _OF_STRIKES.sub(" ", _SHORT.sub(" ", _CONTEXT.sub(" ", fold_key(clause))))
    return not any(cue.cls in ("series", "period") for cue in cues_in(words_of(words)))
