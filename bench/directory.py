"""Claim: our own feed keeps to the national standard to the letter, and the gate finds what schemas alone do not.

    python bench/directory.py                    # everything, a few minutes
    python bench/directory.py --part faults|mocks|own
    python bench/directory.py --standards FOLDER # the published schemas and mock feeds (see docs/evidence/directory.md)

faults : a good feed of 5 services, 2 entries a page, over HTTP, with one fault put into it at a time: how many the gate
    finds, and how many the published schemas do, sampled as the national validator samples.
mocks  : the four mock feeds of the national validator over HTTP, by our types and by the published schemas.
own    : the invented county's directory of about 1,000 services from the server the product starts: every page and
    entry of HSDS-UK 3.0 and of Open Referral UK 1.0, by our types and by the published schemas.
The services are invented. Without the folder the published schemas are left out, and that is said.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the faults are those of the tests

from joinedup import definitions
from joinedup.core.directory.conformance import Answer, GateParameters, judge
from joinedup.core.directory.conformance.published import PublishedShapes
from joinedup.core.directory.conformance.standard import HSDS_UK_3, STANDARDS
from joinedup.feeds.client import FeedClient
from joinedup.web.config import serving

HOME = Path(__file__).parents[1]
SETTINGS = {
    "JOINEDUP_DEMO": "yes",
    "ALLOWED_HOSTS": "testserver,127.0.0.1",
    "DIRECTORY_REQUESTS_PER_MINUTE": str(10**9),  # the gate asks faster than anybody may who is not at home here
}
AT = datetime(2026, 4, 1, tzinfo=UTC)
MOCKS = ("Default", "Test", "Warn", "Fail")
FILES = {
    "services": ("service_list", "service_full"),
    "taxonomies": ("taxonomy_list", "taxonomy"),
    "taxonomy_terms": ("taxonomy_term_list", "taxonomy_term"),
    "organizations": ("organization_list", "organization_full"),
    "service_at_locations": ("service_at_location_list", "service_at_location_full"),
}
STUBS = {"3.0": ("api/oruk/", "validator/V3.0-UK"), "1.0": ("api/oruk/1.0/", "oruk-1.0")}


def main() -> None:
    """Run the parts asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--part", choices=["faults", "mocks", "own"])
    asked.add_argument("--standards", type=Path, default=HOME.parent / "shared" / "data" / "directory")
    options = asked.parse_args()
    standards = options.standards if options.standards.is_dir() else None
    if standards is None:
        print(f"!!! NOT RUN: the published schemas and mocks, which are not in {options.standards}")
    os.environ |= SETTINGS
    with tempfile.TemporaryDirectory() as folder:
        serving.setup(Path(folder) / "bench.sqlite3")
        if options.part in (None, "faults"):
            faults(standards)
        if options.part in (None, "mocks") and standards:
            mocks(standards)
        if options.part in (None, "own"):
            own(standards)


def faults(standards: Path | None) -> None:
    """Print how many seeded faults are found."""
    from tests.web.directory import test_gate_faults as seeded
    from tests.web.directory.faulty import without_filter

    recording = recorded(seeded)
    all_faults = {name: fault for name, (fault, _, _) in seeded.FAULTS.items()}
    all_faults |= {f"{name}_not_heeded": without_filter(name, recording) for name in seeded.FILTERS}
    missed = [name for name, fault in all_faults.items() if not seeded.judged(recording, fault).findings]
    print(f"seeded faults: {len(all_faults) - len(missed)} of {len(all_faults)} found by the gate; missed: {missed}")
    if standards is None:
        return
    schemas = standards / STUBS["3.0"][1]
    found = sum(is_seen_by_schemas(recording, fault, schemas) for fault in all_faults.values())
    print(f"               {found} of {len(all_faults)} found by the published schemas alone, sampled as nationally")
    print(f"ratio: the gate finds {(len(all_faults) - len(missed)) / found:.2f} times as many")


