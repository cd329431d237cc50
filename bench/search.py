"""stub for now"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import time
from bench.searching import judging
from bench.searching.county import county, on_sqlite
from joinedup.core.directory.search.catalogue import Catalogue
from joinedup.core.directory.search.documents import documents, FIELDS
from joinedup.core.directory.search.lexical import SqliteLexical
from joinedup.core.directory.search.question import understand
from joinedup.core.directory.search.ranking import rank, DEFAULT, Weights
from joinedup.core.directory.search import words as W

directory, kind_of, at = county()
docs = list(documents(directory))
a = time.time()
cat = Catalogue(docs, at.gazetteer.words)
print("catalogue", time.time() - a, len(cat))
ex = on_sqlite()
lex = SqliteLexical(ex)
for s in lex.CREATE:
    ex(s)
lex.replace(docs)
PLAIN = [f for f in FIELDS if f != "synonyms"]
ex(
    "create virtual table plain using fts5(name,terms,description,organisation, tokenize='porter unicode61 remove_diacritics 2')"
)
for d in docs:
    ex(
        "insert into plain(rowid,name,terms,description,organisation) values(%s,%s,%s,%s,%s)",
        (d.key, d.name, d.terms, d.description, d.organisation),
    )
judge = judging.Judge(directory, kind_of, at)
Q = judging.queries()


def plain(text, stop=True):
    ws = [w for w in W.tokens(text) if not stop or W.is_content(w)]
    if not ws:
        return []
    rows = ex(
        "select rowid from plain where plain match %s order by bm25(plain) limit 10",
        (" OR ".join(f'"{w}"' for w in ws),),
    )
    return [cat.documents[cat.place_of_key[r[0]]].service_id for r in rows]


def ours(text, w=DEFAULT):
    q = understand(text, at, cat.speller)
    m = lex.match(q.wanted)
    r = rank(q, cat, m, w)
    return [cat.documents[p].service_id for p in r.places[:10]], q


def score(run, half):
    n = []
    s = []
    for q in Q:
        if q.half != half:
            continue
        g = G[q.text]
        r = run(q.text)
        n.append(judging.ndcg(r, g))
        s.append(judging.is_right_in_first(r, g))
    return sum(n) / len(n), sum(s) / len(s), len(n)


G = {q.text: judge.grades(q) for q in Q}
print([q.text for q in Q if not any(v == 3 for v in G[q.text].values())])
if __name__ == "__main__":
    print("plain nostop", score(lambda t: plain(t, False), "tuning"))
    print("plain stop", score(plain, "tuning"))
    a = time.time()
    print("ours", score(lambda t: ours(t)[0], "tuning"))
    print((time.time() - a) / len(Q) * 2 * 1000, "ms")
