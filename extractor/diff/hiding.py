"""Names of victims and witnesses hidden on both sides of a diff alike, before anything is compared or shown. Pure."""

from extractor.diff.sides import Version, Versions
from extractor.redaction import Redaction, redacted_text, redaction
from extractor.validators.quotes import spans
from schemas.items import KINDS
from schemas.record import Record


def without_names(both: Versions) -> Versions:
    """Both records and their texts with the names of either hidden, and the name of the article."""
    held = [each for each in (both.old, both.new) if each]
    read = [(each.record, _read(each, held)) for each in held]
    made = redaction(*read)
    shown = iter([_shown(made, each, text) for each, (_, text) in zip(held, read, strict=True)])
    old, new = (next(shown) if each else None for each in (both.old, both.new))
    return Versions(redacted_text(both.name), old, new)


def _read(version: Version, held: list[Version]) -> str:
    """The text in which names are looked for: its own, that of the other side where it is the same, else the quotes."""
    wanted = version.record.article.sha256
    texts = [each.text for each in held if each.record.article.sha256 == wanted and each.text is not None]
    return texts[0] if texts else "\n".join(_quotes(version.record))


def _quotes(record: Record) -> list[str]:
    return [span.quote for kind in KINDS for item in getattr(record, kind) for span in spans(item)]


def _shown(made: Redaction, version: Version, text: str) -> Version:
    return Version(made.record(version.record, text), None if version.text is None else made.text(version.text))
