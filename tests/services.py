"""What do the tests need from the machine, and is it there?

`python tests/services.py` (the first step of `make test`) installs PostgreSQL and a browser from the
distribution on Debian or Ubuntu as root; elsewhere it names the packages and what cannot be run
without them. With CI set, anything missing is a failure.

`throwaway_postgresql()` starts a database cluster for one test session and removes it afterwards.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PACKAGES = {
    "initdb": ("postgresql", "the web's tests on PostgreSQL"),
    "chromium": ("chromium", "the journeys in a browser"),
    "Liberation fonts": ("fonts-liberation", "the journeys at the width pages really have"),
}
FAST_AND_UNSAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


def initdb() -> Path | None:
    """The newest installed `initdb`; Debian keeps it off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4].split(".")[0]))
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path) if on_path else None


def chromium() -> Path | None:
    """An installed Chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((Path(found) for name in names if (found := shutil.which(name))), None)


def fonts() -> Path | None:
    """Liberation Sans, which has Arial's widths."""
    return next(Path("/usr/share/fonts").rglob("LiberationSans-Regular.*"), None)


def missing() -> list[str]:
    """The needs that are not met."""
    found = {"initdb": initdb() or os.environ.get("DATABASE_URL_TEST_POSTGRES"), "chromium": chromium()}
    return [need for need in PACKAGES if not {**found, "Liberation fonts": fonts()}[need]]


def install(needs: list[str]) -> None:
    """Install what is missing from the distribution; says so first."""
    packages = [PACKAGES[need][0] for need in needs]
    print(f"Installing for the tests: {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", "-qq", *command], env=quiet, capture_output=True, text=True)
        if done.returncode:
            print(f"apt-get {command[0]} failed:\n{done.stdout}{done.stderr}", flush=True)


def prepare() -> int:
    """Install what can be installed; report the rest. Returns the exit code."""
    if missing() and os.geteuid() == 0 and shutil.which("apt-get"):
        install(missing())
    lacking = missing()
    for need in lacking:
        package, use = PACKAGES[need]
        print(f"!!! NOT INSTALLED: {need}. Without the package {package}, {use} cannot be run.", flush=True)
    return 1 if lacking and os.environ.get("CI") else 0


@contextlib.contextmanager
def throwaway_postgresql() -> Iterator[str]:
    """A fresh PostgreSQL on a free loopback port; yields its address.

    DATABASE_URL_TEST_POSTGRES names a server to use instead.
    """
    given = os.environ.get("DATABASE_URL_TEST_POSTGRES")
    if given:
        yield given
        return
    programs = initdb()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not installed: python tests/services.py")
    folder = Path(tempfile.mkdtemp(prefix="joinedup-postgresql-"))
    as_owner = become_owner_of(folder)
    port, data = free_port(), folder / "data"
    quiet = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL}
    options = " ".join(f"-c {setting}" for setting in FAST_AND_UNSAFE)
    options += f" -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
    control = [*as_owner, str(programs.with_name("pg_ctl")), "-D", str(data)]
    try:
        new = ["-D", str(data), "-U", "tests", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run([*as_owner, str(programs), *new], **quiet)
        subprocess.run([*control, "-w", "-l", str(folder / "log"), "-o", options, "start"], **quiet)
        yield f"postgresql://tests@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], cwd=folder, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def become_owner_of(folder: Path) -> list[str]:
    """The start of a command that runs as the folder's owner: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(prepare())
