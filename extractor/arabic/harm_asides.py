"""What stands between a harm word and its people: names in quotes, asides between commas, brackets."""

from extractor.arabic.linking import SentenceLinks

_QUOTED_NAME = 5
_ASIDE = 7  # tokens: "، بما فيها القدس،"
_BRACKET_REACH = 10


def quoted_name(s: SentenceLinks, i: int) -> int | None:
    """The mark that closes a name in quotes at token i, one that counts nobody: قتلت جماعة "بوكو حرام" رجلين."""
    for k in range(i + 1, min(i + _QUOTED_NAME + 1, s.last)):
        if s.reading.words.word(k) == '"':
            return k
        if s.reading.stops(k) or k in s.phrases or s.reading.has(k, "harm", "break"):
            return None
    return None


def aside(s: SentenceLinks, i: int) -> int | None:
    """The comma that closes an aside opened at token i."""
    for k in range(i + 1, min(i + _ASIDE, s.last)):
        if s.reading.words.word(k) == "،":
            return k
        if s.reading.stops(k) or s.reading.has(k, "harm", "break"):
            return None
    return None


def before_bracket(s: SentenceLinks, i: int) -> int:
    """The token at which a bracket opens that closes right before token i: 4 مدنيين (طفلان وامرأتان) قتلوا."""
    if s.reading.words.word(i - 1) != ")":
        return i
    near = range(i - 2, max(i - _BRACKET_REACH, s.first), -1)
    return next((k for k in near if s.reading.words.word(k) == "("), i)


def past_bracket(s: SentenceLinks, i: int) -> int:
    """The token behind a bracket that opens at token i: إن شرطيا (30 عاما) أصيب."""
    words = s.reading.words
    close = next((k for k in range(i, i + _ASIDE) if words.word(k) == ")"), None) if words.word(i) == "(" else None
    return i if close is None else close + 1
