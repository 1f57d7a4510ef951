"""Finding a port, and the name by which the site is reached on it."""

import os
import socket

from netflixlike.embedded import ServerError

FIRST_PORT = 8000
WILDCARDS = {"0.0.0.0", "::"}  # noqa: S104  compared with, never bound to by default


def reserve(host: str) -> socket.socket:
    """PORT, or else the first free port from 8000 upward, ours for as long as the returned socket is open.

    The web server binds with SO_REUSEPORT, so that two of them would share a port without a word. Hence the socket is
    bound without that option, which finds out whether the port is free, and gets it afterwards, which lets the web
    server bind beside it and nobody else who looks first.
    """
    given = os.environ.get("PORT")
    for port in [int(given)] if given else range(FIRST_PORT, FIRST_PORT + 1000):
        holder = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            holder.bind((host, port))
        except OSError as error:
            holder.close()
            if given:
                raise ServerError(f"Port {port} of {host} cannot be had: {error.strerror}.") from None
            continue
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        return holder
    raise ServerError(f"No port from {FIRST_PORT} upward is free on {host}.")


def reached_at(host: str) -> str:
    """The host's name in an address; for a server that listens everywhere, this machine's own on the network."""
    if host in WILDCARDS:
        host = _own_address()
    return f"[{host}]" if ":" in host else host


def _own_address() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing, but chooses the way out
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
