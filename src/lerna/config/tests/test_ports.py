"""A port that is taken is said, with who has it."""

import argparse
import os
import socket

import pytest

from lerna.config.launch.ports import PortTakenError, check_port, read_address, read_port


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
    with pytest.raises(PortTakenError, match="no address of this machine"):
        check_port("192.0.2.1", 8000)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "", "1e3", "²"])
def test_what_is_no_port_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="from 1 to 65535"):
        read_port(text)


def test_a_name_becomes_the_address_that_the_server_understands() -> None:
    assert [read_port("8000"), read_address("localhost"), read_address("::1")] == [8000, "127.0.0.1", "::1"]
    with pytest.raises(argparse.ArgumentTypeError, match="no address or name"):
        read_address("no such host")
