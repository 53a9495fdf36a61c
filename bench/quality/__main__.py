"""One command: ours, Instructor and LangExtract read the same articles with the same model; all are measured.

python -m bench.quality GOLD ARTICLES [GOLD ARTICLES …] --base-url URL --model NAME [-o FOLDER] [--resume]
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.quality.meter import Meter
from bench.quality.table import Result, as_json, render
from bench.quality.texts import Text, add_folders, texts
from bench.quality.tools import OURS, PEERS, Tool, opened
from extractor import store
from extractor.batch.current import closed
from extractor.batch.ledger import now, open_ledger, read_ledger
from extractor.batch.ledger_rows import Call, Entry, Run
from extractor.display.terminal import console
from extractor.errors import ExtractorError, ServerGone
from extractor.evaluation.measuring import measure
from extractor.pipeline import Plan


def main() -> None:
    """Parse, run, print; what was read is kept in the folder of each tool, article by article."""
    options = _options()
    try:
        found = texts(options.folders, options.only)
        _run(found, options)
        data = as_json([_result(options.out / tool, tool, found) for tool in options.tools])
    except ExtractorError as error:
        sys.exit(f"error: {error}")
    (options.out / "figures.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if options.json:
        print(json.dumps(data, ensure_ascii=False))
    else:
        console().print(render(data, by_article=options.by_article))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench.quality", description=__doc__)
    add_folders(parser)
    parser.add_argument("--base-url", required=True, metavar="URL", help="an OpenAI-compatible server")
    parser.add_argument("--model", required=True, metavar="NAME")
    parser.add_argument("--strategy", choices=("stepwise", "single"), default="stepwise", help="ours (stepwise)")
    parser.add_argument(
        "--tools", nargs="+", choices=(OURS, *PEERS), default=[OURS, *PEERS[:2]], help="(the first three)"
    )
    parser.add_argument("--seconds", type=float, default=900, metavar="S", help="for one article and tool (900)")
    parser.add_argument("-o", "--out", type=Path, default=Path("records/quality"), metavar="FOLDER")
    parser.add_argument("--resume", action="store_true", help="keep what the folder holds and read the rest")
    parser.add_argument("--by-article", action="store_true", help="print the main figures of each article, too")
    parser.add_argument("--json", action="store_true", help="all figures as one JSON object")
    return parser.parse_args()


def _run(found: Sequence[Text], options: argparse.Namespace) -> None:
    """Article after article, tool after tool, so that what else the machine does is shared."""
    folders = {tool: options.out / tool for tool in options.tools}
    if not options.resume and any(folder.exists() for folder in folders.values()):
        sys.exit(f"error: {options.out} holds results; go on with --resume or name another folder with -o.")
    missing = [(text, tool) for text in found for tool in options.tools if not _done(folders[tool], text)]
    if not missing:
        return
    options.out.mkdir(parents=True, exist_ok=True)
    plan = Plan(options.model, options.strategy)
    with Meter(options.base_url) as meter:
        tools = {name: opened(name, meter.url, plan, options.out) for name in options.tools}
        try:
            for text, name in missing:
                _read(text, tools[name], folders[name], meter, options)
        finally:
            for tool in tools.values():
                tool.close()


def _done(folder: Path, text: Text) -> bool:
    return text.id in _runs(folder) and store.record_path(folder, text.id).exists()


def _runs(folder: Path) -> dict[str, Run]:
    with read_ledger(folder) as ledger:
        return ledger.runs() if ledger else {}


def _read(text: Text, tool: Tool, folder: Path, meter: Meter, options: argparse.Namespace) -> None:
    started, opened = time.monotonic(), now()
    try:
        record, draft = tool.read(text.article, options.seconds)
    except ServerGone:
        meter.take()  # ours knows the relay alone, which can say of which server it has lost sight
        raise
    seconds = round(time.monotonic() - started, 3)
    cost = meter.take()
    store.save(folder, record, text.article.text, draft)
    tokens = (cost.prompt_tokens, cost.output_tokens, cost.cached_tokens, 0)
    info = text.article.info
    entry = Entry(info.id, "", "", info.sha256, info.length, options.model, options.strategy, opened)
    with open_ledger(folder) as ledger:
        ledger.called(Call(info.id, "", now(), "answer", cost.calls, *tokens, seconds))
        ledger.write(closed(entry, record, seconds))
    said = f" ({record.error.message})" if record.error else ""
    told = f"{text.id} {folder.name}: {seconds:.0f} s, {cost.calls} calls, {cost.output_tokens} tokens{said}"
    print(told, file=sys.stderr, flush=True)


def _result(folder: Path, tool: str, found: Sequence[Text]) -> Result:
    runs = _runs(folder)
    records = [store.load_record(store.record_path(folder, text.id)) for text in found]
    measured = [
        measure(text.gold, record, text.article.text, runs[text.id])
        for text, record in zip(found, records, strict=True)
    ]
    return Result(
        tool,
        [text.id for text in found],
        [each.tally for each in measured],
        [runs[text.id].attempts for text in found],
        [record.error.message if record.error else None for record in records],
    )


if __name__ == "__main__":
    main()
