"""Claim: with 800,000 people in PostgreSQL, the page about one person's risk and reasons renders in under 150 ms at
the 95th percentile.

Starts a throwaway PostgreSQL, loads a finished run into it with the ordinary command, and opens the pages of people
drawn by a fixed seed as a member of staff who has them in their care: half of them from everybody, half from those
most at risk, whose pages hold more. Prints how long the load took and its memory; then, for each kind of page,
percentiles of the time on the clock and of the processor time of the web's own process, and the queries of a page.
The first pages, which fill caches, are not counted. Times are of the machine it runs on.

    python bench/risk_page.py [--run var/bench/run-800000] [--place var/bench/county-800000/place.toml] [--pages 200]
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests/services.py knows how to start a PostgreSQL

from tests import services

SEED = 20261
WARMING = 10
ALLOWED_MS = 150


def main() -> None:
    """Load, open pages, print."""
    options = _options()
    if not options.run.is_dir():
        sys.exit(f"{options.run} is not there: python bench/county.py makes it, or name another with --run and --place")
    with services.throwaway_postgresql() as address:
        os.environ |= {"DATABASE_URL": options.database or address, "JOINEDUP_DEMO": "yes", "SECRET_KEY": "bench"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "joinedup.web.config.settings", "ALLOWED_HOSTS": "testserver"}
        if not options.loaded:
            _manage("migrate", "--verbosity", "0")
            before = _server_seconds()
            wall, cpu, memory = _manage("load_run", str(options.run), "--place", str(options.place))
            server = _server_seconds() - before
            print(
                f"load_run: {wall:.0f} s, {cpu:.0f} s of processor and {server:.0f} s of PostgreSQL's, {memory:.0f} MB"
            )
        measure(options.pages)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, default=Path("var/bench/run-800000"))
    parser.add_argument("--place", type=Path, default=Path("var/bench/county-800000/place.toml"))
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--database", default="", help="a PostgreSQL to use in place of a throwaway one")
    parser.add_argument("--loaded", action="store_true", help="the run is in that database already")
    return parser.parse_args()


def _manage(*command: str) -> tuple[float, float, float]:
    """Wall seconds, processor seconds of the command (not of PostgreSQL), and its peak resident memory in MB."""
    began = os.times().elapsed
    process = subprocess.Popen([sys.executable, "-m", "joinedup.web.manage", *command])
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command[0]} failed")
    return os.times().elapsed - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _server_seconds() -> float:
    """Processor seconds that PostgreSQL has used so far, on Linux: its parent process counts sessions that ended."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as session:
        pid = session.execute("select pg_backend_pid()").fetchone()[0]
        parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        used = Path(f"/proc/{parent}/stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


def measure(pages: int) -> None:
    """Open the pages of so many people and print the percentiles."""
    import django

    django.setup()
    from django.db import connection

    client = _somebody_signed_in()
    groups = {"anybody": _anybody(pages // 2 + WARMING), "most at risk": _most_at_risk(pages - pages // 2)}
    _take_into_care([person for people in groups.values() for person in people])
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    opened = {name: [_open(client, f"/people/{person}/") for person in people] for name, people in groups.items()}
    opened["anybody"] = opened["anybody"][WARMING:]
    opened["all of them"] = opened["anybody"] + opened["most at risk"]
    print(
        f"{'page of':<14}{'pages':>7}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'cpu p50':>9}{'cpu p95':>9}{'queries':>9}"
    )
    for name, times in opened.items():
        walls, cpus = ([one[at] for one in times] for at in (0, 1))
        figures = [_percentile(walls, 50), _percentile(walls, 95), _percentile(walls, 99)]
        figures += [_percentile(cpus, 50), _percentile(cpus, 95)]
        print(
            f"{name:<14}{len(times):>7}"
            + "".join(f"{one:>9.0f}" for one in figures)
            + f"{max(one[2] for one in times):>9}"
        )
    p95 = _percentile([one[0] for one in opened["all of them"]], 95)
    print(f"95th percentile: {p95 / ALLOWED_MS:.2f} of the {ALLOWED_MS} ms allowed")


def _percentile(values: list[float], at: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[at - 1]


def _open(client: Any, address: str) -> tuple[float, float, int]:
    """Wall and processor milliseconds of one page, and how many queries it took."""
    from django.db import connection

    queries = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        wall, cpu = time.perf_counter(), time.process_time()
        response = client.get(address)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if response.status_code != 200 or b"Why these scores" not in response.content:
        sys.exit(f"A page answered {response.status_code} or held no reasons")
    return 1000 * wall, 1000 * cpu, queries


def _somebody_signed_in() -> Any:
    from django.test import Client

    from joinedup.web.accounts.models import User

    user, _ = User.objects.get_or_create(
        username="bench", defaults={"name": "Bench GP", "role": "gp", "organisation": "general_practice"}
    )
    client = Client()
    client.post("/sign-in/persona/", {"username": user.username})
    return client


def _anybody(number: int) -> list[str]:
    from joinedup.web.people.models import Person

    return _drawn(Person.objects.filter(death_date=None, is_opted_out=False), number, "person_id")


def _most_at_risk(number: int) -> list[str]:
    from joinedup.web.risk.models import Score

    return _drawn(Score.objects.filter(is_above_threshold=True), number, "person_id")


def _drawn(rows: Any, number: int, field: str) -> list[str]:
    """So many of a table's people, drawn by a fixed seed."""
    import random

    people = sorted(set(rows.values_list(field, flat=True)))
    return random.Random(SEED).sample(people, min(number, len(people)))


def _take_into_care(people: list[str]) -> None:
    from django.utils import timezone

    from joinedup.web.accounts.models import User
    from joinedup.web.governance.actions import open_relationship

    user, now = User.objects.get(username="bench"), timezone.now()  # noqa: TID251  (relationships begin now)
    for person in people:
        open_relationship(by=user, at=now, person_id=person, ground="registration", reason="bench")


if __name__ == "__main__":
    main()
