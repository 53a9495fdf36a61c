"""One article being asked about: a short question over the cached prefix, answered by one of the offered answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.arabic.mentions import Sentence
from extractor.arabic.scan import Scan
from extractor.build import Range
from extractor.drafting.asking import Asker, Question, choice
from extractor.errors import BadAnswer
from extractor.prompting import question_messages, shown

ANSWER_TOKENS = 40
MOST_QUESTIONS = 400  # an article; at the second a small model takes for each, some seven minutes
NONE = "none"


@dataclass(frozen=True, slots=True)
class Reader:
    """One article being asked about; `attempt` is 1 for first questions, 2 and more for what is put back."""

    seen: Scan
    asker: Asker
    parts: Mapping[str, Sequence[Sentence]]
    usable: list[str] = field(default_factory=list)
    unusable: list[BadAnswer] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # beyond the share of questions of one article
    attempt: int = 1

    def again(self, attempt: int) -> "Reader":
        """The same reader for a later round; it goes on counting its questions."""
        return replace(self, attempt=attempt)

    async def pick(self, kind: str, where: Range, offered: Mapping[str, str]) -> str | None:
        """Which of some things in the text is meant, each its words by a key: the key, `NONE`, or None as `choose`.

        Where nothing is offered nothing is asked.
        """
        if not offered:
            return None
        listed = "; ".join(f"{n}: «{shown(words)}»" for n, words in enumerate(offered.values(), 1))
        numbers = [str(n) for n in range(1, len(offered) + 1)]
        # A stored answer is a position among these; with others offered it would point elsewhere.
        answer = await self.choose(f"{kind} ({listed})", where, [*numbers, NONE], ":" + ",".join(offered))
        return answer if answer is None or answer == NONE else list(offered)[int(answer) - 1]

    async def choose(self, asked: str, where: Range, options: Sequence[str], among: str = "") -> str | None:
        """The model's answer to one kind of question about some words, or None where no usable answer came."""
        sentence = self.seen.sentence_at(where[0])
        if sentence is None:
            return None
        if len(self.usable) + len(self.unusable) >= MOST_QUESTIONS:
            self.refused.append(asked)
            return None
        part = self.parts[sentence.id]
        words = shown(self.seen.text[slice(*where)])
        question = f"{sentence.id}: {shown(sentence.text)}\n{asked} «{words}» ->"
        again = f"#{self.attempt}" if self.attempt > 1 else ""
        key = f"{asked.split()[0].lower()}:{where[0]}{among}{again}"
        messages = question_messages(part, question)
        try:
            answer = await self.asker.ask(Question(key, messages, choice(tuple(options)), ANSWER_TOKENS, self.attempt))
        except BadAnswer as error:
            self.unusable.append(error)
            return None
        self.usable.append(answer.answer)
        return answer.answer
