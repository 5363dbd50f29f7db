"""Is the port free, and if not, who holds it?"""

import argparse
import contextlib
import errno
import socket

import psutil

_HIGHEST, _USUAL = 65_535, 8000


class PortTakenError(Exception):
    """The port can't be listened on; `str()` says who has it, as far as that can be seen, and what to do."""


def read_port(text: str) -> int:
    """The value of `--port`; what no server can listen on is argparse's error, with a sentence."""
    if not text.isdecimal() or not 1 <= int(text) <= _HIGHEST:
        raise argparse.ArgumentTypeError(f"“{text}” is no port; it must be a whole number from 1 to {_HIGHEST}")
    return int(text)


def read_address(text: str) -> str:
    """The value of `--host` as an IP address, which is all that the web server understands; a name is looked up."""
    try:
        found = socket.getaddrinfo(text, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise argparse.ArgumentTypeError(f"“{text}” is no address or name of this machine; try 127.0.0.1") from None
    # IPv4 first: `localhost` is often both, and browsers try that one everywhere.
    *_, address = min(found, key=lambda one: one[0] != socket.AF_INET)
    return str(address[0])


def check_port(host: str, port: int) -> None:
    """Raises PortTakenError unless the web server can listen here."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    next_port = port + 1 if port < _HIGHEST else _USUAL
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port still in TIME_WAIT is free
        try:
            probe.bind((host, port))
        except PermissionError:
            raise PortTakenError(
                f"Port {port} needs root's rights. Take one above 1023: ./lerna up --port 8000"
            ) from None
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise PortTakenError(
                    f"{host} is no address of this machine. Take --host 127.0.0.1, or 0.0.0.0 for all of its addresses."
                ) from None
            raise PortTakenError(
                f"Port {port} can't be listened on ({error.strerror}){_name_holder(port)}. "
                f"Stop what holds it, or take another one: ./lerna up --port {next_port}"
            ) from None


def _name_holder(port: int) -> str:
    """`: python (process 812) holds it`, or nothing where the system doesn't tell."""
    with contextlib.suppress(psutil.Error, OSError):
        for connection in psutil.net_connections(kind="tcp"):
            if (
                connection.laddr
                and connection.laddr.port == port
                and connection.status == psutil.CONN_LISTEN
                and connection.pid
            ):
                return f": {psutil.Process(connection.pid).name()} (process {connection.pid}) holds it"
    return ""
