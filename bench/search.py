"""Claim: everyday words find the right help, and danger its number: far better than plain full-text search, and fast.

    python bench/search.py                       # relevance and danger on SQLite, then speed over HTTP
    python bench/search.py --postgresql          # the same on a throwaway PostgreSQL
    python bench/search.py --part relevance|danger|scifact|speed
    python bench/search.py --half tuning         # what was looked at while tuning; the claim is about the other half
    python bench/search.py --scifact FOLDER      # BEIR's SciFact: corpus.jsonl, queries.jsonl, qrels/test.tsv

Relevance: nDCG@10 over the queries of bench/searching, beside plain FTS5 (Porter's stems, all words joined by OR, BM25,
every field alike) without and with stop words; how often a right service is among the first three, over the queries for
which the county has a right one; a 95% interval of the difference by 10,000 bootstrap draws of queries. Danger: phrases
of crisis.csv that miss a number, near misses that show one. Speed: over HTTP from the server the product starts, 5,000
services, 20 users at once, each of whom asks again as soon as an answer is there, and again with a second's thought; at
its port, and at the socket where a proxy asks.
"""

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests/services.py, and the query set

from bench.searching import judging
from bench.searching.county import county, on_postgresql, on_sqlite
from bench.serving import Where, get, served
from joinedup.core.directory.search import Catalogue, PostgresLexical, SqliteLexical, documents, search, understand
from joinedup.core.directory.search.crisis import GRAVEST, numbers_of
from joinedup.core.directory.search.words import is_content, tokens
from tests import services

SEED = 2026
USERS, SECONDS, WARMING = 20, 20, 40
ALLOWED_MS = {"page": 150, "suggestions": 50}
FULLNESS_OF_5000 = 3.95
DRAWS = 10_000


def main() -> None:
    """Run the parts asked for."""
    options = _options()
    with services.throwaway_postgresql() if options.postgresql else nullcontext("") as address:
        if options.part in ("", "relevance", "danger"):
            relevance_and_danger(address, options)
        if options.part in ("", "scifact"):
            scifact(options.scifact)
        if options.part in ("", "speed"):
            speed(address)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgresql", action="store_true", help="in place of SQLite")
    parser.add_argument("--part", choices=["relevance", "danger", "scifact", "speed"], default="")
    parser.add_argument("--half", choices=["reporting", "tuning"], default="reporting")
    parser.add_argument("--scifact", type=Path, default=Path("../shared/data/scifact"))
    return parser.parse_args()


def relevance_and_danger(address: str, options: argparse.Namespace) -> None:
    """Both need the county's directory in an index of words."""
    directory, kind_of, atlas = county()
    found = list(documents(directory))
    catalogue = Catalogue(found, atlas.gazetteer.words)
    execute = on_postgresql(address) if address else on_sqlite()
    lexical = (PostgresLexical if address else SqliteLexical)(execute)
    lexical.create()
    lexical.replace(found)
    print(f"{len(found):,} services on {'PostgreSQL' if address else 'SQLite'}")

    def ask(text: str) -> list[str]:
        question = understand(text, atlas, catalogue.speller)
        return [one.document.service_id for one in search(question, catalogue, lexical).found]

    if options.part != "danger":
        relevance(judging.Judge(directory, kind_of, atlas), ask, plain_fts5(found), options.half)
    if options.part != "relevance":
        danger(lambda text: understand(text, atlas, catalogue.speller).crises)


def plain_fts5(found) -> dict[str, object]:
    """What one would use instead: the same fields in FTS5, without our tables."""
    execute = on_sqlite()
    execute(
        "create virtual table plain using fts5 (name, terms, description, organisation, "
        "tokenize='porter unicode61 remove_diacritics 2')"
    )
    for one in found:
        execute(
            "insert into plain (rowid, name, terms, description, organisation) values (%s, %s, %s, %s, %s)",
            (one.key, one.name, one.terms, one.description, one.organisation),
        )
    ids = {one.key: one.service_id for one in found}

    def ask(text: str, keep) -> list[str]:
        words = [f'"{word}"' for word in tokens(text) if keep(word)]
        sql = "select rowid from plain where plain match %s order by bm25(plain) limit 10"
        return [ids[row[0]] for row in execute(sql, (" OR ".join(words),))] if words else []

    return {
        "plain FTS5": lambda text: ask(text, bool),
        "plain FTS5, stop words left out": lambda text: ask(text, is_content),
    }


def relevance(judge: judging.Judge, ask, plain, half: str) -> None:
    """NDCG@10 and right service in the first three, of each way to search."""
    asked = [query for query in judging.queries() if query.half == half]
    grades = [judge.grades(query) for query in asked]
    print(f"{len(asked)} everyday queries, {half} half, judged before tuning")
    print(f"{'':<34}{'nDCG@10':>9}{'in first 3':>12}")
    figures = {}
    for name, way in {**plain, "joinedup": ask}.items():
        rankings = [way(query.text) for query in asked]
        figures[name] = np.array([judging.ndcg(*pair) for pair in zip(rankings, grades, strict=True)])
        can = [one for one in zip(rankings, grades, strict=True) if 3 in one[1].values()]
        right = np.mean([judging.is_right_in_first(*pair) for pair in can])
        print(f"{name:<34}{figures[name].mean():>9.3f}{right:>11.1%} of the {len(can)} with a right one")
    best = max(plain, key=lambda name: figures[name].mean())
    gain = figures["joinedup"] - figures[best]
    draws = np.random.default_rng(SEED).integers(0, len(gain), (DRAWS, len(gain)))
    low, high = np.percentile(gain[draws].mean(axis=1), (2.5, 97.5))
    print(f"above the better plain one by {gain.mean():.3f} (95% interval {low:.3f} to {high:.3f}); must be 0.10")
    print(f"ratio {figures['joinedup'].mean() / figures[best].mean():.2f}")


