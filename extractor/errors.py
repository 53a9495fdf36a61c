"""Every error of the project.

ExtractorError                  exit code 1
├── UsageError                  2   an option or setting is wrong or missing
│   └── NoEndpoint                  no server, no recording and no local model named
├── InputError                  3   a file, folder or line cannot be read as an article
├── ModelError                  4   the model or its server failed
│   ├── WrongKey                    401 or 403: no retry helps, the run stops
│   ├── UnknownModel                404: no retry helps, the run stops
│   ├── ServerDown                  no connection, time-outs, 429 or 5xx after all retries
│   │   └── ServerGone                  nobody there for as long as a run waits: the run stops
│   ├── OutOfTime                   one article took longer than an article may
│   └── BadAnswer                   no JSON, cut off, or of the wrong shape
├── NoRecording                 5   replay found no recorded call for this request
├── StoreError                  6   records cannot be written or read
│   └── FolderInUse             8       another run writes there
├── Unforeseen                  7   a fault of this tool, met by one article
└── BudgetSpent                 9   what the run may spend is spent; a later run goes on
"""


class ExtractorError(Exception):
    """One sentence that names the article, the field and what to do; the command line prints it as it is."""

    exit_code = 1


class UsageError(ExtractorError):
    """An option or setting is wrong or missing."""

    exit_code = 2


class NoEndpoint(UsageError):
    """No server, no recording and no local model is named."""


class InputError(ExtractorError):
    """A file, folder or line cannot be read as an article."""

    exit_code = 3


class ModelError(ExtractorError):
    """The model or its server failed.

    What the call cost all the same: its `attempts`, the `seconds` of them and of the pauses between them, and `tokens`:
    prompt, completion, those of the prompt that were cached, and those that the server did not count
    (`extractor.llm.Usage`).
    """

    exit_code = 4

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.attempts = 1
        self.seconds = 0.0
        self.tokens = (0, 0, 0, 0)


class WrongKey(ModelError):
    """The server refused the key (401 or 403)."""


class UnknownModel(ModelError):
    """The server does not know the model (404)."""


class ServerDown(ModelError):
    """No usable connection after all retries: refused, timed out, 429 or 5xx."""


class ServerGone(ServerDown):
    """The server is not there, or wants no call for so long that the run stops; what is not done stays to be done."""


class OutOfTime(ModelError):
    """One article took longer than an article may."""


class BadAnswer(ModelError):
    """The answer is no JSON, was cut off, or has the wrong shape; `raw` is the text that came."""

    def __init__(self, message: str, raw: str = "") -> None:
        super().__init__(message)
        self.raw = raw


class NoRecording(ExtractorError):
    """Replay found no recorded call for this request."""

    exit_code = 5


class StoreError(ExtractorError):
    """Records cannot be written or read."""

    exit_code = 6


class FolderInUse(StoreError):
    """Another run writes to the folder."""

    exit_code = 8


class Unforeseen(ExtractorError):
    """A fault of this tool, met by one article; the others are done all the same."""

    exit_code = 7


class BudgetSpent(ExtractorError):
    """What the run may spend is spent; the articles that are left wait for a later run."""

    exit_code = 9


EXIT_CODES = {
    kind.__name__: kind.exit_code
    for kind in (WrongKey, UnknownModel, ServerDown, OutOfTime, BadAnswer, NoRecording, Unforeseen)
}
"""Exit code by the kind of error that a failed record names."""
