"""The only way out: one call, once, to where we meant; and one kind of failure for each thing that can happen."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime
from typing import Any, cast

import pytest
import requests
from urllib3.connection import HTTPConnection
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError

from connector import outbound
from connector.domain.errors import RetourError
from connector.outbound import MAX_RETRY_AFTER, decoded, make_session, read, retry_after, write
from connector.ports.errors import NotConnected, NotFound, NotSent, OutcomeUnknown, ReadFailed, Refused

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
HANG_UP = b""


def answer(status: int, body: str = "{}", content_type: str = "application/json", **headers: str) -> bytes:
    head = {"Content-Type": content_type, "Content-Length": str(len(body.encode())), **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in head.items())
    return f"HTTP/1.1 {status} Said\r\n{lines}\r\n{body}".encode()


@dataclass
class Listener:
    """A server of a few lines: reads one request after the other and answers from the list; `HANG_UP` closes instead.

    When the list is empty it stays silent.
    """

    host: str = "127.0.0.1"
    answers: list[bytes] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0

    def __post_init__(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        self._socket = socket.socket(family)
        self._socket.bind((self.host, 0))
        self._socket.listen()
        self.port = self._socket.getsockname()[1]
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            while request := self._request(connection):
                self.requests.append(request)
                if not self.answers:
                    continue
                said = self.answers.pop(0)
                if said == HANG_UP:
                    break
                connection.sendall(said)
        except OSError:
            pass
        finally:
            connection.close()

    @staticmethod
    def _request(connection: socket.socket) -> bytes:
        """One whole request; empty when the other side closed."""
        got = b""
        while b"\r\n\r\n" not in got:
            if not (more := connection.recv(65536)):
                return b""
            got += more
        head, _, body = got.partition(b"\r\n\r\n")
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        missing = (int(lengths[0].split(b":")[1]) if lengths else 0) - len(body)
        while missing > 0:
            more = connection.recv(65536)
            got, missing = got + more, missing - len(more)
        return got

    def close(self) -> None:
        self._socket.close()
        for each in self._open:
            each.close()


@pytest.fixture
def server() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.fixture
def other() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.fixture
def session() -> Iterator[requests.Session]:
    """May call this machine; waits a fifth of a second for an answer."""
    with make_session(allow_private=True, read=0.2) as made:
        yield made


@pytest.fixture
def public() -> Iterator[requests.Session]:
    """As in production."""
    with make_session(allow_private=False, read=0.2) as made:
        yield made


@pytest.fixture
def closed_port() -> int:
    """Where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- private addresses ------------------------------------------------------------------------------------------------


ANY = "0.0.0.0"  # noqa: S104 - connecting to it leads to this machine, too


@pytest.mark.allow_hosts(["127.0.0.1", "::1", ANY])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", ANY, "2130706433", "0x7f.1"])
def test_refuses_this_machine_however_it_is_written(server: Listener, public: requests.Session, host: str) -> None:
    server.answers = [OK, OK]
    with pytest.raises(NotSent):
        write(public, "POST", f"http://{host}:{server.port}/", {})
    with pytest.raises(ReadFailed):
        read(public, f"http://{host}:{server.port}/")
    assert server.requests == []


def test_refuses_this_machine_over_ipv6(public: requests.Session) -> None:
    listener = Listener("::1")
    try:
        with pytest.raises(NotSent):
            write(public, "POST", listener.url, {})
        assert listener.requests == []
    finally:
        listener.close()


def test_refuses_a_name_that_leads_to_this_machine(
    server: Listener, public: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address that is connected to counts: a name can change its mind between a check and the call."""
    asked: list[str] = []

    def resolve(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(NotSent):
        write(public, "POST", f"http://shop.example.test:{server.port}/", {})
    assert asked == ["shop.example.test"]
    assert server.requests == []


def test_refuses_a_private_address_behind_tls(server: Listener, public: requests.Session) -> None:
    with pytest.raises(NotSent):
        write(public, "POST", f"https://127.0.0.1:{server.port}/", {})
    assert server.requests == []


class Peer:
    """A socket as far as the check looks at it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.closed = False

    def getpeername(self) -> tuple[str, int]:
        return self.address, 443

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "127.8.9.1",
        "::1",
        "fd00::1",
        "fe80::1%eth0",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "224.0.0.1",
        "ff0e::1",
    ],
)
def test_an_address_of_a_private_network_is_none_to_call(address: str) -> None:
    peer = Peer(address)
    with pytest.raises(outbound._PrivateAddress):
        outbound._refuse_private(HTTPConnection("shop.example.test"), cast(Any, peer))
    assert peer.closed is True


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_a_public_address_may_be_called(address: str) -> None:
    peer = Peer(address)
    assert outbound._refuse_private(HTTPConnection("shop.example.test"), cast(Any, peer)) is cast(Any, peer)
    assert peer.closed is False


