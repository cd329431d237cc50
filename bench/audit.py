"""What does chaining the audit cost each read, and how fast is the whole chain checked?

    python bench/audit.py                       # on SQLite, 5,000 entries
    python bench/audit.py --database postgresql

Reported: milliseconds of processor time for an entry written and committed by itself, without its link and with it, one
after the other on the same machine, their ratio, and entries a second that a check walks. What a place would do instead
is an audit without a chain: the first figure.
"""

import argparse
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import services

AT = datetime(2026, 4, 1, 12, tzinfo=UTC)


def main() -> None:
    """Measure on the database asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--entries", type=int, default=5_000)
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = asked.parse_args()
    os.environ |= {"JOINEDUP_DEMO": "yes", "SECRET_KEY": "only for the bench"}
    if given.database == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            measure(f"sqlite:///{folder}/audit.sqlite3", given.entries)
    else:
        services.FAST_AND_UNSAFE = ()
        with services.throwaway_postgresql() as url:
            measure(url, given.entries)


def measure(url: str, entries: int) -> None:
    """Write the entries twice, check them, and print."""
    os.environ["DATABASE_URL"] = url
    from joinedup.web import setup

    setup()
    from django.db import connection

    from joinedup.web.governance import actions, chain

    def written(count: int) -> float:
        began = time.process_time()
        for number in range(count):
            actions.record(by=None, at=AT, action="people.view_person", person_id=f"p{number}")
        return 1000 * (time.process_time() - began) / count

    linking, actions.chain_after_commit = actions.chain_after_commit, lambda _: None
    written(200)
    without = written(entries)
    chain.check(at=AT)
    actions.chain_after_commit = linking
    with_links = written(entries)
    began = time.monotonic()
    found = chain.check(at=AT)
    rate = found.last / (time.monotonic() - began)
    ratio = with_links / without
    print(f"{connection.vendor}: {without:.2f} ms an entry, {with_links:.2f} ms with its link: {ratio:.1f} times")
    print(f"a check walks {rate:,.0f} entries a second: {found.last:,} entries, {found.broken} breaks")
    connection.close()


if __name__ == "__main__":
    main()
