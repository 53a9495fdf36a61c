"""What the words of a report say beside place and time: is it one more attack, a fight on the ground, a next act?"""

import re

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.attack_words import attack_words
from extractor.arabic.attacks import AttackMention
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import DateMention

NEXT_WORDS = 3  # an attack word and what may qualify it
OPENING, BEHIND = 10, 150  # characters of a clause that open it, and behind an attack that say where it struck
NEAR = 30  # characters around an attack word that qualify it
_ANOTHER = attack_words().sets["another"]
_NO_CONTENT = attack_words().sets["no_content"]
_ATTACKED = ("هاجم", "يهاجم", "تهاجم", "هجوم", "مهاجم")
_POSTS = attack_words().sets["posts"]
_REPELLED = attack_words().sets["repelled"]
_BEGUN = attack_words().sets["begun"]
_FRONTS = attack_words().sets["fronts"]
_AHEAD = 6  # words before an attack noun in which its verb stands
ALSO = frozenset(map(fold_key, ("كذلك", "أيضا")))
_BESIDE = re.compile(r"\b(?:بالاضافه الي|اضافه الي|الي جانب|فضلا عن|علاوه علي)\W*$|\bو?(?:قبل|بعد)(?:ه|ها)ما? ب")
_ITS_DOER = re.compile(r"\W*و?(?:شن|شنت|نفذ|نفذت|تبنا|تبنت|ارتكب|ارتكبت|قاد)(?:ه|ها|هم|هما)\b")
_ITS_OBJECT = re.compile(r"\W*و(?:استهدف|استهدفت|طال|طالت)\b")
_EFFECT = re.compile(r"\bال(?:انفجار|انفجارات|حريق|حرايق|دوي)\W+(?:كان\W+)?(?:ناتج|ناتجه|ناجم|ناجمه|نتج|نجم)\W+عن\W*$")
_REPLY = frozenset(f"{before}{verb}" for before in ("", "و", "ف") for verb in ("رد", "ردت", "ردوا", "الرد", "للرد"))
_WEEKDAYS = frozenset(
    map(fold_key, ("السبت", "الأحد", "الاثنين", "الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة"))
)
_PLUPERFECT = re.compile(r"\W*و?(?:كان|كانت|كانا|كانوا)\b(?:\W+\w+){0,5}?\W+قد\b|\W*و?كانت?\W+(?:استشهد|قتل|اصيب)")
_WORDS, _SAID = re.compile(r"\w+"), 400  # characters of a clause whose words are kept
_NEXT = re.compile(r"\W*و?(?:اعقبت?|تلت?|تلا|تبعت?)(?:ه|ها|هم|هما)\b")


def content_words(words: str) -> frozenset[str]:
    """Content words, folded and without the article; a state and its adjective are one word."""
    parts = {w.removeprefix("ال") for w in fold_key(words).split()}
    return frozenset(state_of(w) or w for w in parts if len(w) > 2) - _NO_CONTENT


def stem(words: str) -> str:
    """The first of some words, folded: قصف of القصف and قصفا."""
    word = fold_key(words).split()[0]
    return re.sub(r"^(?:وال|بال|ال|لل)|ا$", "", word)


def behind(mention: AttackMention, text: str) -> list[str]:
    """The words of an attack and those behind it, folded, without marks."""
    return re.findall(r"\w+", fold_key(text[mention.start : mention.end + NEAR]))


def another(mention: AttackMention, text: str) -> bool:
    """ضربة ثانية, قصف آخر, استهدفت كذلك, بالإضافة إلى غارات, وقبلها بيومين."""
    size = len(text[mention.start : mention.end].split())
    words = behind(mention, text)
    if _ANOTHER & set(words[: size + 1]) or ALSO & set(words[:NEXT_WORDS]):
        return True
    before = fold_key(text[max(mention.sentence_start, mention.start - NEAR) : mention.start])
    return not mention.definite and _BESIDE.search(before) is not None


def replies(mention: AttackMention, text: str) -> bool:
    """ردت على الهجوم باستهداف موقع: the instrument of a reply, which is an attack of its own."""
    ahead = fold_key(text[max(mention.clause_start, mention.start - BEHIND) : mention.start]).removesuffix("ب").split()
    return not mention.definite and text[mention.start - 1 : mention.start] == "ب" and bool(_REPLY & set(ahead))


def assault(mention: AttackMention, text: str) -> bool:
    """Fought on the ground though no weapon is said: on posts or a front, repelled, begun, or a counter-attack.

    هاجم مسلحون حاجزا, صدت هجوما, هجوم مضاد, هجوم في جبهة.
    """
    told = fold_key(text[mention.start : mention.end]).lstrip("وف").removeprefix("ال")
    if not told.startswith(_ATTACKED):
        return False
    struck = {w for r in mention.targets for w in fold_key(text[slice(*r)]).split()[:2]}
    before = {
        w.removeprefix("و")
        for w in fold_key(text[max(mention.clause_start, mention.start - 2 * NEAR) : mention.start]).split()[-_AHEAD:]
    }
    later = fold_key(text[mention.end : min(mention.clause_end, mention.end + BEHIND)]).split()
    after = {w.removeprefix("ب").removeprefix("ال") for w in (*later, *told.split())}
    begun = not mention.definite and bool(before & _BEGUN)
    posts = bool({w.removeprefix("ال") for w in struck} & _POSTS)
    return posts or begun or bool(before & _REPELLED or after & _FRONTS)


def goes_on(mention: AttackMention, text: str) -> bool:
    """شنه مسلحون, واستهدف نقطة, الانفجار ناجم عن استهداف: the attack told right before it."""
    opening = fold_key(text[mention.clause_start : mention.clause_start + 2 * OPENING])
    if _ITS_DOER.match(opening) or _EFFECT.search(
        fold_key(text[max(mention.clause_start, mention.start - 2 * NEAR) : mention.start])
    ):
        return True
    return _ITS_OBJECT.match(opening) is not None and not mention.attackers


def next_act(mention: AttackMention, text: str) -> bool:
    """أعقبه إطلاق نار: told as what followed the attack before it."""
    return _NEXT.match(fold_key(text[mention.clause_start : mention.clause_start + OPENING])) is not None


def weekday(date: DateMention | None) -> frozenset[str]:
    """The folded day of the week that the words of a date name; empty without one."""
    return _WEEKDAYS & set(fold_key(date.raw).split()) if date else frozenset()


def known_target(mention: AttackMention, text: str) -> str:
    """The noun of a target that is one word with the article, without it; empty for any other."""
    words = [fold_key(text[slice(*target)]).split() for target in mention.targets]
    return next((w[0].removeprefix("ال") for w in words if len(w) == 1 and w[0].startswith("ال")), "")


def pluperfect(mention: AttackMention, text: str) -> bool:
    """كان … قد: told as over when the news came."""
    ahead = text[mention.clause_start : min(mention.start, mention.clause_start + 2 * NEAR)]
    return _PLUPERFECT.match(fold_key(ahead)) is not None


def named_nouns(text: str, clause: tuple[int, int], nouns: frozenset[str]) -> frozenset[str]:
    """Those of some nouns that a clause names without the article."""
    words = _WORDS.findall(fold_key(text[clause[0] : min(clause[1], clause[0] + _SAID)])) if nouns else ()
    return nouns.intersection(words)
