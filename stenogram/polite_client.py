"""A web client with manners: one connection, a pause, robots.txt, limits on everything.

`PoliteClient.get` follows redirects itself, so that each step is judged like the first: its scheme,
its address (see `stenogram.public_http`), the robots.txt of its host.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType
from urllib.robotparser import RobotFileParser

import httpx

from corpus.errors import InvalidError, StenogramError, UnavailableError
from stenogram.public_http import PublicTransport

AGENT = "Stenogram"
_ROBOTS_BYTES = 500_000
_WAIT_STATUSES = frozenset({429, 503})


def user_agent() -> str:
    """Who asks: name, version, purpose."""
    return f"{AGENT}/{version('stenogram')} (fetches published trial records for one reader)"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much and how often. Seconds and bytes."""

    pause: float = 1.0
    longest_pause: float = 60.0
    timeout: float = 30.0
    seconds_per_file: float = 300.0
    bytes_per_file: int = 20_000_000
    redirects: int = 5
    tries: int = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request brought: the final address, 200 or 304, the body (empty for a 304)."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters, in small letters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(slots=True)
class PoliteClient:
    """Gets files one after another. Use it as a context manager; it is not for several threads."""

    limits: Limits = Limits()
    transport: httpx.BaseTransport = field(default_factory=PublicTransport)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _client: httpx.Client = field(init=False)
    _robots: dict[str, RobotFileParser] = field(init=False, default_factory=dict)
    _next_at: float = field(init=False, default=0.0)
    _pause: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self._pause = self.limits.pause
        self._client = httpx.Client(
            transport=self.transport,
            trust_env=False,
            timeout=self.limits.timeout,
            headers={"User-Agent": user_agent(), "Accept-Encoding": "identity"},
        )

    def __enter__(self) -> PoliteClient:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._client.close()

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The file at an address, within all limits and with all courtesies.

        Raises InvalidError for what is refused (scheme, address, robots.txt, size, redirects) and
        UnavailableError for what fails on the way or at the other end.
        """
        url = _parsed(address)
        for _ in range(self.limits.redirects + 1):
            self._ask_robots(url)
            answer = self._get_patiently(url, headers or {})
            if not _is_redirect(answer):
                return _accepted(answer, conditional=bool(headers))
            url = _redirected(url, answer.headers["location"])
        raise InvalidError(f"{address} redirects more than {self.limits.redirects} times.")

    def _get_patiently(self, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        """Asks again when told to come back later, for as long as that is bearable."""
        for _ in range(self.limits.tries):
            answer = self._get_once(url, headers, self.limits.bytes_per_file)
            if answer.status not in _WAIT_STATUSES:
                return answer
            wait = _retry_after(answer, default=self._pause)
            if wait > self.limits.longest_pause:
                break
            self._next_at = self.clock() + max(wait, self._pause)
        raise UnavailableError(f"{url} is busy (status {answer.status}).", "Try again later.")

    def _get_once(self, url: httpx.URL, headers: Mapping[str, str], size: int) -> Answer:
        self._take_turn()
        try:
            with _translated(url), self._client.stream("GET", url, headers=headers) as response:
                body = self._body(response, size) if response.status_code == httpx.codes.OK else b""
                return Answer(str(url), response.status_code, response.headers, body)
        finally:
            self._next_at = self.clock() + self._pause

    def _take_turn(self) -> None:
        wait = self._next_at - self.clock()
        if wait > 0:
            self.sleep(wait)

    def _body(self, response: httpx.Response, size: int) -> bytes:
        """The whole body. Raises InvalidError as soon as it is too large, or takes too long."""
        if int(response.headers.get("content-length") or 0) > size:
            raise _too_large(size)
        deadline = self.clock() + self.limits.seconds_per_file
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > size:
                raise _too_large(size)
            if self.clock() > deadline:
                raise UnavailableError(
                    f"The file did not arrive within {self.limits.seconds_per_file:g} seconds.",
                    "Try again later.",
                )
        return bytes(body)

    def _ask_robots(self, url: httpx.URL) -> None:
        """Raises InvalidError when the host's robots.txt closes this address to us."""
        origin = f"{url.scheme}://{url.netloc.decode()}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin)
        robots = self._robots[origin]
        if not robots.can_fetch(AGENT, str(url)):
            raise InvalidError(
                f"The robots.txt of {url.host} asks programs to leave {url} alone.",
                "Open it in a browser and save it by hand.",
            )
        delay = float(robots.crawl_delay(AGENT) or 0)
        self._pause = max(self.limits.pause, min(delay, self.limits.longest_pause))

    def _read_robots(self, origin: str) -> RobotFileParser:
        """RFC 9309: a host without the file (4xx) is open, one that fails (5xx) is closed."""
        robots = RobotFileParser()
        url = httpx.URL(f"{origin}/robots.txt")
        for _ in range(self.limits.redirects + 1):
            answer = self._get_once(url, {}, _ROBOTS_BYTES)
            if not _is_redirect(answer):
                break
            url = _redirected(url, answer.headers["location"])
        if answer.status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise UnavailableError(f"{url} cannot be read (status {answer.status}).", "Try again later.")
        robots.parse(answer.body.decode("utf-8", "replace").splitlines())
        return robots


def _parsed(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        raise InvalidError(f"{address!r} is no address.", "Correct it in the list of sources.") from None
    if url.scheme not in ("http", "https"):
        raise InvalidError(f"{address} is no http(s) address.", "Only the web is fetched from.")
    return url


def _redirected(url: httpx.URL, location: str) -> httpx.URL:
    """The next address. Raises InvalidError for one that leaves the web, or leaves encryption."""
    try:
        target = _parsed(str(url.join(location)))
    except httpx.InvalidURL:
        raise InvalidError(f"{url} redirects to {location!r}, which is no address.") from None
    if url.scheme == "https" and target.scheme != "https":
        raise InvalidError(f"{url} redirects to {target}, which is not encrypted.")
    return target


def _is_redirect(answer: Answer) -> bool:
    return answer.status in (301, 302, 303, 307, 308) and "location" in answer.headers


def _accepted(answer: Answer, conditional: bool) -> Answer:
    if answer.status == httpx.codes.OK or (conditional and answer.status == httpx.codes.NOT_MODIFIED):
        return answer
    kind: type[StenogramError] = InvalidError if answer.status in (404, 410) else UnavailableError
    raise kind(f"{answer.address} answers with status {answer.status}.", "Look at it in a browser.")


def _retry_after(answer: Answer, default: float) -> float:
    """Seconds to wait: `Retry-After` as a number or as a date."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return default


def _too_large(size: int) -> InvalidError:
    return InvalidError(f"The file is larger than {size} bytes.", "Fetch it by hand if you trust it.")


@contextmanager
def _translated(url: httpx.URL) -> Iterator[None]:
    try:
        yield
    except httpx.InvalidURL:
        raise InvalidError(f"{url} redirects to what is no address.", "Look at it in a browser.") from None
    except httpx.TimeoutException:
        raise UnavailableError(f"{url} does not answer in time.", "Try again later.") from None
    except httpx.TransportError as error:
        raise UnavailableError(f"{url} cannot be reached: {error}.", "Try again later.") from None
    except httpx.DecodingError as error:
        raise UnavailableError(f"{url} cannot be unpacked: {error}.", "Try again later.") from None
