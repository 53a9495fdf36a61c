"""Where Ray runs, and what it finds in its environment; Ray reads that when it is loaded, so this loads it not."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}
# Ray listens on all interfaces, but on this machine alone where it is told that it is none that has clusters.
_LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token"}


@dataclass(frozen=True, slots=True)
class Cluster:
    """How many workers run, and where: at the address of a cluster, or on this machine where it is null."""

    workers: int
    address: str | None

    def environment(self) -> Mapping[str, str]:
        """Variables for Ray: it reports to nobody, and takes nobody else's work where it is started for one run."""
        if self.address:
            return _QUIET
        return {**_QUIET, **_LOOPBACK, "RAY_AUTH_TOKEN": secrets.token_hex(32)}