def recorded(seeded) -> dict:
    """Our own API's answers to everything the gate asks of a small directory."""
    from django.db import transaction
    from django.test import Client

    from joinedup.web.directory import store

    with transaction.atomic():
        store.put_directory(seeded.larger(), source=store.own_source(), at=AT)
        recording = seeded.record(Client(), "/api/oruk/")
        transaction.set_rollback(True)
    return recording


def is_seen_by_schemas(recording: dict, fault, schemas: Path) -> bool:
    """Whether the published schemas, rightly applied, say anything of a fault: status, shape and paging fields only."""
    from tests.web.directory.faulty import served

    shapes = PublishedShapes(schemas, HSDS_UK_3)
    parameters = GateParameters(is_as_published=True, ids="sampled", version="3.0")
    with served(recording, fault) as feed, FeedClient(feed.url, allow_private=True) as client:
        return bool(judge(client.ask, parameters, shapes).findings)


def mocks(standards: Path) -> None:
    """Print how the mock feeds are judged."""
    from tests.web.directory.faulty import served

    for name in MOCKS:
        folder = standards / "validator" / "mocks" / f"V3.0-UK-{name}"
        for shapes, words in (
            (None, "our types"),
            (PublishedShapes(standards / STUBS["3.0"][1], HSDS_UK_3), "schemas"),
        ):
            with served({}, mock(folder)) as feed, FeedClient(feed.url, allow_private=True) as client:
                verdict = judge(client.ask, GateParameters(ids="sampled"), shapes)
            levels = " ".join(
                f"level {n} {'pass' if met else 'FAIL'}" for n, met in ((1, verdict.level_1), (2, verdict.level_2))
            )
            print(f"mock {name:8} by {words:10} {levels}   {verdict.errors} errors, {verdict.warnings} warnings in all")


def mock(folder: Path):
    """A mock feed: one file for each list and one for each entry, whatever the id."""
    headers = {"content-type": "application/json", "access-control-allow-origin": "*"}

    def answer(path: str, _parameters: dict[str, str], _nothing: Answer) -> Answer:
        names = ("api_details",) if not path else FILES[path.split("/")[0]]
        name = names[-1] if "/" in path else names[0]
        file = folder / f"{name}.json"
        file = file if file.exists() else folder / f"{name.removesuffix('_full')}.json"
        return Answer(path, 200, file.read_bytes(), headers)

    return answer


def own(standards: Path | None) -> None:
    """Print how the invented county's own feed is judged."""
    services = load_county()
    with server() as address:
        for version, (stub, schemas) in STUBS.items():
            ways = {"our types": None}
            if standards:
                ways["published schemas"] = PublishedShapes(standards / schemas, STANDARDS[version])
            for words, shapes in ways.items():
                began = time.perf_counter()
                with FeedClient(f"{address}/{stub}", allow_private=True) as client:
                    verdict = judge(client.ask, GateParameters(version=version), shapes)
                seconds = time.perf_counter() - began
                read = sum(verdict.entries.values())
                print(
                    f"{verdict.standard} by {words}: {verdict.errors} errors, {verdict.warnings} warnings; {services:,}"
                    f" services, {read:,} entries, {sum(verdict.pages.values()):,} pages, {verdict.answers:,} answers,"
                    f" {verdict.answered_bytes / 1e6:.1f} MB in {seconds:.0f} s"
                )
                for one in verdict.findings[:20]:
                    print(f"    {one.severity} {one.endpoint} {one.words} ({one.count}, {one.example})")


def load_county() -> int:
    """Put the invented county's directory into the database; returns how many services."""
    from joinedup.county.directory import make_directory
    from joinedup.county.template import Template
    from joinedup.web.directory import store

    directory = make_directory(Template(definitions.HOME / "places" / "dorset"), 2026).directory()
    store.put_directory(directory, source=store.own_source(), at=AT)
    return len(directory.services)


@contextmanager
def server():
    """The server the product starts, over the database of this process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = f"from joinedup.web.config import serving; serving.setup(); serving.serve(port={port})"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    for _ in range(200):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
