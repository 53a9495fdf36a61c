"""A drafted phrase found in the article and read by the scanners: an empty answer always leaves a finding."""

from collections.abc import Iterator, Sequence

from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.mentions import DateMention, NumberMention, Sentence
from extractor.arabic.scan import Scan
from extractor.build import Range, place, quantity, span, when
from extractor.drafting import matching
from extractor.drafting.losses import Losses
from extractor.grounding import ground, hint
from extractor.prompting import unshown
from schemas.base import Span
from schemas.casualty import CasualtyStatus
from schemas.place import Place
from schemas.quantity import Bound, Quantity
from schemas.record import Level
from schemas.when import When

_FIGURED = (CasualtyStatus.COUNTED, CasualtyStatus.POSSIBLE_ONLY)
_FIGURES = ("casualties", "aggregates", "munitions")


class Phrases:
    """Finds the phrases of one article's drafts; what is not found, elsewhere or repaired is noted in the losses."""

    def __init__(self, seen: Scan, losses: Losses) -> None:
        """Read phrases with the mentions of a scan."""
        self._seen, self._losses = seen, losses

    def sentence(self, name: str, kind: str) -> Sentence | None:
        """The sentence of an id; a finding where there is none."""
        sentence = self._seen.sentence(name)
        if sentence is None:
            self._losses.note("", kind, "drafting.no_sentence", Level.REVIEW, f"There is no sentence {name!r}.")
        return sentence

    def find(self, words: str | None, sentence: Sentence, item: str, field: str) -> Range | None:
        """The range of some words; a finding where they are not in the article, elsewhere, or only in a folded form."""
        words = unshown((words or "").strip(), self._seen.text)
        if not words:
            if not item:
                message = f"The model gave an item of {sentence.id} without words."
                self._losses.lost(item, field, sentence.id, "", message)
            return None
        found = ground(words, self._seen.text, (sentence.start, sentence.end))
        if found is None:
            near = hint(words, self._seen.text)
            message = f"The model's words «{words}» are not in the article"
            message += f"; near them stands «{near}»." if near else "."
            self._losses.lost(item, field, sentence.id, words, message)
            return None
        if found.folds:
            message = f"Found after folding ({', '.join(found.folds)}): the model wrote «{words}»."
            self._losses.note(item, field, "drafting.folded", Level.NOTE, message)
        if not sentence.start <= found.start < sentence.end:
            level = Level.REVIEW if field in _FIGURES else Level.NOTE
            message = f"«{words}» is not in {sentence.id}, which the model points at, but elsewhere."
            self._losses.note(item, field, "drafting.elsewhere", level, message)
        return found.start, found.end

    def span(self, where: Range) -> Span:
        """The span of a range."""
        return span(self._seen.text, *where)

    def all(self, phrases: Sequence[str], sentence: Sentence, item: str, field: str) -> Iterator[Span]:
        """The spans of the phrases that the article holds, each once."""
        found = (self.find(words, sentence, item, field) for words in phrases)
        for where in dict.fromkeys(where for where in found if where):
            yield self.span(where)

    def known(self, phrases: Sequence[str], sentence: Sentence) -> list[str]:
        """The article's own words for those phrases that it holds; nothing is noted."""
        found = (ground(words, self._seen.text, (sentence.start, sentence.end)) for words in phrases)
        return [self._seen.text[f.start : f.end] for f in found if f]

    def date(self, words: str | None, sentence: Sentence, item: str) -> tuple[When | None, DateMention | None]:
        """A date phrase with the mention it is read from."""
        where = self.find(words, sentence, item, "date")
        mention = next(iter(matching.at(self._seen.dates, where)), None) if where else None
        if where and not mention:
            message = f"«{words}» is no date that can be read."
            self._losses.note(item, "date", "drafting.no_date", Level.REVIEW, message)
        return when(self._seen.text, mention), mention

    def places(self, phrases: Sequence[str], sentence: Sentence, item: str) -> Iterator[Place]:
        """The places of place phrases; a name that no scanner knows stays a name."""
        for named in self.all(phrases, sentence, item, "places"):
            mentions = matching.at(self._seen.places, (named.start, named.end))
            if mentions:
                yield place(self._seen, mentions[0])
            else:
                yield Place(raw=named.quote, evidence=named, kind=None, relation=None, gazetteer=None)

    def figure(self, words: str | None, sentence: Sentence, item: str, field: str) -> Quantity | None:
        """The quantity in a phrase, with its whole noun phrase; None where it holds no number."""
        where = self.find(words, sentence, item, field)
        numbers = matching.at(self._seen.numbers, where) if where else []
        if where and not numbers:
            message = f"«{words}» holds no number that can be read."
            self._losses.note(item, field, "drafting.no_number", Level.REVIEW, message)
        self.one_of(numbers, item, field)
        return quantity(self._seen.text, (numbers[0].start, numbers[0].phrase_end), numbers[0]) if numbers else None

    def count(self, status: CasualtyStatus, where: Range, read: CasualtyMention | NumberMention | None) -> Quantity:
        """The figure that a scanner reads at a range; where none reads one, an open count, or 0 for a denial."""
        if isinstance(read, CasualtyMention) or (read and status in _FIGURED):
            return quantity(self._seen.text, where, read)
        words = self.span(where)
        none = 0 if status is CasualtyStatus.EXPLICITLY_NONE else None
        return Quantity(raw=words.quote, evidence=words, low=none, high=none, bound=Bound.NONE, form=None, unit=None)

    def one_of(self, numbers: Sequence[NumberMention | CasualtyMention], item: str, field: str) -> None:
        """A finding where a phrase holds several figures and only the first can be read."""
        if len(numbers) > 1:
            read = self._seen.text[numbers[0].start : numbers[0].end]
            message = f"The model's words hold several figures; «{read}» was read."
            self._losses.note(item, field, "drafting.several", Level.REVIEW, message)
