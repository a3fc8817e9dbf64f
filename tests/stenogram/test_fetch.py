"""`fetch` against a real server on this machine, and the refusals of its default policy."""

from __future__ import annotations

import json
import re
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import InvalidError, UnavailableError
from corpus.manifest import PublishedSource, load_collection
from corpus.model import Bibliography
from stenogram.fetch import STATE_NAME, FetchReport, Outcome, fetch
from stenogram.polite_client import Limits, PoliteClient
from stenogram.public_http import PublicTransport, is_public, resolve_host

PAGE = b"<html><body><p>THE PRESIDENT: The tide is out.</p></body></html>"
QUICK = Limits(pause=0, timeout=2, seconds_per_file=1, bytes_per_file=10_000, redirects=3)


@dataclass
class Reply:
    """What the server says: status, headers, the body in pieces with a wait before each."""

    body: bytes | list[bytes] = PAGE
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0


@dataclass
class Site:
    """A server, the replies it has prepared by path (the last is repeated), what it was asked."""

    port: int
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    connections: set[int] = field(default_factory=set)

    def address(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def reply(self, path: str) -> Reply:
        prepared = self.replies.get(path, [Reply(b"", 404)])
        return prepared.pop(0) if len(prepared) > 1 else prepared[0]


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            site.connections.add(self.client_address[1])
            reply = site.reply(self.path)
            if reply.headers.get("ETag", "-") == self.headers.get("If-None-Match"):
                reply = Reply(b"", 304)
            self.send_response(reply.status)
            pieces = reply.body if isinstance(reply.body, list) else [reply.body]
            headers = {"Content-Type": "text/html; charset=utf-8", **reply.headers}
            if "Transfer-Encoding" not in headers and reply.status != 304:
                headers.setdefault("Content-Length", str(sum(map(len, pieces))))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self._send(pieces, reply.wait, "Transfer-Encoding" in headers)

        def _send(self, pieces: list[bytes], wait: float, chunked: bool) -> None:
            try:
                for piece in [*pieces, b""] if chunked else pieces:
                    time.sleep(wait)
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
                    self.wfile.flush()
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


@contextmanager
def _serving(known: Site, tls: ssl.SSLContext | None = None) -> Iterator[None]:
    with _Server(("127.0.0.1", 0), _handler(known)) as server:
        known.port = server.server_address[1]
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield
        server.shutdown()
        thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    known = Site(0)
    with _serving(known):
        yield known


def _client(limits: Limits = QUICK, sleep: Callable[[float], None] = time.sleep) -> PoliteClient:
    """A client that may visit this machine, by any host name."""
    transport = PublicTransport(policy=lambda _: True, resolve=lambda *_: (ip_address("127.0.0.1"),))
    return PoliteClient(limits, transport, sleep)


def _source(*addresses: str) -> PublishedSource:
    facts = Bibliography(publisher="The Crane Press", published="1912", language="en", licence="CC0")
    return PublishedSource("crane", "The Crane Inquiry", "A crane fell.", facts, addresses=addresses)


def _fetch(site: Site, folder: Path, *paths: str, **options: object) -> FetchReport:
    client = options.pop("client", None) or _client()
    return fetch(_source(*map(site.address, paths)), folder, client=client, **options)


def _reasons(report: FetchReport) -> str:
    assert not report.files
    return " ".join(failure.reason for failure in report.failures)


def _left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "collection.toml")


def test_a_record_is_fetched_with_its_facts(site: Site, tmp_path: Path):
    site.replies = {
        "/crane/1.htm": [Reply()],
        "/crane/2.txt": [Reply(b"Tides.", headers={"Content-Type": "text/plain"})],
    }
    report = _fetch(site, tmp_path / "new" / "crane", "/crane/1.htm", "/crane/2.txt")
    assert [file.path.name for file in report.files] == ["01-crane-1.html", "02-crane-2.txt"]
    assert report.files[0].path.read_bytes() == PAGE
    assert report.failures == ()
    manifest = load_collection(tmp_path / "new" / "crane" / "collection.toml")
    assert (manifest.name, manifest.title) == ("crane", "The Crane Inquiry")
    facts = manifest.bibliography_for("02-crane-2.txt")
    assert (facts.publisher, facts.published) == ("The Crane Press", "1912")
    assert facts.url == site.address("/crane/2.txt")


