"""Days on which somebody spoke (قالت الشرطة الأحد إن …), which need not be the day of what he spoke about.

Source: annotation guideline ("where the text dates only the statement, that date is used when nothing else does").
"""

import re

from extractor.arabic.fold import fold_key
from extractor.arabic.speech import find_cue, is_harm

_BEFORE, _AFTER = 140, 60  # characters around a date in which the verb and what it needs stand
_NEAR = 14  # words of a verb and its speaker
_CONTENT = frozenset(("ان", "بان", "وان", "انه", "انها", "انهم", "بانه", "بانها", "عن", "جراء", "اثر"))
_SENTENCE_END = re.compile(r"[.!?؟\n:]")
_WORD = re.compile(r"\w+")


def dates_statement(text: str, at: int) -> bool:
    """Whether the date at an offset belongs to a verb of saying: no content and no harm stands between the two."""
    start = max(0, at - _BEFORE)
    before = _SENTENCE_END.split(text[start:at])[-1]
    words = _WORD.findall(fold_key(before))[start > 0 and before == text[start:at] :]
    following = _WORD.findall(fold_key(text[at : at + _AFTER]))
    for i in range(len(words) - 1, max(-1, len(words) - 1 - _NEAR), -1):
        if words[i] in _CONTENT or is_harm(words[i]):
            return False
        cue = find_cue([*words, *following], i)
        if cue:
            return cue.form != "participle"
    return False
