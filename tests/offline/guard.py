"""No test reaches the network, by construction.

An audit hook sees every connection and name look-up that Python's own socket module makes, whichever
library asks, and can't be taken out again. It lets loopback and Unix sockets through and refuses the
rest. The folder of this file also goes first on PYTHONPATH, where `sitecustomize` installs the same
hook in every Python that a test starts. Chromium is held back by its own flags and by the `page`
fixture (tests/browser/conftest.py).
"""

import os
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import Any

# event: where in its arguments the address stands
_CONNECTIONS = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
_LOOKUPS = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.gethostbyaddr": 0, "socket.getnameinfo": 0}

_hooked: list[object] = []  # an audit hook can't be taken out or looked up, so it is noted here


class NetworkBlocked(BaseException):
    """A test tried to leave this machine. Not an Exception: code under test must not take it for a fault of the net."""


def install() -> None:
    """Refuse, from here to the end of this process and of those it starts, whatever leaves the machine."""
    folder = str(Path(__file__).parent)
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if folder not in paths:
        os.environ["PYTHONPATH"] = os.pathsep.join([folder, *filter(None, paths)])
    if not _hooked:
        _hooked.append(_refuse)
        sys.addaudithook(_refuse)


def is_local(host: object) -> bool:
    """Whether `host`, a name or an address as sockets take it, is this machine's loopback."""
    if host is None or host in ("", b"", "localhost", b"localhost"):
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if event in _LOOKUPS:
        host = args[_LOOKUPS[event]]
        host = host[0] if isinstance(host, tuple) else host
    elif event in _CONNECTIONS:
        address = args[_CONNECTIONS[event]]
        # A path, or bytes, is a Unix socket; None is a socket that is connected already.
        if not isinstance(address, tuple):
            return
        host = address[0]
    else:
        return
    if not is_local(host):
        raise NetworkBlocked(f"a test tried to reach {host!r}; only loopback is allowed (tests/offline/guard.py)")