def test_what_is_there_is_not_asked_for_again(site: Site, tmp_path: Path):
    site.replies = {"/1.htm": [Reply()], "/2.htm": [Reply()]}
    _fetch(site, tmp_path, "/1.htm")
    report = _fetch(site, tmp_path, "/1.htm", "/2.htm")
    assert [file.outcome for file in report.files] == [Outcome.KEPT, Outcome.FETCHED]
    assert site.paths() == ["/1.htm", "/2.htm"]


def test_a_file_that_was_removed_is_fetched_again(site: Site, tmp_path: Path):
    site.replies = {"/1.htm": [Reply(headers={"ETag": '"a"'})]}
    _fetch(site, tmp_path, "/1.htm").files[0].path.unlink()
    assert _fetch(site, tmp_path, "/1.htm").files[0].outcome is Outcome.FETCHED


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        (Reply(headers={"ETag": '"a"'}), Outcome.UNCHANGED),
        (Reply(b"New tide.", headers={"ETag": '"b"'}), Outcome.FETCHED),
    ],
)
def test_refreshing_asks_whether_it_changed(site, tmp_path, second, outcome):
    stamp = "Tue, 03 Mar 1931 09:00:00 GMT"
    site.replies = {"/1.htm": [Reply(headers={"ETag": '"a"', "Last-Modified": stamp}), second]}
    _fetch(site, tmp_path, "/1.htm")
    (file,) = _fetch(site, tmp_path, "/1.htm", refresh=True).files
    assert file.outcome is outcome
    assert file.path.read_bytes() == (PAGE if outcome is Outcome.UNCHANGED else b"New tide.")
    assert site.asked[-1][1]["if-none-match"] == '"a"'
    assert site.asked[-1][1]["if-modified-since"] == stamp


def test_an_unasked_304_is_no_file(site: Site, tmp_path: Path):
    site.replies = {"/1.htm": [Reply(b"", 304)]}
    assert "status 304" in _reasons(_fetch(site, tmp_path, "/1.htm"))


def test_it_says_who_asks(site: Site, tmp_path: Path):
    site.replies = {"/1.htm": [Reply()]}
    _fetch(site, tmp_path, "/1.htm")
    assert {headers["user-agent"].split("/")[0] for _, headers in site.asked} == {"Stenogram"}
    assert site.asked[0][1]["host"] == f"127.0.0.1:{site.port}"


def test_one_connection_serves_a_whole_record(site: Site, tmp_path: Path):
    site.replies = {f"/{n}.htm": [Reply()] for n in range(4)} | {"/robots.txt": [Reply(b"")]}
    _fetch(site, tmp_path, *site.replies)
    assert len(site.asked) == 6
    assert len(site.connections) == 1


def test_it_pauses_between_all_requests(site: Site, tmp_path: Path):
    site.replies = {"/1.htm": [Reply(b"", 302, {"Location": "/2.htm"})], "/2.htm": [Reply()]}
    waits: list[float] = []
    _fetch(site, tmp_path, "/1.htm", client=_client(Limits(), waits.append))
    assert [path for path, _ in site.asked] == ["/robots.txt", "/1.htm", "/2.htm"]
    assert waits == pytest.approx([1.0, 1.0], abs=0.2)


@pytest.mark.parametrize("status", [429, 503])
def test_it_comes_back_when_it_is_told_to(site, tmp_path, status):
    site.replies = {"/1.htm": [Reply(b"", status, {"Retry-After": "7"}), Reply()]}
    waits: list[float] = []
    report = _fetch(site, tmp_path, "/1.htm", client=_client(QUICK, waits.append))
    assert report.files[0].outcome is Outcome.FETCHED
    assert waits == pytest.approx([7], abs=0.2)


@pytest.mark.parametrize(("after", "requests"), [("3600", 1), ("0", 3), ("whenever", 3)])
def test_it_does_not_wait_for_ever(site, tmp_path, after, requests):
    site.replies = {"/1.htm": [Reply(b"", 503, {"Retry-After": after})]}
    assert "is busy" in _reasons(_fetch(site, tmp_path, "/1.htm"))
    assert len(site.paths()) == requests


