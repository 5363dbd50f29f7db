"""A port that is taken is said, with who has it."""

import os
import socket

import pytest

from lerna.config.launch.ports import PortTakenError, check_port


def test_a_free_port_is_fine() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    check_port("127.0.0.1", port)


def test_who_holds_the_port_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTakenError, match=rf"Port {port} .*process {os.getpid()}\) holds it.*--port {port + 1}"):
            check_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(PortTakenError, match="can't be listened on"):
        check_port("192.0.2.1", 8000)
