"""No test opens a connection to another machine, nor asks for its address.

Python imports this by itself in every process that a test starts (tests/conftest.py puts this folder on PYTHONPATH),
and conftest.py in the test's own process. Each attempt is refused and also written down, for code that swallows the
refusal or makes the attempt in a process of its own. Connections made without Python are not seen; the files that such
code leaves are, by `only_writes`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

LOG_VARIABLE = "VEILPROOF_TEST_CONNECTIONS"

_ADDRESSED = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
_NAMED = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def _foreign(event: str, arguments: tuple[object, ...]) -> str | None:
    if event in _ADDRESSED:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in _NAMED:
        host = arguments[0]
    else:
        return None
    if host is None:
        return None
    name = host.decode() if isinstance(host, bytes) else str(host)
    return None if name in {"localhost", "::1"} or name.startswith("127.") else name or "every interface"


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if not event.startswith("socket."):
        return
    host = _foreign(event, arguments)
    log = os.environ.get(LOG_VARIABLE)
    if host is None or log is None:
        return
    with Path(log).open("a", encoding="utf-8") as file:
        file.write(f"{event} {host}\n")
    raise RuntimeError(f"veilproof opens no connection, but this would: {event} {host}")


sys.addaudithook(_hook)