@pytest.mark.parametrize(
    ("robots", "paths"),
    [
        (Reply(b"User-agent: *\nDisallow: /closed/"), ["/open/1.htm"]),
        (Reply(b"User-agent: stenogram\nDisallow: /"), []),
        (Reply(b"User-agent: otherbot\nDisallow: /"), ["/closed/1.htm", "/open/1.htm"]),
        (Reply(b"", 404), ["/closed/1.htm", "/open/1.htm"]),
        (Reply(b"", 500), []),
        (Reply(b"", 302, {"Location": "/elsewhere.txt"}), ["/elsewhere.txt", "/open/1.htm"]),
    ],
)
def test_robots_txt_is_obeyed(site, tmp_path, robots, paths):
    elsewhere = Reply(b"User-agent: *\nDisallow: /closed/")
    site.replies = {"/robots.txt": [robots], "/elsewhere.txt": [elsewhere]}
    site.replies |= {"/closed/1.htm": [Reply()], "/open/1.htm": [Reply()]}
    report = _fetch(site, tmp_path, "/closed/1.htm", "/open/1.htm")
    assert site.paths() == paths
    assert len(report.files) + len(report.failures) == 2


def test_a_crawl_delay_lengthens_the_pause(site: Site, tmp_path: Path):
    site.replies = {"/robots.txt": [Reply(b"User-agent: *\nCrawl-delay: 5")], "/1.htm": [Reply()]}
    site.replies["/2.htm"] = [Reply()]
    waits: list[float] = []
    _fetch(site, tmp_path, "/1.htm", "/2.htm", client=_client(QUICK, waits.append))
    assert waits == pytest.approx([5], abs=0.2)


def test_redirects_are_followed_up_to_a_limit(site: Site, tmp_path: Path):
    site.replies = {"/a": [Reply(b"", 301, {"Location": "/b"})], "/b": [Reply()]}
    assert _fetch(site, tmp_path / "one", "/a").files[0].size == len(PAGE)
    site.replies["/b"] = [Reply(b"", 302, {"Location": "/a"})]
    assert "more than 3 times" in _reasons(_fetch(site, tmp_path / "two", "/a"))


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://records.example/1", "data:text/html,x"])
def test_a_redirect_does_not_leave_the_web(site, tmp_path, target):
    site.replies = {"/1.htm": [Reply(b"", 302, {"Location": target})]}
    assert re.search(r"no (http\(s\) )?address", _reasons(_fetch(site, tmp_path, "/1.htm")))
    assert site.paths() == ["/1.htm"]


@pytest.mark.parametrize(
    "reply", [Reply(b"x" * 10_001), Reply([b"x" * 6_000] * 2, headers={"Transfer-Encoding": "chunked"})]
)
def test_a_file_that_is_too_large_is_not_kept(site, tmp_path, reply):
    site.replies = {"/1.htm": [reply]}
    assert "larger than 10000 bytes" in _reasons(_fetch(site, tmp_path, "/1.htm"))
    assert _left_over(tmp_path) == []


def test_a_file_that_only_drips_is_given_up(site: Site, tmp_path: Path):
    site.replies = {"/1.htm": [Reply([b"x"] * 100, headers={"Transfer-Encoding": "chunked"}, wait=0.05)]}
    limits = Limits(pause=0, seconds_per_file=0.2)
    assert "did not arrive within" in _reasons(_fetch(site, tmp_path, "/1.htm", client=_client(limits)))
    assert _left_over(tmp_path) == []


def test_a_server_that_says_nothing_is_given_up(site: Site, tmp_path: Path):
    site.replies = {"/1.htm": [Reply(headers={"Content-Length": "500"}, wait=0.4)]}
    limits = Limits(pause=0, timeout=0.2)
    assert "in time" in _reasons(_fetch(site, tmp_path, "/1.htm", client=_client(limits)))


