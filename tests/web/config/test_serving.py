"""The web is served from a fresh database by one call, quietly, until it is told to stop."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time

import httpx
import pytest
from django.core.management import call_command

from joinedup.web.config.environment import VARIABLES
from joinedup.web.config.serving import PortTaken, check_port_is_free, check_socket_is_free
from tests.services import free_port

pytestmark = pytest.mark.one_database
CODE = """
import pathlib, sys, joinedup.web
if __name__ == "__main__":
    joinedup.web.setup(pathlib.Path(sys.argv[1]))
    joinedup.web.serve("127.0.0.1", int(sys.argv[2]))
"""


def answer(address: str, process: subprocess.Popen) -> httpx.Response:
    """What the server says once it is up."""
    for _ in range(600):
        assert process.poll() is None, process.stderr.read()
        try:
            return httpx.get(address)
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up")


def test_demo_is_served_from_a_fresh_database_and_stops_quietly(tmp_path):
    script, port = tmp_path / "serve.py", free_port()
    script.write_text(CODE)
    ours = {variable.name for variable in VARIABLES}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    command = [sys.executable, str(script), str(tmp_path / "new" / "web.sqlite3"), str(port)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        page = answer(f"http://127.0.0.1:{port}/sign-in/", process)
        style = httpx.get(f"http://127.0.0.1:{port}/static/app/app.css")
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert (page.status_code, style.status_code) == (200, 200)
    assert "Invented people only" in page.text
    assert style.headers["content-type"].startswith("text/css")
    assert (out, err, process.returncode) == ("", "", 0)


def test_proxy_asks_at_a_socket_that_a_killed_server_left_and_a_second_server_does_not_take(tmp_path):
    path = tmp_path / "run" / "web.sock"
    path.parent.mkdir()
    left(path)
    ours = {"DATABASE_URL": f"sqlite:///{tmp_path}/web.sqlite3", "SECRET_KEY": "for one test", "JOINEDUP_DEMO": "yes"}
    command = [sys.executable, "-m", "joinedup.cli", "serve", "--socket", str(path)]
    started = {"env": os.environ | ours, "stderr": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, **started)
    try:
        wait_for(path, process)
        with httpx.Client(transport=httpx.HTTPTransport(uds=str(path)), timeout=60) as proxy:
            page = proxy.get("http://localhost/find-help/")
        mode = stat.S_IMODE(path.stat().st_mode)
        second = subprocess.run(command, check=False, timeout=60, **started)
        with httpx.Client(transport=httpx.HTTPTransport(uds=str(path)), timeout=60) as proxy:
            still = proxy.get("http://localhost/healthz")
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert (page.status_code, page.headers["connection"], still.status_code, mode) == (200, "close", 200, 0o660)
    assert second.returncode == 2
    assert "in use by another program" in second.stderr
    assert (out, err, process.returncode) == ("", "", 0)


def wait_for(path, process):
    """Until somebody listens at a socket."""
    for _ in range(600):
        assert process.poll() is None, process.stderr.read()
        with socket.socket(socket.AF_UNIX) as probe:
            if not probe.connect_ex(str(path)):
                return
        time.sleep(0.1)
    raise AssertionError("the server did not come up")


def left(path):
    """A socket where nobody listens any more."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def test_file_that_is_no_socket_is_left_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("Something somebody wrote")
    with pytest.raises(PortTaken, match="is there and is no socket"):
        check_socket_is_free(path)
    assert path.read_text() == "Something somebody wrote"


def test_port_that_is_taken_is_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PortTaken, match="in use by another program"):
            check_port_is_free("127.0.0.1", taken.getsockname()[1])


def test_static_files_can_be_collected_under_hashed_names(tmp_path, settings):
    settings.STATIC_ROOT = str(tmp_path)
    # as WhiteNoise's storage, less the compressing, which takes seconds
    hashing = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {"staticfiles": {"BACKEND": hashing}}
    call_command("collectstatic", interactive=False, verbosity=0)
    [style] = (tmp_path / "vendor" / "nhsuk").glob("nhsuk-frontend.min.*.css")
    assert re.search(r"images/nhsuk-icon-cross\.[0-9a-f]{12}\.svg", style.read_text())
