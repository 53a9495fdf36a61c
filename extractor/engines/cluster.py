"""Where Ray runs, and what it has to find in its environment; it reads that when it is loaded, so not from here."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from extractor.errors import UsageError

_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_DEDUP_LOGS": "0",  # else it tells at its end, on standard output, what it has told
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_ENABLE_AUTO_CONNECT": "0",  # else it starts itself anew while it is left
}
# Ray listens on all interfaces, but for systems that have no clusters; and whoever reaches it may run code.
_LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token"}


@dataclass(frozen=True, slots=True)
class Cluster:
    """How many workers run, and where: in the cluster at an address, or on this machine where it is null."""

    workers: int
    address: str | None = None

    def environment(self) -> Mapping[str, str]:
        """Variables for Ray: it reports to nobody, and one of our own takes no work from others.

        Raises:
            UsageError: Ray is not installed.
        """
        if find_spec("ray") is None or find_spec("pyarrow") is None:
            raise UsageError("--engine ray needs one more package: pip install 'casualty-extractor[ray]'.")
        own = {} if self.address else {**_LOOPBACK, "RAY_AUTH_TOKEN": secrets.token_hex(32)}
        return _QUIET | own
