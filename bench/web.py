"""How fast is the web when many work at once, and is any of their edits lost?

    python bench/web.py --people 800000              # PostgreSQL, then SQLite; most of the time makes people
    python bench/web.py --people 20000 --seconds 20 --database sqlite
    python bench/web.py --pause 0                    # nobody stops to think: how much it can take
    python bench/web.py --pause 10 3 1               # one after the other, in the same place
    python bench/web.py --at port                    # only at its port, or only at the socket where a proxy asks

So many signed-in users mix the list of people most at risk, searches by name (a third of them misspelt), people's
pages, decisions on their packages and edits of their plans of care, over real HTTP to the real server, which shares
the machine with the database and with this program. A few plans of care are written by several at once. PostgreSQL is
as it comes, with every commit on disk. People are invented, seeds are fixed.

Reported: p50, p95 and p99 by kind, faults, and edits that the server said it kept and that are not there: a decision;
a need that is not in the plan's latest version; a change of a heading that is in no version. The ratio is the p95 over
300 ms, the time within which an answer seems to come at once to somebody who waits for it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from bench.serving import Where, served
from bench.visiting.made import STAFF
from bench.visiting.staff import KINDS, Diary, Nurse
from tests import services

AIM_SECONDS = 0.3
WIDTH = 12
CHECK = """
import json, sys
from joinedup.web import setup
setup()
from django.utils import timezone
from joinedup.web.governance import chain
from joinedup.web.governance.models import AuditEntry
from joinedup.web.care.models import Version
from joinedup.web.plans.models import Decision
found = chain.check(at=timezone.now())
decisions = list(Decision.objects.values_list("person_id", "version"))
added, changed = {}, set()
for one in Version.objects.filter(document="plan").order_by("number"):
    added[one.person_id] = [(one.person_id, item["words"]) for item in one.content if item["kind"] == "need"]
    changed |= {(one.person_id, item["funding_words"]) for item in one.content if item["kind"] == "arrangements"}
added = [one for needs in added.values() for one in needs]
entries = AuditEntry.objects.count()
audit = {"entries": entries, "links": found.last, "breaks": found.broken}
print(json.dumps({"decisions": decisions, "added": added, "changed": sorted(changed), **audit}))
"""


def main() -> None:
    """Measure on the databases asked for."""
    asked = arguments()
    for database in ("postgresql", "sqlite") if asked.database == "both" else (asked.database,):
        measure(database, asked)


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=20_000)
    asked.add_argument("--users", type=int, default=STAFF, help=f"at most {STAFF}")
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument(
        "--pause", type=float, nargs="+", default=[1.0], help="seconds a user thinks on average; 0: not at all"
    )
    asked.add_argument("--at", choices=["port", "socket"], nargs="+", default=["port", "socket"])
    asked.add_argument("--database", choices=["postgresql", "sqlite", "both"], default="both")
    return asked.parse_args()


def measure(database: str, asked: argparse.Namespace) -> None:
    """Make the place, let everybody work, and report."""
    with place(database) as url:
        environment = {**os.environ, "DATABASE_URL": url, "JOINEDUP_DEMO": "yes", "SECRET_KEY": "only for the bench"}
        began = time.monotonic()
        made = [sys.executable, "-m", "bench.visiting.made", str(asked.people)]
        subprocess.run(made, check=True, env=environment, cwd=Path(__file__).parents[1])
        print(f"\n{database}, {asked.people:,} people (made in {time.monotonic() - began:.0f} s)")
        with tempfile.TemporaryDirectory() as folder:
            places: dict[str, Where] = {"port": services.free_port(), "socket": Path(folder) / "web.sock"}
            for pause, at in product(asked.pause, asked.at):
                print(f"\n{asked.users} users, {asked.seconds} s, pause {pause} s, {os.cpu_count()} cores, at its {at}")
                with served(places[at], environment):
                    diaries = work(places[at], asked, pause)
                report(diaries, asked, kept(environment))


@contextmanager
def place(database: str):
    """An empty database; PostgreSQL with its own safe settings."""
    services.FAST_AND_UNSAFE = ()
    with tempfile.TemporaryDirectory() as folder:
        address = nullcontext(f"sqlite:///{folder}/bench.sqlite3")
        with services.throwaway_postgresql() if database == "postgresql" else address as url:
            yield url


def work(where: Where, asked: argparse.Namespace, pause: float) -> list[Diary]:
    """All users at once, each in a thread."""
    with ThreadPoolExecutor(asked.users) as pool:
        nurses = list(pool.map(lambda number: Nurse(where, number), range(asked.users)))
        nurses[0].search()  # each process reads the words of names once
        nurses[0].diary.seconds["search"].clear()
        until = time.monotonic() + asked.seconds
        return list(pool.map(lambda nurse: nurse.work(until, pause), nurses))


def kept(environment: dict[str, str]) -> dict:
    """What the database holds afterwards: every decision, and whether the audit's chain is whole."""
    import json

    done = subprocess.run([sys.executable, "-c", CHECK], env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def report(diaries: list[Diary], asked: argparse.Namespace, held: dict) -> None:
    """The table of times, then faults, edits and the audit."""
    heads = ("requests", "p50 ms", "p95 ms", "p99 ms", "longest", f"p95 / {AIM_SECONDS * 1000:.0f} ms")
    print(" " * 8, *(f"{head:>{WIDTH}}" for head in heads))
    by_kind = {kind: [one for diary in diaries for one in diary.seconds[kind]] for kind in KINDS}
    every = [one for seconds in by_kind.values() for one in seconds]
    for kind, seconds in {**by_kind, "all": every}.items():
        line(kind, seconds)
    faults = Counter(fault for diary in diaries for fault in diary.faults)
    said = Counter(one for diary in diaries for one in diary.kept)
    stale = sum(diary.stale for diary in diaries)
    beside = sum(diary.beside for diary in diaries)
    print(f"{len(every) / asked.seconds:.0f} requests a second; faults: {dict(faults) or 'none'}")
    print(f"decisions: {sum(said.values())} kept, {stale} refused as stale, {lost(said, held['decisions'])} lost")
    added = Counter(one for diary in diaries for one in diary.added)
    changed = Counter(one for diary in diaries for one in diary.changed)
    print(f"plans of care: {sum(added.values())} needs added, {lost(added, held['added'])} lost;"
          f" {sum(changed.values())} changes of one heading kept, {lost(changed, held['changed'])} lost,"
          f" {beside} shown what another had written")  # fmt: skip
    print(f"audit: {held['entries']:,} entries, {held['links']:,} chained, {held['breaks']} breaks")


def lost(said: Counter, held: list) -> int:
    """How many of those the server said it kept are not there."""
    return sum((said - Counter(tuple(one) for one in held)).values())


def line(name: str, seconds: list[float]) -> None:
    """One line of the table."""
    if not seconds:
        return
    p50, p95, p99, most = (1000 * float(np.quantile(seconds, share)) for share in (0.5, 0.95, 0.99, 1))
    print(
        f"{name:8} {len(seconds):>9,} {p50:>8.0f} {p95:>8.0f} {p99:>8.0f} {most:>8.0f}   {p95 / 1000 / AIM_SECONDS:.2f}"
    )


if __name__ == "__main__":
    main()
