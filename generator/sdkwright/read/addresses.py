"""Where a host is, asked in bounded time; and which addresses are of the internet and not of the network that we are in."""

from __future__ import annotations

import ipaddress
import socket
import threading

__all__ = ["is_public", "lookup"]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL = ipaddress.IPv6Network("2000::/3")
"""All that is given out of IPv6 (RFC 4291, section 2.4). Beside it are IPv4 addresses in disguises that nobody needs."""


def lookup(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a host. Raises TimeoutError, OSError and UnicodeError.

    The resolver of the system takes no bound and cannot be interrupted: it is left behind in a thread of its own.
    """
    found: list[str] = []
    failed: list[OSError | UnicodeError] = []

    def ask() -> None:
        try:
            found.extend(str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failed.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(0.0, seconds))
    if asking.is_alive():
        raise TimeoutError(host)
    if failed:
        raise failed[0]
    return found


def is_public(address: str) -> bool:
    """Whether an address is one of the internet: not private, loopback, link-local, multicast or one in disguise."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            ip = inner
        elif ip in _NAT64:
            ip = ipaddress.ip_address(int(ip) & 0xFFFF_FFFF)
        elif ip not in _GLOBAL:
            return False
    return ip.is_global and not ip.is_multicast