# --- sent once, to where we meant ---------------------------------------------------------------------------------


def test_a_connection_that_hangs_up_after_reading_is_an_unknown_outcome(
    server: Listener, session: requests.Session
) -> None:
    server.answers = [HANG_UP, OK, OK]
    with pytest.raises(OutcomeUnknown):
        write(session, "POST", server.url, {"refund": 1})
    assert (server.connections, len(server.requests)) == (1, 1)


def test_a_kept_connection_that_hangs_up_is_not_tried_again(server: Listener, session: requests.Session) -> None:
    server.answers = [OK, HANG_UP, OK, OK]
    write(session, "POST", server.url, {"refund": 1})
    with pytest.raises(OutcomeUnknown):
        write(session, "POST", server.url, {"refund": 2})
    assert (server.connections, len(server.requests)) == (1, 2)


def test_silence_is_an_unknown_outcome(server: Listener, session: requests.Session) -> None:
    with pytest.raises(OutcomeUnknown):
        write(session, "PUT", server.url, {})
    assert len(server.requests) == 1


def test_an_answer_cut_off_is_an_unknown_outcome(server: Listener, session: requests.Session) -> None:
    server.answers = [OK.replace(b"Content-Length: 2", b"Content-Length: 200")]
    with pytest.raises(OutcomeUnknown):
        write(session, "POST", server.url, {})
    assert len(server.requests) == 1


def test_a_read_that_fails_is_not_repeated_either(server: Listener, session: requests.Session) -> None:
    server.answers = [HANG_UP, OK]
    with pytest.raises(ReadFailed):
        read(session, server.url)
    assert (server.connections, len(server.requests)) == (1, 1)


def test_where_nobody_listens_nothing_was_sent(session: requests.Session, closed_port: int) -> None:
    with pytest.raises(NotSent):
        write(session, "POST", f"http://127.0.0.1:{closed_port}/", {})
    with pytest.raises(ReadFailed):
        read(session, f"http://127.0.0.1:{closed_port}/")


def test_where_no_connection_was_made_in_time_nothing_was_sent() -> None:
    class NeverConnects(requests.Session):
        def request(self, *_: Any, **__: Any) -> requests.Response:
            reason = MaxRetryError(None, "/", ConnectTimeoutError())  # type: ignore[arg-type]
            raise requests.exceptions.ConnectTimeout(reason)

    with NeverConnects() as session, pytest.raises(NotSent):
        write(session, "POST", "https://shop.example.test/", {})


def test_a_call_without_a_time_out_of_its_own_has_ours(server: Listener, session: requests.Session) -> None:
    with pytest.raises(requests.exceptions.ReadTimeout):
        session.post(server.url)
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(server: Listener, other: Listener, session: requests.Session, status: int) -> None:
    server.answers = [answer(status, Location=other.url)] * 2
    with pytest.raises(Refused) as caught:
        write(session, "POST", server.url, {})
    assert caught.value.code == str(status)
    with pytest.raises(ReadFailed):
        read(session, server.url)
    assert (len(server.requests), other.connections) == (2, 0)


def test_sends_no_cookie_back(server: Listener, session: requests.Session) -> None:
    server.answers = [answer(200, Set_Cookie="PHPSESSID=abc; path=/")] * 2
    write(session, "POST", server.url, {})
    read(session, server.url)
    assert len(server.requests) == 2
    assert b"cookie" not in server.requests[1].lower()
    assert b"phpsessid" not in server.requests[1].lower()


