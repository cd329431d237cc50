"""Which addresses may be connected to? A feed must not be able to send us into our own network."""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from joinedup.core.directory.conformance import NoAnswer

Resolve = Callable[[str, int], list[str]]


class PrivateAddress(NoAnswer):
    """A feed, or a redirect of one, leads to an address inside somebody's network."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise NoAnswer(f"{host} is not known", expected="the address of a feed") from problem
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: str) -> bool:
    """Whether an address is of the open internet.

    Examples
    --------
    >>> [is_public(one) for one in ("127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1", "8.8.8.8")]
    [False, False, False, False, False, True]
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    return (inner or parsed).is_global and not parsed.is_multicast


class GuardedNetwork(httpcore.NetworkBackend):
    """Connects only to public addresses, and to hosts that were allowed by name.

    The address that was looked at is the one connected to: a name that changes a moment later gains nothing.

    Parameters
    ----------
    allowed_hosts : hosts that whoever asks vouches for, whatever their address.
    """

    def __init__(self, allowed_hosts: Iterable[str] = (), resolve: Resolve = resolve) -> None:
        self.allowed_hosts = frozenset(host.lower() for host in allowed_hosts)
        self.resolve = resolve
        self.network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of a host's addresses, if all of them may be connected to."""
        addresses = self.resolve(host, port)
        if host.lower() not in self.allowed_hosts and not all(is_public(one) for one in addresses):
            raise PrivateAddress(f"{host} leads into a private network", expected="a feed on the open internet")
        return self.network.connect_tcp(addresses[0], port, timeout, local_address, socket_options)