def danger(hear) -> None:
    """No phrase without its numbers; near misses are counted too."""
    with (judging.HERE / "crisis.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    missed = []
    for row in rows:
        shown, wanted = [one.number for one in numbers_of(hear(row["query"]))], row["number"].split("|")
        if set(wanted) - set(shown) or shown[0] not in {*wanted, GRAVEST}:
            missed.append(row["query"])
    with (judging.HERE / "near_misses.csv").open(encoding="utf-8", newline="") as file:
        near = [row["query"] for row in csv.DictReader(file)]
    shown_for = [text for text in near if hear(text)]
    aloud = [text for text in near if any(one.is_sure for one in hear(text))]
    print(f"danger: {len(missed)} of {len(rows)} phrases miss a number {missed or ''}")
    print(f"near misses: {len(aloud)} of {len(near)} show one aloud {aloud or ''}, {len(shown_for)} in all")


def scifact(folder: Path) -> None:
    """BEIR's SciFact through our index of words alone: nDCG@10 of the 300 test queries."""
    if not (folder / "corpus.jsonl").is_file():
        print(f"SciFact: not run, {folder} has no corpus.jsonl (no package ships it; BEIR's archive does)")
        return
    from joinedup.core.directory.search.documents import Document

    corpus = [json.loads(line) for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
    execute = on_sqlite()
    lexical = SqliteLexical(execute)
    lexical.create()
    lexical.replace(
        Document(key, one["_id"], one["title"], "", "", one["text"], "") for key, one in enumerate(corpus, start=1)
    )
    with (folder / "qrels" / "test.tsv").open(encoding="utf-8") as file:
        judged: dict[str, dict[str, int]] = {}
        for row in csv.DictReader(file, delimiter="\t"):
            judged.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    texts = {one["_id"]: one["text"] for one in map(json.loads, (folder / "queries.jsonl").open(encoding="utf-8"))}
    scores = []
    for query, grades in judged.items():
        matches = lexical.match([(word,) for word in tokens(texts[query]) if is_content(word)], among=len(corpus))
        ranking = [corpus[key - 1]["_id"] for key in sorted(matches, key=lambda key: -matches[key])]
        scores.append(judging.ndcg(ranking, grades))
    print(f"SciFact: nDCG@10 {np.mean(scores):.3f} over {len(scores)} queries; BM25's published figure is 0.679")


def speed(address: str) -> None:
    """Percentiles of pages and suggestions over HTTP from a server of its own."""
    with tempfile.TemporaryDirectory() as folder:
        url = address or f"sqlite:///{folder}/bench.sqlite3"
        os.environ |= {"DATABASE_URL": url, "JOINEDUP_DEMO": "yes", "SECRET_KEY": "bench"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "joinedup.web.config.settings"
        count = fill_database()
        where = "PostgreSQL" if address else "SQLite"
        print(f"speed: {count:,} services on {where}, {USERS} users at once, {os.cpu_count()} cores, over HTTP")
        for name, at in (("at its port", 8391), ("at the socket for a proxy", Path(folder) / "web.sock")):
            print(f"{name:<40}{'answers':>8}{'p50 ms':>8}{'p95 ms':>8}{'per second':>11}")
            with served(at):
                for kind in ("page", "suggestions"):
                    for thought in (0.0, 1.0):
                        measure(at, kind, thought)


def fill_database() -> int:
    """The county's directory, five times as full, and its postcodes; returns how many services."""
    subprocess.run([sys.executable, "-m", "joinedup.web.manage", "migrate", "-v0"], check=True)
    import django

    django.setup()
    from bench.searching.county import into_database

    return into_database(fullness=FULLNESS_OF_5000, at=datetime(2026, 4, 1, tzinfo=UTC))


def paths(kind: str, chance: random.Random) -> str:
    """One request of a kind: a query of the set from somewhere, or its beginning while it is typed."""
    query = chance.choice(judging.queries_cached())
    if kind == "suggestions":
        return "/find-help/suggest/?" + urlencode({"q": query.text[: chance.randint(2, 12)]})
    place = chance.choice(("", "DT4 8", "BH15 1", "Wareham", "SP7 8", "Bridport"))
    return "/find-help/results/?" + urlencode({"q": query.text, "where": place})


def measure(where: Where, kind: str, thought: float) -> None:
    """So many users for so long; those who think wait a second, more or less, before they ask again."""
    for number in range(WARMING):
        get(where, paths(kind, random.Random(number)))
    until, times, bad = time.perf_counter() + SECONDS, [], []

    def use(number: int) -> None:
        chance = random.Random(SEED + number)
        while time.perf_counter() < until:
            time.sleep(thought * chance.uniform(0.5, 1.5))
            status, milliseconds = get(where, paths(kind, chance))
            (times if status == 200 else bad).append(milliseconds)

    users = [threading.Thread(target=use, args=(number,)) for number in range(USERS)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    p50, p95 = np.percentile(times, (50, 95))
    name = f"{kind}, {'a second of thought' if thought else 'asked again at once'}"
    print(f"{name:<40}{len(times):>8}{p50:>8.0f}{p95:>8.0f}{len(times) / SECONDS:>11.0f}", end="")
    print(
        f"   {p95 / ALLOWED_MS[kind]:.2f} of the {ALLOWED_MS[kind]} ms allowed{f', {len(bad)} failed' if bad else ''}"
    )


if __name__ == "__main__":
    main()
