"""Where the program starts: `extractor`, or `python -m extractor`. Ctrl-C while modules load ends it quietly, too."""

import sys


def main() -> None:
    """Load the command line and run it."""
    try:
        from extractor.cli import main as run  # loading takes a second
    except KeyboardInterrupt:
        sys.exit(130)  # noqa: TID251 - nothing was read or written yet
    run()


if __name__ == "__main__":
    main()
