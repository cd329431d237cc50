"""A feed that is too large, too slow, too tightly packed or leads into a network is refused by name; nothing hangs."""

import gzip
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from joinedup.core.directory.conformance import FeedIsTooLarge, NoAnswer
from joinedup.feeds.addresses import PrivateAddress, is_public
from joinedup.feeds.client import Bounds, FeedClient, NotAFeedAddress, checked

SMALL = Bounds(most_bytes=100_000, seconds=2, redirects=3)


class Handler(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self):
        self.asked.append(self.path)
        getattr(self, f"answer_{self.path.strip('/').partition('/')[0]}")()

    def start(self, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def answer_good(self):
        self.start(Content_Length="2")
        self.wfile.write(b"{}")

    def answer_huge(self):
        self.start(Content_Length=str(10 * 10**9))

    def answer_endless(self):
        self.start()
        while True:
            self.wfile.write(b"x" * 10_000)

    def answer_bomb(self):
        packed = gzip.compress(b"0" * 50_000_000)
        self.start(Content_Encoding="gzip", Content_Length=str(len(packed)))
        self.wfile.write(packed)

    def answer_packed(self):
        packed = gzip.compress(b'{"a": 1}')
        self.start(Content_Encoding="gzip", Content_Length=str(len(packed)))
        self.wfile.write(packed)

    def answer_brotli(self):
        self.start(Content_Encoding="br", Content_Length="1")
        self.wfile.write(b"x")

    def answer_drip(self):
        self.start(Content_Length="1000")
        for _ in range(40):
            self.wfile.write(b"x")
            time.sleep(0.1)

    def answer_silent(self):
        time.sleep(4)

    def answer_inside(self):
        self.start(302, Location="http://169.254.169.254/latest/meta-data/")

    def answer_alias(self):
        self.start(302, Location=f"http://127.0.0.2:{self.server.server_port}/good/")

    def answer_file(self):
        self.start(302, Location="file:///etc/passwd")

    def answer_round(self):
        self.start(302, Location="/round/")

    def answer_moved(self):
        self.start(301, Location="/good/")

    def answer_busy(self):
        if len(self.asked) > 2:
            return self.answer_good()
        return self.start(429, Retry_After="7", Content_Length="0")

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    class Asked(Handler):
        asked: list[str] = []  # noqa: RUF012

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    server.daemon_threads = True
    server.handle_error = lambda *args: None  # the other side hangs up: that is what is tested
    Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def ask(server, path, **options):
    address = f"http://127.0.0.1:{server.server_port}/{path}/"
    with FeedClient(address, **{"allow_private": True, "bounds": SMALL, **options}) as client:
        return client.ask("", {})


def test_answer_comes_whole(server):
    answer = ask(server, "good")
    assert (answer.status, answer.body, answer.json()) == (200, b"{}", {})


def test_packed_answer_is_unpacked(server):
    assert ask(server, "packed").json() == {"a": 1}


@pytest.mark.parametrize("path", ["huge", "endless", "bomb"])
def test_answer_without_measure_is_left(server, path):
    began = time.monotonic()
    with pytest.raises(FeedIsTooLarge, match="longer than 100,000 bytes"):
        ask(server, path)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("path", ["drip", "silent"])
def test_answer_that_takes_too_long_is_left(server, path):
    with pytest.raises(NoAnswer):
        ask(server, path, bounds=Bounds(seconds=0.5))


def test_packing_nobody_asked_for_is_refused(server):
    with pytest.raises(NoAnswer, match="packed as br"):
        ask(server, "brotli")


@pytest.mark.parametrize("path", ["inside", "alias"])
def test_redirect_into_a_network_is_refused(server, path):
    with pytest.raises(PrivateAddress, match="private network"):
        ask(server, path)


def test_redirect_to_a_file_is_refused(server):
    with pytest.raises(NotAFeedAddress):
        ask(server, "file")


def test_redirects_end(server):
    with pytest.raises(NoAnswer, match="more than 3 times"):
        ask(server, "round")
    assert ask(server, "moved").body == b"{}"


def test_private_address_is_refused_unless_whoever_asks_vouches_for_it(server):
    with pytest.raises(PrivateAddress):
        ask(server, "good", allow_private=False)


def test_name_that_leads_inside_is_refused_before_anything_is_sent(server):
    client = FeedClient(f"http://feed.example:{server.server_port}/good/", resolve=lambda host, port: ["127.0.0.1"])
    with client, pytest.raises(PrivateAddress):
        client.ask("", {})
    assert not server.RequestHandlerClass.asked


def test_one_private_address_among_several_is_enough_to_refuse(server):
    resolve = {"feed.example": ["93.184.216.34", "10.0.0.7"]}
    client = FeedClient("http://feed.example/", resolve=lambda host, port: resolve[host])
    with client, pytest.raises(PrivateAddress):
        client.ask("", {})


def test_feed_that_is_asked_too_often_is_waited_for(server):
    waited: list[float] = []
    assert ask(server, "busy", sleep=waited.append).body == b"{}"
    assert waited == [7.0, 7.0]


def test_nobody_there_is_said_in_words(server):
    with pytest.raises(NoAnswer, match="does not answer"):
        ask_at = FeedClient("http://127.0.0.1:1/", allow_private=True)
        ask_at.ask("", {})


@pytest.mark.parametrize(
    "address",
    [
        "ftp://x.example",
        "file:///etc/passwd",
        "http://",
        "x",
        "",
        "http://user:word@x.example/",
        "http://x y/",
        "http://x.example:99999/",
        "gopher://x",
    ],
)
def test_what_is_no_address_of_a_feed_is_refused(address):
    with pytest.raises(NotAFeedAddress):
        checked(address)


@pytest.mark.parametrize(
    "address",
    ["0.1.2.3", "100.64.0.1", "192.168.1.1", "172.16.0.1", "fe80::1", "fc00::1", "::", "224.0.0.1", "2002:7f00:1::"],
)
def test_addresses_of_networks_are_not_public(address):
    assert not is_public(address)
