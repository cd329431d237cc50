"""Learn what words speak of danger, from phrases by authors who had not seen the rules; print how well it hears others.

    python bench/searching/learn_danger.py           # how well it hears the author kept for reporting
    python bench/searching/learn_danger.py --write   # and write definitions/directory/danger.json

The phrases are in `danger/`, one author a pair of files, invented by language models asked to be people of different
trades; none is anybody's. Learnt from authors A to D, the first lists of the rules, and what the directory says of
itself (no danger). The threshold is chosen on author Z; author E is only reported on. In `everyday` files half of the
queries or so use words near danger on purpose, so that false alarms are far more frequent there than in a search box.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[2]))
from bench.searching import judging
from bench.searching.county import county
from joinedup.core.directory.search import Catalogue, documents, understand
from joinedup.core.directory.search.crisis import crises, recognise
from joinedup.core.directory.search.danger import DangerModel, features_of
from joinedup.core.directory.search.words import stem, tokens

PHRASES = judging.HERE / "danger"
LEARN, CHOOSE, REPORT = ("A", "B", "C", "D"), "Z", "E"
OUT = Path(__file__).parents[2] / "src/joinedup/definitions/directory/danger.json"
STRENGTH, KIND_STRENGTH = 10.0, 10.0  # inverse of regularisation
LEAST_TIMES = 2  # phrases a feature must be in
FALSE_ALARMS = 0.04  # of author Z's everyday queries, by which the threshold is set
DOUBT = -3.0  # far below any phrase of danger of author Z that a rule hears: better once too often
SMALL = 0.3  # weights nearer to nothing are left out
PEOPLE = [
    "mum", "mam", "mom", "mother", "dad", "father", "parent", "parents", "nan", "nana", "gran", "granny",
    "grandma", "grandad", "grandpa", "grandmother", "grandfather", "aunt", "auntie", "uncle", "husband",
    "hubby", "wife", "partner", "boyfriend", "girlfriend", "bf", "gf", "ex", "son", "daughter", "brother",
    "sister", "lodger", "neighbour", "neighbor", "friend", "mate", "child", "children", "kid", "kids", "baby",
    "toddler", "boy", "girl", "lad", "man", "woman", "lady", "chap", "bloke", "fella", "missus", "grandson",
    "granddaughter", "grandchild", "niece", "nephew", "cousin", "boss", "landlord", "carer", "stepdad",
    "stepmum", "stepson", "pal", "tenant", "pupil", "colleague", "resident", "client", "patient", "flatmate",
    "housemate", "teenager", "somebody", "someone",
]  # fmt: skip
KIND_OF = {
    "suicide": "suicide_plan",
    "self_harm": "self_harm",
    "chest_pain_or_heart": "heart_attack",
    "stroke": "stroke",
    **dict.fromkeys(
        [
            "breathing", "bleeding_or_injury", "unconscious", "allergic", "seizure", "choking", "burns",
            "meningitis_or_sepsis", "baby_or_pregnancy",
        ],
        "not_breathing",
    ),
    "overdose_or_poison": "overdose",
    "mental_crisis": "mental_crisis",
    "domestic_abuse": "abuse_now",
    "sexual_violence": "rape",
    "child_abuse": "child_hurt",
    "elder_abuse_or_neglect": "older_person_hurt",
    "forced_marriage_or_fgm": "forced_marriage",
    "slavery": "slavery",
    "stalking": "stalking",
    "missing_person": "missing",
    "fire_gas_flood": "hazard",
    "no_home_tonight": "no_home",
    "crime_happening": "crime",
}  # fmt: skip


def lines(author, what):
    """Phrases of one author."""
    return [line for line in (PHRASES / f"{author}.{what}.txt").read_text(encoding="utf-8").splitlines() if line]


def danger_of(author):
    """Kinds and phrases of danger of one author."""
    return [(KIND_OF[kind], phrase) for kind, phrase in (line.split("\t") for line in lines(author, "danger"))]


def column(name, of):
    """One column of one of the lists beside."""
    with (judging.HERE / name).open(encoding="utf-8", newline="") as file:
        return [row[of] for row in csv.DictReader(file)]


def early():
    """Phrases of danger the rules were mended by, of which no kind is written down."""
    return (judging.HERE / "more_danger.txt").read_text(encoding="utf-8").splitlines() + column("crisis.csv", "query")


def harmless(directory):
    """What is no danger: queries, near misses, and what services say of themselves."""
    said = {service.name.split(",")[0] for service in directory.services.values()}
    said |= {service.description.split(".")[0] for service in directory.services.values()} - {""}
    everyday = [phrase for author in LEARN for phrase in lines(author, "everyday")]
    return everyday + column("queries.csv", "query") + column("near_misses.csv", "query") + sorted(said)


class Table:
    """Phrases as columns of features."""

    def __init__(self, phrases):
        self.people = frozenset(map(stem, PEOPLE))
        counted = Counter(one for phrase in phrases for one in self.features(phrase))
        self.names = sorted(one for one, times in counted.items() if times >= LEAST_TIMES)
        self.place = {one: at for at, one in enumerate(self.names)}

    def features(self, phrase):
        """What the model looks at in one."""
        return features_of([stem(word) for word in tokens(phrase)], self.people)

    def matrix(self, phrases):
        """One row a phrase, of length 1."""
        rows = [sorted(self.place[one] for one in self.features(text) if one in self.place) for text in phrases]
        values = np.concatenate([np.full(len(row), 1 / np.sqrt(max(len(row), 1))) for row in rows])
        start = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
        return sparse.csr_array((values, np.concatenate(rows).astype(int), start), shape=(len(rows), len(self.names)))


def learn(directory):
    """The model, without its threshold."""
    danger = [pair for author in LEARN for pair in danger_of(author)]
    phrases, none = [phrase for _, phrase in danger] + early(), harmless(directory)
    table = Table(phrases + none)
    is_danger = np.repeat([1, 0], [len(phrases), len(none)])
    whether = LogisticRegression(C=STRENGTH, max_iter=1000, class_weight="balanced")
    whether.fit(table.matrix(phrases + none), is_danger)
    which = LogisticRegression(C=KIND_STRENGTH, max_iter=1000)
    which.fit(table.matrix([phrase for _, phrase in danger]), [kind for kind, _ in danger])
    return DangerModel(
        people=table.people,
        least=0.0,
        doubt=DOUBT,
        bias=round(float(whether.intercept_[0]), 3),
        weights=kept(table.names, whether.coef_[0], small=0.0),
        kinds={
            kind: (round(float(bias), 3), kept(table.names, weights, small=SMALL))
            for kind, bias, weights in zip(which.classes_, which.intercept_, which.coef_, strict=True)
        },
    )


def kept(names, weights, *, small):
    """Weights by name, those nearest to nothing left out."""
    return {
        name: round(float(one), 2) for name, one in zip(names, weights, strict=True) if abs(one) >= max(small, 5e-3)
    }


def scores(model, phrases):
    """Log-odds of each."""
    return np.array([model.score(features_of([stem(one) for one in tokens(text)], model.people)) for text in phrases])


def report(model, directory, atlas):
    """How many dangers the reported author's phrases bring, by rules alone and with the model."""
    speller = Catalogue(documents(directory), atlas.gazetteer.words).speller
    danger, everyday = danger_of(REPORT), lines(REPORT, "everyday")
    said = [text for _, text in danger]
    asked = {text: understand(text, atlas, speller) for text in (*said, *everyday)}
    ways = {
        "rules alone": lambda text: recognise(asked[text].heard),
        "model alone": lambda text: scores(model, [text])[0] >= model.least,
        "both, as shipped": lambda text: asked[text].crises,
    }
    print(f"author {REPORT}: {len(danger)} phrases of danger, {len(everyday)} everyday queries")
    print(f"{'':<24}{'heard':>8}{'false':>8}")
    for name, way in ways.items():
        heard, false = (np.mean([bool(way(text)) for text in texts]) for texts in (said, everyday))
        print(f"{name:<24}{heard:>8.1%}{false:>8.1%}")
    told = [any(one.code == kind for one in asked[text].crises) for kind, text in danger]
    print(f"the kind the author meant is among those told: {np.mean(told):.1%}")
    for kind, text in danger:
        if not asked[text].crises:
            print(f"missed: {kind}: {text}")


