"""One article being asked about: a short question over the cached prefix, answered by one of the offered answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractor.arabic.mentions import Sentence
from extractor.arabic.scan import Scan
from extractor.build import Range
from extractor.drafting.asking import Asker, Question, choice
from extractor.errors import BadAnswer
from extractor.prompting import question_messages, shown

ANSWER_TOKENS = 40
MOST_QUESTIONS = 400  # an article; at the second a small model takes for each, some seven minutes


@dataclass(frozen=True, slots=True)
class Reader:
    """One article being asked about."""

    seen: Scan
    asker: Asker
    parts: Mapping[str, Sequence[Sentence]]
    usable: list[str] = field(default_factory=list)
    unusable: list[BadAnswer] = field(default_factory=list)

    @property
    def asked_enough(self) -> bool:
        """Whether the article had its share of questions."""
        return len(self.usable) + len(self.unusable) >= MOST_QUESTIONS

    async def choose(self, asked: str, where: Range, options: Sequence[str], among: str = "") -> str | None:
        """The model's answer to one kind of question about some words, or None where no usable answer came."""
        sentence = self.seen.sentence_at(where[0])
        if sentence is None or self.asked_enough:
            return None
        part = self.parts[sentence.id]
        words = shown(self.seen.text[slice(*where)])
        question = f"{sentence.id}: {shown(sentence.text)}\n{asked} «{words}» ->"
        key = f"{asked.split()[0].lower()}:{where[0]}{among}"
        messages = question_messages(part, question)
        try:
            answer = await self.asker.ask(Question(key, messages, choice(tuple(options)), ANSWER_TOKENS))
        except BadAnswer as error:
            self.unusable.append(error)
            return None
        self.usable.append(answer.answer)
        return answer.answer
