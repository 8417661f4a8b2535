"""No test reaches the network: the guard of tests/offline, tried from here and from a process that a test starts."""

import socket
import subprocess
import sys

import pytest

from tests.offline.guard import NetworkBlocked, is_local

# Reserved for documentation (RFC 5737, RFC 2606): nothing answers there even if the guard were broken.
OUTSIDE = "192.0.2.1"
NAME = "example.invalid"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", b"localhost", None, ""])
def test_loopback_is_local(host: object) -> None:
    assert is_local(host)


@pytest.mark.parametrize(
    "host", [OUTSIDE, "0.0.0.0", "::", "2001:db8::1", NAME, "localhost.example.invalid", "10.0.0.1"]
)
def test_everything_else_is_not(host: str) -> None:
    assert not is_local(host)


def test_a_connection_outside_is_refused() -> None:
    with socket.socket() as outside, pytest.raises(NetworkBlocked, match=OUTSIDE):
        outside.connect((OUTSIDE, 80))


def test_a_datagram_outside_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as outside, pytest.raises(NetworkBlocked):
        outside.sendto(b"", (OUTSIDE, 53))


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(NetworkBlocked, match=NAME):
        socket.getaddrinfo(NAME, 80)


def test_loopback_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        accepted, _ = server.accept()
        with accepted:
            client.sendall(b"here")
            assert accepted.recv(4) == b"here"


def test_a_python_that_a_test_starts_is_held_back_too() -> None:
    code = f"import socket; socket.create_connection(({OUTSIDE!r}, 80), 1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "NetworkBlocked" in done.stderr