def main():
    """Learn, report, write."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--write", action="store_true", help="write definitions/directory/danger.json")
    asked = asked.parse_args()
    directory, _, atlas = county()
    model = learn(directory)
    least = float(np.quantile(scores(model, lines(CHOOSE, "everyday")), 1 - FALSE_ALARMS))
    model = replace(model, least=round(least, 3))
    print(f"{len(model.weights)} weights; threshold {model.least} by author {CHOOSE}")
    print(
        f"author {CHOOSE}: {(scores(model, [text for _, text in danger_of(CHOOSE)]) >= model.least).mean():.1%} heard"
    )
    if asked.write:
        write(model)
    if unknown := set(KIND_OF.values()) - set(crises()):
        print(f"no rule says what to do about {', '.join(sorted(unknown))}")
    if (PHRASES / f"{REPORT}.danger.txt").is_file():
        report(model, directory, atlas)


def write(model):
    """The model as the product reads it."""
    said = {
        "people": sorted(PEOPLE),
        "least": model.least,
        "doubt": model.doubt,
        "bias": model.bias,
        "weights": model.weights,
        "kinds": {code: {"bias": bias, "weights": weights} for code, (bias, weights) in model.kinds.items()},
    }
    OUT.write_text(json.dumps(said, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{OUT.name}: {OUT.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
