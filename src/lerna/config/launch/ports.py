"""Is the port free, and if not, who holds it?"""

import contextlib
import socket

import psutil

_HIGHEST, _USUAL = 65_535, 8000


class PortTakenError(Exception):
    """The port can't be listened on; `str()` says who has it, as far as that can be seen, and what to do."""


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
