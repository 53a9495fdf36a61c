"""Changes as the comment on a pull request: GitHub-flavoured Markdown in which no word of an article does anything.

Every punctuation mark that could mean anything is escaped (CommonMark 2.4), which leaves no HTML, link, table or
emphasis. GitHub looks for names, issues, addresses and emoji in the finished text, too: an invisible word joiner
(U+2060) breaks them. The only tags are our own `b`, `ins` and `del`, since stars beside Arabic letters are often no
emphasis (CommonMark 6.2).
"""

import re
import string
from collections.abc import Iterable, Iterator

from extractor.diff.changes import UNUSED, ChangeKind
from extractor.diff.comparing import Article, Summary
from extractor.diff.entries import Entry, Row
from extractor.diff.sentences import Piece, Sentence
from extractor.diff.telling import MOST_NAMES, called, label, made, row_name, sums
from extractor.diff.wording import COLUMNS, Phrase
from extractor.report.characters import pieces

LIMIT = 65_536
"""Characters of a comment on GitHub, counted as UTF-16."""
_ROOM = 300  # kept free for what tells that something was left out
_MOST_ROWS = 40  # of one item or of the summary
_MOST_WORDS = 200  # characters of one value
_MOST_PARTS = 24  # of a value that is a list
_JOINER = "\u2060"
_FSI, _PDI = "\u2068", "\u2069"
_HARMLESS = frozenset(",;?'\"/%")
_ESCAPED = str.maketrans(
    {sign: f"\\{sign}" for sign in string.punctuation if sign not in _HARMLESS} | dict.fromkeys("\n\r\t\xa0", " ")
)
_LINKING = re.compile(r"(?<=[@#:$])(?=\S)|(?<=www)(?=\.)|(?<=[a-z]-)(?=\d)", re.IGNORECASE)
_TAGS = {"old": ("<del>⟦", "⟧</del>"), "new": ("<ins><b>⟦", "⟧</b></ins>"), "both": ("<b>⟦", "⟧</b>"), "": ("", "")}
_LEGEND = "⟦…⟧ changed words, ⟨…⟩ other numbers, days and places"


def comment(summary: Summary, articles: Iterable[Article]) -> Iterator[str]:
    """The whole comment, in parts; what does not fit is left out and counted."""
    head = "".join(_head(summary))
    yield head
    room, shown = LIMIT - _ROOM - _length(head), 0
    for part, rows in _parts(articles):
        room -= _length(part)
        if room < 0:
            break
        shown += rows
        yield part
    if left := summary.changes - shown:
        yield f"\n_{left:,} of {summary.changes:,} changes are left out, since a comment holds {LIMIT:,} characters._\n"


def inert(text: str) -> str:
    """A text on one line of Markdown that shows as it is and does nothing; odd characters are names in brackets."""
    shown = "".join(f"[{each.label}]" if each.kind == "hidden" else each.text for each in pieces(text))
    return _LINKING.sub(_JOINER, shown).translate(_ESCAPED)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _head(summary: Summary) -> Iterator[str]:
    yield "### What changed in the records\n\n"
    yield from (f"{told}.\n" for told in sums(summary))
    if summary.broken:
        yield f"\nCannot be read: {', '.join(map(_cut, summary.broken[:MOST_NAMES]))}{_more(len(summary.broken))}\n"
    for name, old, new, times in made(summary):
        yield f"\nMade with another {name}: {_cut(old)} → {_cut(new)} ({times:,})\n"
    if summary.counts:
        yield from _table(summary)


def _more(count: int) -> str:
    return f" and {count - MOST_NAMES:,} more" if count > MOST_NAMES else ""


def _table(summary: Summary) -> Iterator[str]:
    kinds = [kind for kind in ChangeKind if any(key[2] is kind for key in summary.counts)]
    yield f"\n| | {' | '.join(inert(COLUMNS[kind]) for kind in kinds)} |\n|---|{'---:|' * len(kinds)}\n"
    for table, field in summary.rows[:_MOST_ROWS]:
        counts = [f"{times:,}" if (times := summary.counts[table, field, kind]) else "" for kind in kinds]
        yield f"| {_cut(row_name(table, field))} | {' | '.join(counts)} |\n"
    yield f"\n{_LEGEND}\n"


def _parts(articles: Iterable[Article]) -> Iterator[tuple[str, int]]:
    """Entry after entry, the first of an article below its name, and how many changes each tells."""
    for article in articles:
        head = f"\n#### {_cut(article.name)}\n"
        for entry in article.entries:
            yield head + "".join(_entry(entry)), len(entry.rows)
            head = ""


def _entry(entry: Entry) -> Iterator[str]:
    before, after = _phrase(entry.old), _phrase(entry.new)
    told = f"{before} → {after}" if before and after and before != after else after or before
    sign = {"+": "added", "-": "removed", "~": "changed"}[entry.sign]
    yield f"\n**{sign}** {_cut(called(entry))}{' · ' if told else ''}{told}\n"
    if lines := [line for row in entry.rows if (line := _row(row))]:
        yield "".join(["\n", *lines[:_MOST_ROWS]])
        if len(lines) > _MOST_ROWS:
            yield f"- {len(lines) - _MOST_ROWS:,} more\n"
    yield from (f"\n> {_sentence(each)}\n" for each in entry.sentences)


def _row(row: Row) -> str:
    match row.change.kind:
        case ChangeKind.FINDING_APPEARED:
            return f"- finding: {_phrase(row.new)}\n"
        case ChangeKind.FINDING_GONE:
            return f"- finding gone: {_phrase(row.old)}\n"
        case _ if row.change.field == UNUSED:
            return f"- {'used no more' if row.new else 'now used'}: {_phrase(row.new or row.old)}\n"
        case _ if row.old or row.new:
            return f"- {_cut(label(row))}: {_phrase(row.old)} → {_phrase(row.new)}\n"
        case _:
            return ""


def _phrase(phrase: Phrase) -> str:
    told = (f"«{_FSI}{_cut(each.text)}{_PDI}»" if each.quoted else _cut(each.text) for each in phrase[:_MOST_PARTS])
    return "".join(told) + ("…" if len(phrase) > _MOST_PARTS else "")


def _cut(text: str) -> str:
    return inert(text if len(text) <= _MOST_WORDS else f"{text[: _MOST_WORDS - 1]}…")


def _sentence(sentence: Sentence) -> str:
    where = {"old": "old text: ", "new": "new text: ", "both": ""}[sentence.where]
    return where + _FSI + "".join(map(_piece, sentence.pieces)) + _PDI


def _piece(piece: Piece) -> str:
    before, after = _TAGS.get(piece.mark, ("⟨", "⟩"))
    return f"{before}{inert(piece.text)}{after}"
