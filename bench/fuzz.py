"""The laws of `tests/test_laws.py` for as long as one likes: python -m bench.fuzz --minutes 20

Each round runs every law with the fresh examples of the profile `long`; the first one that fails is shown and ends the
run with exit code 1.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

LAWS = Path(__file__).parents[1] / "tests" / "test_laws.py"


def main() -> int:
    """Rounds until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1, help="of the first round; each later one adds 1")
    options = parser.parse_args()
    until, rounds = time.monotonic() + 60 * options.minutes, 0
    while time.monotonic() < until:
        seed, rounds = options.seed + rounds, rounds + 1
        laws = [sys.executable, "-m", "pytest", str(LAWS), "-q", "--no-header", "-p", "no:cacheprovider"]
        if code := subprocess.run([*laws, "--hypothesis-profile=long", f"--hypothesis-seed={seed}"]).returncode:
            return code
    print(f"{rounds} rounds: nothing broke")
    return 0


if __name__ == "__main__":
    sys.exit(main())