def test_uses_no_proxy_and_no_password_of_the_machine(
    server: Listener, other: Listener, session: requests.Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("http_proxy", other.url)
    server.answers = [OK]
    write(session, "POST", server.url, {})
    assert other.connections == 0
    assert b"authorization" not in server.requests[0].lower()


def test_sends_what_it_was_given(server: Listener, session: requests.Session) -> None:
    server.answers = [answer(201, '{"id": 7}')]
    made = write(session, "POST", f"{server.url}/memos", {"qty": 1, "note": "période"}, headers={"X-Key": "k"})
    assert (made.status_code, made.json()) == (201, {"id": 7})
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /memos HTTP/1.1\r\n")
    assert b"X-Key: k" in head
    assert body == b'{"qty": 1, "note": "p\\u00e9riode"}'


# --- what an answer means -------------------------------------------------------------------------------------------

WRITES: list[tuple[int, type[RetourError]]] = [
    (400, Refused),
    (401, NotConnected),
    (403, NotConnected),
    (404, Refused),
    (409, Refused),
    (422, Refused),
    (429, NotSent),
    (500, OutcomeUnknown),
    (502, OutcomeUnknown),
    (503, OutcomeUnknown),
    (504, OutcomeUnknown),
]
READS: list[tuple[int, type[RetourError]]] = [
    (204, ReadFailed),
    (400, ReadFailed),
    (401, NotConnected),
    (403, NotConnected),
    (404, NotFound),
    (429, ReadFailed),
    (500, ReadFailed),
    (503, ReadFailed),
]


def fails(call: Callable[[], object]) -> type[BaseException]:
    try:
        call()
    except RetourError as error:
        return type(error)
    return type(None)  # type: ignore[return-value]


@pytest.mark.parametrize(("status", "kind"), WRITES)
def test_what_became_of_a_write(
    server: Listener, session: requests.Session, status: int, kind: type[RetourError]
) -> None:
    server.answers = [answer(status)]
    assert fails(lambda: write(session, "POST", server.url, {})) is kind
    assert len(server.requests) == 1


@pytest.mark.parametrize(("status", "kind"), READS)
def test_what_became_of_a_read(
    server: Listener, session: requests.Session, status: int, kind: type[RetourError]
) -> None:
    server.answers = [answer(status, "" if status == 204 else "{}")]
    assert fails(lambda: read(session, server.url)) is kind
    assert len(server.requests) == 1


def test_a_refusal_has_the_status_as_code_and_the_others_words(server: Listener, session: requests.Session) -> None:
    server.answers = [answer(400, "x" * 3000)]
    with pytest.raises(Refused) as caught:
        write(session, "POST", server.url, {})
    assert (caught.value.code, caught.value.detail) == ("400", "x" * 2000)


def test_names_the_missing_permission(server: Listener, session: requests.Session) -> None:
    said = '{"message": "no", "parameters": {"resources": "Magento_Sales::creditmemo"}}'
    server.answers = [answer(403, said), answer(401, said), answer(403, "<html>"), answer(403, "[]")]
    found: list[str | None] = []
    for call in (lambda: write(session, "POST", server.url, {}), lambda: read(session, server.url)) * 2:
        with pytest.raises(NotConnected) as caught:
            call()
        found.append(caught.value.missing)
    assert found == ["Magento_Sales::creditmemo", "Magento_Sales::creditmemo", None, None]


def test_reads_amounts_exactly(server: Listener, session: requests.Session) -> None:
    server.answers = [answer(200, '{"total": 19.10, "third": 0.1, "big": 12345678901234567890.12, "qty": 2}')]
    found = read(session, server.url)
    assert found == {
        "total": Decimal("19.10"),
        "third": Decimal("0.1"),
        "big": Decimal("12345678901234567890.12"),
        "qty": 2,
    }
    assert str(found["total"]) == "19.10"
    assert type(found["qty"]) is int


@pytest.mark.parametrize(
    ("body", "content_type"),
    [("<html>maintenance</html>", "text/html"), ("", "application/json"), ('{"cut', "application/json")],
)
def test_an_answer_that_is_not_json_is_no_answer(
    server: Listener, session: requests.Session, body: str, content_type: str
) -> None:
    server.answers = [answer(200, body, content_type)] * 2
    with pytest.raises(ReadFailed, match=f"not JSON: {content_type}"):
        read(session, server.url)
    made = write(session, "POST", server.url, {})
    with pytest.raises(OutcomeUnknown, match=f"not JSON: {content_type}"):
        decoded(made, OutcomeUnknown)


# --- how long to wait -----------------------------------------------------------------------------------------------


def waited(value: str | None) -> float:
    said = requests.Response()
    if value is not None:
        said.headers["Retry-After"] = value
    return retry_after(said, default=30.0)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("1.5", 1.5),
        ("0", 1.0),
        ("-5", 1.0),
        ("86400", MAX_RETRY_AFTER),
        (None, 30.0),
        ("", 30.0),
        ("soon", 30.0),
        ("nan", 30.0),
        ("inf", 30.0),
        ("Thu, 12 Nov 2026 09:00:00", 30.0),  # a date without a zone
        ("Thu, 12 Nov 2020 09:00:00 GMT", 1.0),  # over
    ],
)
def test_waits_as_long_as_it_was_asked_to(value: str | None, seconds: float) -> None:
    assert waited(value) == seconds


def test_waits_until_the_date_it_was_given() -> None:
    assert waited(format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)) == MAX_RETRY_AFTER
    assert 500 < waited(format_datetime(datetime.now(UTC) + timedelta(seconds=600), usegmt=True)) <= 600


def test_too_many_requests_carry_how_long(server: Listener, session: requests.Session) -> None:
    server.answers = [answer(429, Retry_After="7")] * 2
    with pytest.raises(NotSent) as sent:
        write(session, "POST", server.url, {})
    with pytest.raises(ReadFailed) as seen:
        read(session, server.url)
    assert (sent.value.retry_after, seen.value.retry_after) == (7.0, 7.0)