def test_a_body_that_breaks_off_is_not_kept(site: Site, tmp_path: Path):
    headers = {"Content-Length": "500", "Connection": "close"}
    site.replies = {"/1.htm": [Reply(b"half", headers=headers)]}
    assert "cannot be reached" in _reasons(_fetch(site, tmp_path, "/1.htm"))
    assert _left_over(tmp_path) == []


def test_a_picture_is_no_record(site: Site, tmp_path: Path):
    site.replies = {"/1.htm": [Reply(headers={"Content-Type": "image/png"})]}
    assert "image/png" in _reasons(_fetch(site, tmp_path, "/1.htm"))


def test_one_missing_file_does_not_stop_the_others(site: Site, tmp_path: Path):
    site.replies = {"/1.htm": [Reply()], "/3.htm": [Reply()]}
    report = _fetch(site, tmp_path, "/1.htm", "/2.htm", "/3.htm")
    assert len(report.files) == 2
    assert [failure.address for failure in report.failures] == [site.address("/2.htm")]


def test_after_three_failures_the_rest_is_not_asked_for(site: Site, tmp_path: Path):
    report = _fetch(site, tmp_path, *(f"/{n}.htm" for n in range(6)))
    assert len(site.paths()) == 3
    assert len(report.failures) == 6


def test_an_address_cannot_choose_where_it_is_written(site: Site, tmp_path: Path):
    path = "/%2e%2e/..%2f..%2fetc/passwd.htm"
    site.replies = {path: [Reply()]}
    (file,) = _fetch(site, tmp_path / "crane", path).files
    assert file.path.parent == tmp_path / "crane"
    assert file.path.name == "01-2f-2fetc-passwd.html"


@pytest.mark.parametrize(
    "memory", ["", "[]", "{", '{"ADDRESS": {"file": "../other.html"}}', '{"ADDRESS": 3}']
)
def test_a_spoilt_memory_costs_a_request_and_nothing_else(site, tmp_path, memory):
    site.replies = {"/1.htm": [Reply()]}
    (tmp_path / "other.html").write_text("mine")
    folder = tmp_path / "crane"
    folder.mkdir()
    (folder / STATE_NAME).write_text(memory.replace("ADDRESS", site.address("/1.htm")))
    assert _fetch(site, folder, "/1.htm", refresh=True).files[0].outcome is Outcome.FETCHED
    assert (tmp_path / "other.html").read_text() == "mine"
    assert site.address("/1.htm") in json.loads((folder / STATE_NAME).read_text())


def test_a_manifest_that_the_reader_made_their_own_is_kept(site: Site, tmp_path: Path):
    site.replies = {"/1.htm": [Reply()]}
    (tmp_path / "collection.toml").write_text('title = "Mine"\n')
    _fetch(site, tmp_path, "/1.htm")
    assert load_collection(tmp_path / "collection.toml").title == "Mine"
    (tmp_path / "collection.toml").unlink()
    _fetch(site, tmp_path, "/1.htm")
    _fetch(site, tmp_path, "/1.htm")
    assert load_collection(tmp_path / "collection.toml").title == "The Crane Inquiry"


def test_progress_hears_of_every_file(site: Site, tmp_path: Path):
    site.replies = {"/1.htm": [Reply()]}
    heard: list[str] = []
    _fetch(site, tmp_path, "/1.htm", "/2.htm", progress=lambda done: heard.append(type(done).__name__))
    assert heard == ["FetchedFile", "FetchFailure"]


def test_a_source_without_files_says_what_to_do(tmp_path: Path):
    source = PublishedSource("book", "A Book", note="Look in a library.", page="https://records.example/")
    with pytest.raises(InvalidError, match=r"library\. https://records\.example/"):
        fetch(source, tmp_path)


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InvalidError, match="--to"):
        fetch(_source("http://records.example/1"), tmp_path / "file")


# --- public addresses only ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07::1", True),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::5db8:d70e", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("172.16.3.4", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("192.0.2.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fe80::1%1", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("::127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:7f00:1::", False),
        ("2001:db8::1", False),
    ],
)
def test_which_addresses_are_public(address, expected):
    assert is_public(ip_address(address)) is expected


