"""HTTP to public addresses only.

A host name is resolved here, each of its addresses is judged, and the connection is made to the
very address that was judged: a name that resolves differently a moment later (DNS rebinding) gains
nothing. Every request passes through, those after a redirect and to robots.txt included.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

from corpus.errors import InvalidError, UnavailableError

IPAddress = IPv4Address | IPv6Address
Policy = Callable[[IPAddress], bool]
Resolver = Callable[[str, int], Sequence[IPAddress]]

_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to the public internet.

    False for private, loopback, link-local, shared, reserved, multicast and unspecified addresses,
    also where IPv6 wraps them (mapped, 6to4, NAT64), and for Teredo.
    """
    if isinstance(address, IPv6Address):
        inner = _wrapped(address)
        if inner is not None:
            return is_public(inner)
        if address.teredo or address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def resolve_host(host: str, port: int) -> tuple[IPAddress, ...]:
    """All addresses of a host, in the system's order of preference. Raises UnavailableError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnavailableError(f"The host {host} is not known ({error}).", "Check the address.") from None
    return tuple(dict.fromkeys(ip_address(row[4][0]) for row in found))


class PublicTransport(httpx.BaseTransport):
    """Sends requests over one connection at a time, to addresses that the policy allows.

    `handle_request` raises InvalidError for an address that it refuses, else what httpx raises.
    Certificates are checked against the host's name by `tls`, by default with certifi's roots.
    """

    def __init__(
        self,
        policy: Policy = is_public,
        resolve: Resolver = resolve_host,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._policy = policy
        self._resolve = resolve
        self._tls = tls
        self._origin: tuple[str, str, int] | None = None
        self._inner: httpx.HTTPTransport | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to a checked address of its host."""
        scheme, host, port = _origin(request.url)
        address = self._checked(host, port)
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=str(address)),
            # They hold the Host header of the name, as does the TLS handshake below.
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return self._transport_to((scheme, host, port)).handle_request(pinned)

    def close(self) -> None:
        """Close the connection."""
        if self._inner is not None:
            self._inner.close()
        self._inner = self._origin = None

    def _checked(self, host: str, port: int) -> IPAddress:
        addresses = self._resolve(host, port)
        refused = [address for address in addresses if not self._policy(address)]
        if refused or not addresses:
            raise InvalidError(
                f"{host} is not a public host (it has the address {', '.join(map(str, refused))}).",
                "Only documents on public addresses are fetched; copy this one by hand.",
            )
        return addresses[0]

    def _transport_to(self, origin: tuple[str, str, int]) -> httpx.HTTPTransport:
        """A connection made for one host never serves another: its certificate names one host."""
        if self._inner is None or origin != self._origin:
            self.close()
            self._inner = httpx.HTTPTransport(
                verify=self._tls or True, limits=httpx.Limits(max_connections=1), trust_env=False
            )
            self._origin = origin
        return self._inner


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    if url.scheme not in ("http", "https") or not url.host:
        raise InvalidError(f"{url} is no http(s) address.", "Only the web is fetched from.")
    return url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80)
