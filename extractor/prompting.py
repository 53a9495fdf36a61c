"""From an article to messages: the only reader of `prompts/`.

Article text is joined to the texts as data; it is never formatted into a template. In the copy that the model sees,
`<` and `>` are replaced, so that no text can write the control tokens of a chat template (`<|im_start|>`).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

import prompts
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import Sentence
from extractor.arabic.sentences import paragraphs
from extractor.errors import UsageError

Message = dict[str, str]

_SHOWN = str.maketrans({"<": "‹", ">": "›", "\n": " ", "\r": " ", "\0": " "})


@dataclass(frozen=True, slots=True)
class Prompt:
    """A task's texts; the id and the hash go into the provenance of a record."""

    id: str
    system: str
    examples: tuple[dict[str, Any], ...]
    sha256: str


@cache
def load_prompt(task: str) -> Prompt:
    """Read `prompts/<task>`. Raises UsageError where another distribution's `prompts` package stands in its place."""
    if getattr(prompts, "PROMPTS_OF", None) != "casualty-extractor":
        raise UsageError(
            "The package 'prompts' that Python finds is not this tool's; install the tool in an environment of its own "
            "(pipx install, uv tool install)."
        )
    folder = files("prompts").joinpath(task)
    system = folder.joinpath("system.md").read_text(encoding="utf-8")
    examples = folder.joinpath("examples.yaml").read_text(encoding="utf-8")
    digest = hashlib.sha256((system + "\0" + examples).encode()).hexdigest()
    return Prompt(task, system, tuple(yaml.safe_load(examples)), digest)


@cache
def example_words(task: str) -> str:
    """All texts of a task's worked examples, folded: what a model may have copied instead of reading."""
    return fold_key("\n".join(_texts(load_prompt(task).examples)))


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        yield from (text for value in node.values() for text in _texts(value))
    elif isinstance(node, list | tuple):
        yield from (text for value in node for text in _texts(value))


def shown(text: str) -> str:
    """The copy of article text that a model sees."""
    return text.translate(_SHOWN)


def unshown(words: str, text: str) -> str:
    """Words copied from the shown text, with its angle brackets back where the article has them."""
    return words.translate({0x2039: "<", 0x203A: ">"}) if "<" in text or ">" in text else words


def article_block(sentences: Sequence[Sentence]) -> str:
    """The numbered sentences between their markers."""
    lines = [f"{s.id}: {shown(s.text)}" for s in sentences]
    return "\n".join(["BEGIN ARTICLE", *lines, "END ARTICLE"])


def chunks(text: str, sentences: Sequence[Sentence], limit: int) -> list[list[Sentence]]:
    """Runs of whole paragraphs of at most `limit` characters, in order; ids stay as they are.

    Only a paragraph longer than that is cut, between its sentences; a sentence longer than that stands alone.
    """
    out: list[list[Sentence]] = []
    size = limit + 1
    for paragraph in paragraphs(text, sentences):
        for piece in [paragraph] if _length(paragraph) <= limit else [[sentence] for sentence in paragraph]:
            if size + _length(piece) > limit:
                out.append([])
                size = 0
            out[-1] += piece
            size += _length(piece)
    return out


def carried(runs: Sequence[Sequence[Sentence]], at: int) -> list[Sentence]:
    """What a run is read with: the sentence that opens the article, its headline or lead, and the last before the run.

    The first says what all is about, the other what the next words ("he added", "there") go on from.
    """
    return list(dict.fromkeys((runs[0][0], runs[at - 1][-1]))) if at else []


def _length(sentences: Sequence[Sentence]) -> int:
    return sum(sentence.end - sentence.start for sentence in sentences)


def single_messages(sentences: Sequence[Sentence]) -> list[Message]:
    """System text, the worked examples as turns, then the article."""
    prompt = load_prompt("single")
    messages = [{"role": "system", "content": prompt.system}]
    for example in prompt.examples:
        block = "\n".join(["BEGIN ARTICLE", *(f"{k}: {v}" for k, v in example["sentences"].items()), "END ARTICLE"])
        answer = json.dumps(example["answer"], ensure_ascii=False)
        messages += [{"role": "user", "content": block}, {"role": "assistant", "content": answer}]
    return [*messages, {"role": "user", "content": article_block(sentences)}]


def question_messages(sentences: Sequence[Sentence], question: str) -> list[Message]:
    """System text with all examples, then article and question: servers reuse the prefix up to the question."""
    prompt = load_prompt("stepwise")
    examples = "\n\n".join(f"{e['sentence']}\n{e['question']} «{e['words']}» -> {e['answer']}" for e in prompt.examples)
    system = prompt.system + "\nExamples\n\n" + examples
    return [
        {"role": "system", "content": system},
        {"role": "user", "content": article_block(sentences) + "\n\n" + question},
    ]