@given(st.ip_addresses(v=4))
def test_a_wrapped_address_is_as_public_as_the_one_inside(address):
    mapped = ip_address(f"::ffff:{address}")
    nat64 = ip_address(int(ip_address("64:ff9b::")) + int(address))
    assert is_public(mapped) is is_public(nat64) is is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "127.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]", "0.0.0.0"],
)
def test_the_default_policy_refuses_this_machine_by_every_name(site, tmp_path, host):
    site.replies = {"/1.htm": [Reply()]}
    report = fetch(_source(site.address("/1.htm", host)), tmp_path, client=PoliteClient(QUICK))
    assert report.files == ()
    assert site.asked == []


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "ftp://records.example/1", "//records.example", "http://"]
)
def test_only_http_addresses_are_fetched(tmp_path, address):
    report = fetch(_source(address), tmp_path, client=PoliteClient(QUICK))
    assert "address" in _reasons(report)


def test_a_redirect_to_a_private_address_is_refused(site: Site, tmp_path: Path):
    names = {"public.example": "127.0.0.1", "private.example": "127.0.0.2"}
    transport = PublicTransport(
        policy=lambda address: str(address) == "127.0.0.1",
        resolve=lambda host, _: (ip_address(names[host]),),
    )
    target = site.address("/secret.htm", "private.example")
    site.replies = {"/1.htm": [Reply(b"", 302, {"Location": target})], "/secret.htm": [Reply()]}
    source = _source(site.address("/1.htm", "public.example"))
    report = fetch(source, tmp_path, client=PoliteClient(QUICK, transport))
    assert "private.example is not a public host" in _reasons(report)
    assert site.paths() == ["/1.htm"]


def test_a_name_with_one_private_address_is_refused(tmp_path: Path):
    both = (ip_address("93.184.215.14"), ip_address("10.0.0.1"))
    transport = PublicTransport(resolve=lambda *_: both)
    report = fetch(_source("http://two.example/1"), tmp_path, client=PoliteClient(QUICK, transport))
    assert "10.0.0.1" in _reasons(report)


def test_a_name_that_changes_its_address_gains_nothing(site: Site, tmp_path: Path):
    """DNS rebinding: each request goes to the address that was judged for it, or nowhere."""
    answers = iter(["127.0.0.1", "127.0.0.2"])
    transport = PublicTransport(
        policy=lambda address: str(address) == "127.0.0.1",
        resolve=lambda *_: (ip_address(next(answers)),),
    )
    site.replies = {"/1.htm": [Reply()]}
    source = _source(site.address("/1.htm", "turncoat.example"))
    report = fetch(source, tmp_path, client=PoliteClient(QUICK, transport))
    assert "127.0.0.2" in _reasons(report)
    assert [path for path, _ in site.asked] == ["/robots.txt"]
    assert site.asked[0][1]["host"] == f"turncoat.example:{site.port}"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of records.example and its key, made for this test."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("needs the openssl program")
    path = tmp_path / "certificate.pem"
    options = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=records"
    names = ["-addext", "subjectAltName=DNS:records.example", "-keyout", str(path), "-out", f"{path}.crt"]
    subprocess.run([program, *options.split(), *names], check=True, capture_output=True)
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


@pytest.mark.parametrize(("host", "trusted"), [("records.example", True), ("other.example", False)])
def test_a_certificate_must_name_the_host_and_not_the_address(certificate, tmp_path, host, trusted):
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate)
    known = Site(0, {"/1.htm": [Reply()]})
    with _serving(known, server_side):
        transport = PublicTransport(
            policy=lambda _: True,
            resolve=lambda *_: (ip_address("127.0.0.1"),),
            tls=ssl.create_default_context(cafile=f"{certificate}.crt"),
        )
        source = _source(known.address("/1.htm", host).replace("http:", "https:"))
        report = fetch(source, tmp_path / "record", client=PoliteClient(QUICK, transport))
    assert bool(report.files) is trusted
    assert trusted or "certificate" in _reasons(report)


def test_an_unknown_host_is_an_error_with_a_remedy():
    with pytest.raises(UnavailableError, match="is not known"):
        resolve_host("no-such-host.invalid", 80)
