"""Ways as OSRM and Valhalla say: a local server that answers as their documents show, slowly, wrongly or not at all."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np
import pytest

from joinedup.core.visits.travel import KnownWays, Point, StraightLines
from joinedup.feeds.client import Bounds
from joinedup.feeds.routes import NoWaysKnown, Osrm, RouteServer, Valhalla

POINTS = [Point(50.70 + n / 1000, -1.90 + n / 500) for n in range(60)]
QUICK = Bounds(most_bytes=1_000_000, seconds=1.0, patience=0)


def seconds(here, there):
    """A way of the invented roads: the first point cannot be reached, ways south take longer."""
    if abs(there[0] - 50.70) < 1e-9:
        return None
    return 1000 * abs(here[0] - there[0]) * (60 if there[0] > here[0] else 90)


class Roads(BaseHTTPRequestHandler):
    asked: ClassVar = []
    mood = "good"

    def do_GET(self):
        Roads.asked.append(self.path)
        parts = urlsplit(self.path)
        if Roads.mood == "slow":
            time.sleep(1.5)
            return None  # whoever asked has gone
        if Roads.mood == "refuses":
            return self.say(400, {"code": "TooBig", "message": "Too many table coordinates"})
        if Roads.mood == "odd":
            return self.say(200, {"trip": {}})
        if Roads.mood == "short":
            return self.say(200, {"code": "Ok", "durations": [[1.0]], "sources_to_targets": [[{"time": 1}]]})
        return self.say(200, self.osrm(parts) if parts.path.startswith("/table/v1") else self.valhalla(parts))

    def osrm(self, parts):
        where = [tuple(map(float, one.split(",")))[::-1] for one in unquote(parts.path).split("/")[-1].split(";")]
        how = parse_qs(parts.query)
        sources, targets = ([int(one) for one in how[name][0].split(";")] for name in ("sources", "destinations"))
        return {"code": "Ok", "durations": [[seconds(where[a], where[b]) for b in targets] for a in sources]}

    def valhalla(self, parts):
        asked = json.loads(parse_qs(parts.query)["json"][0])
        assert asked["costing"] in ("auto", "pedestrian")
        here, there = ([(one["lat"], one["lon"]) for one in asked[name]] for name in ("sources", "targets"))
        rows = [
            [{"from_index": i, "to_index": j, "time": seconds(a, b), "distance": None} for j, b in enumerate(there)]
            for i, a in enumerate(here)
        ]
        return {"sources_to_targets": rows, "units": "kilometers"}

    def say(self, status, said):
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Roads)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _good_mood():
    Roads.mood, Roads.asked = "good", []


@pytest.mark.parametrize("dialect", [Osrm(), Valhalla()], ids=["osrm", "valhalla"])
def test_ways_are_as_the_server_says_block_by_block(address, dialect):
    found = RouteServer(address, dialect).minutes(POINTS, "car")
    assert found.shape == (60, 60)
    assert len(Roads.asked) == 4
    assert found[1, 3] == pytest.approx(2.0, abs=1e-3)
    assert found[3, 1] == pytest.approx(3.0, abs=1e-3)
    assert found[59, 2] == pytest.approx(57 * 1.5, abs=1e-2)
    assert np.isinf(found[1:, 0]).all()
    assert (np.diag(found) == 0).all()


@pytest.mark.parametrize("dialect", [Osrm(), Valhalla()], ids=["osrm", "valhalla"])
@pytest.mark.parametrize("mood", ["slow", "refuses", "odd", "short"])
def test_a_server_that_does_not_answer_well_is_named(address, dialect, mood):
    Roads.mood = mood
    with pytest.raises(NoWaysKnown, match="server of routes"):
        RouteServer(address, dialect, QUICK).minutes(POINTS[:3], "car")


def test_nobody_listening_and_an_unknown_kind_are_named(address):
    with pytest.raises(NoWaysKnown, match="does not answer"):
        RouteServer("http://127.0.0.1:9", Osrm(), QUICK).minutes(POINTS[:2], "car")
    with pytest.raises(NoWaysKnown, match="nothing of travel by 'boat'"):
        RouteServer(address, Osrm()).minutes(POINTS[:2], "boat")


def test_what_a_table_does_not_know_is_asked_of_another():
    table = np.array([[0.0, 7.0], [np.nan, 0.0]])
    found = KnownWays(POINTS[:2], {"car": table}).minutes(POINTS[:3], "car")
    lines = StraightLines().minutes(POINTS[:3], "car")
    assert found[0, 1] == 7.0
    assert (found[1, 0], found[0, 2]) == (lines[1, 0], lines[0, 2])
