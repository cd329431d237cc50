"""Learn what words speak of danger; print how well it hears phrases that nothing was learnt from.

    python bench/searching/learn_danger.py           # how well the shipped rules and model hear those
    python bench/searching/learn_danger.py --named   # and which they miss, and which everyday queries bring a number
    python bench/searching/learn_danger.py --write   # learn, and write definitions/directory/danger.json (some minutes)

The phrases are in `danger/`, one author a pair of files, invented by language models asked to be people of different
trades; none is anybody's. Learnt from all of authors A to E, G, I, K and Z, half of F, the first lists of rules, and
what the directory says of itself (no danger). Thresholds are set by each author's phrases under a model learnt from all
others. In `everyday` files half of the queries or more use words near danger on purpose, so that false alarms are far
more frequent there than in a search box.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[2]))
from bench.searching import judging
from bench.searching.county import county
from joinedup.core.directory.search import Catalogue, documents, understand
from joinedup.core.directory.search.crisis import crises, numbers_of
from joinedup.core.directory.search.danger import DangerModel, Word, features_of, pieces_of
from joinedup.core.directory.search.words import stem, tokens

PHRASES = judging.HERE / "danger"
WHOLE = ("A", "B", "C", "D", "E", "Z", "G", "I", "K")  # authors of whom all is learnt from
HALVED = "F"  # half is learnt from, by `is_kept`
FRESH = ("H", "J")  # nothing is learnt from them
OUT = Path(__file__).parents[2] / "src/joinedup/definitions/directory/danger.json"
STRENGTH, KIND_STRENGTH = 30.0, 10.0  # inverse of regularisation
LEAST_TIMES = 2  # phrases a feature must be in
FALSE_SURE, FALSE_PERHAPS = 0.08, 0.22  # of an unheard author's everyday queries, by which the thresholds are set
SMALL = 0.3  # weights nearer to nothing are left out
MAY_BE_DANGER = {  # intents of queries.csv of which some are danger: not learnt from
    "crime", "dementia_wandering", "domestic_abuse", "eating", "homeless", "hungry", "neighbour_worry", "older_money",
    "raped", "scam", "serious_mental",
}  # fmt: skip
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
            "meningitis_or_sepsis", "baby_or_pregnancy", "drowning_or_cold", "medical_other",
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
    "cuckooing": "crime",
    "fallen": "cannot_get_up",
    "child_talk": "child_talk",
    "danger_to_others": "harm_to_others",
    "eating_disorder": "eating",
    "hungry_or_cold_tonight": "no_food",
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


def is_kept(phrase):
    """Whether a phrase of the halved author is kept for reporting: whether its SHA-256 begins with an odd byte."""
    return sha256(phrase.encode()).digest()[0] % 2 == 1


def learnt(author):
    """Kinds and phrases of danger, and everyday queries, that are learnt from."""
    danger, everyday = danger_of(author), lines(author, "everyday")
    if author != HALVED:
        return danger, everyday
    return [pair for pair in danger if not is_kept(pair[1])], [text for text in everyday if not is_kept(text)]


def reported():
    """By name: kinds and phrases of danger, and everyday queries, that nothing was learnt from, by chance neither."""
    danger, everyday = danger_of(HALVED), lines(HALVED, "everyday")
    kept = [pair for pair in danger if is_kept(pair[1])], [text for text in everyday if is_kept(text)]
    authors = {HALVED: kept} | {author: (danger_of(author), lines(author, "everyday")) for author in FRESH}
    return {
        author: ([pair for pair in danger if pair[1] not in met()], [text for text in everyday if text not in met()])
        for author, (danger, everyday) in authors.items()
    }


@cache
def met():
    """Every phrase that is learnt from."""
    authors = [learnt(author) for author in (*WHOLE, HALVED)]
    said = {text for danger, everyday in authors for text in [*everyday, *(one for _, one in danger)]}
    return said | {*early(), *column("queries.csv", "query"), *column("near_misses.csv", "query")}


def harmless(directory):
    """What is no danger: queries, near misses, and what services say of themselves."""
    said = {service.name.split(",")[0] for service in directory.services.values()}
    said |= {service.description.split(".")[0] for service in directory.services.values()} - {""}
    with (judging.HERE / "queries.csv").open(encoding="utf-8", newline="") as file:
        asked = [row["query"] for row in csv.DictReader(file) if row["intent"] not in MAY_BE_DANGER]
    return asked + column("near_misses.csv", "query") + sorted(said)


class Table:
    """Phrases as columns of features."""

    def __init__(self, phrases, features):
        self.features = features
        counted = Counter(one for phrase in phrases for one in features(phrase))
        self.names = sorted(one for one, times in counted.items() if times >= LEAST_TIMES)
        self.place = {one: at for at, one in enumerate(self.names)}

    def matrix(self, phrases):
        """One row a phrase, of length 1."""
        rows = [sorted(self.place[one] for one in self.features(text) if one in self.place) for text in phrases]
        values = np.concatenate([np.full(len(row), 1 / np.sqrt(max(len(row), 1))) for row in rows])
        start = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
        return sparse.csr_array((values, np.concatenate(rows).astype(int), start), shape=(len(rows), len(self.names)))


PEOPLE_STEMS = frozenset(map(stem, PEOPLE))
WAYS = {
    "weights": cache(lambda text: features_of([stem(word) for word in tokens(text)], PEOPLE_STEMS)),
    "pieces": cache(lambda text: pieces_of(tokens(text))),
}


def learn(authors, plain):
    """The model, without its thresholds and kinds, from some authors and what else is no danger."""
    phrases = [phrase for author in authors for _, phrase in learnt(author)[0]] + early()
    none = [phrase for author in authors for phrase in learnt(author)[1]] + plain
    is_danger = np.repeat([1, 0], [len(phrases), len(none)])
    biases, told = [], {}
    for name, features in WAYS.items():
        table = Table(phrases + none, features)
        whether = LogisticRegression(C=STRENGTH, max_iter=1000, class_weight="balanced")
        whether.fit(table.matrix(phrases + none), is_danger)
        biases.append(whether.intercept_[0])
        told[name] = kept(table.names, whether.coef_[0], small=0.0)
    return DangerModel(
        people=PEOPLE_STEMS,
        sure=0.0,
        perhaps=0.0,
        bias=round(float(np.mean(biases)), 3),
        **told,
        kinds={},
    )


def kinds(authors):
    """For each kind of danger its bias and what each feature and each piece says for it."""
    danger = [pair for author in authors for pair in learnt(author)[0]]
    told = {}
    for name, features in WAYS.items():
        table = Table([phrase for _, phrase in danger], features)
        which = LogisticRegression(C=KIND_STRENGTH, max_iter=1000, class_weight="balanced")
        which.fit(table.matrix([phrase for _, phrase in danger]), [kind for kind, _ in danger])
        for kind, bias, weights in zip(which.classes_, which.intercept_, which.coef_, strict=True):
            told[kind, name] = float(bias), kept(table.names, weights, small=SMALL)
    return {
        kind: (round(np.mean([told[kind, name][0] for name in WAYS]), 3), *(told[kind, name][1] for name in WAYS))
        for kind in sorted({kind for kind, _ in danger})
    }


def kept(names, weights, *, small):
    """Weights by name, those nearest to nothing left out."""
    return {
        name: round(float(one), 2) for name, one in zip(names, weights, strict=True) if abs(one) >= max(small, 5e-3)
    }


def scores(model, phrases):
    """Log-odds of each."""
    return np.array([model.score([Word(one, stem(one)) for one in tokens(text)]) for text in phrases])


def unheard(plain):
    """Scores of every author's everyday queries by a model learnt from the others, whose ear is printed."""
    authors, everyday = (*WHOLE, HALVED), []
    for author in authors:
        model = learn([other for other in authors if other != author], plain)
        said, asked = learnt(author)
        danger = scores(model, [text for _, text in said])
        everyday.append(scores(model, asked))
        limit = np.quantile(everyday[-1], 1 - FALSE_SURE), np.quantile(everyday[-1], 1 - FALSE_PERHAPS)
        heard = " ".join(f"{(danger >= one).mean():.1%}" for one in limit)
        print(
            f"author {author}, unheard: {heard} of dangers at {FALSE_SURE:.0%} and {FALSE_PERHAPS:.0%} false",
            flush=True,
        )
    return np.concatenate(everyday)


def with_thresholds(model, everyday):
    """The model, its thresholds set by authors it had not heard."""
    return replace(
        model,
        sure=round(float(np.quantile(everyday, 1 - FALSE_SURE)), 3),
        perhaps=round(float(np.quantile(everyday, 1 - FALSE_PERHAPS)), 3),
    )


def report(directory, atlas, *, are_named):
    """How many dangers the phrases bring that nothing was learnt from, by the model in definitions/."""
    speller = Catalogue(documents(directory), atlas.gazetteer.words).speller
    for author, (danger, everyday) in reported().items():
        heard = [understand(text, atlas, speller).crises for _, text in danger]
        wrong = [understand(mistyped(text), atlas, speller).crises for _, text in danger]
        false = [understand(text, atlas, speller).crises for text in everyday]
        said = [(kind, found) for (kind, _), found in zip(danger, heard, strict=True)]
        first = [crises()[kind].numbers[0] in numbers_of(found) for kind, found in said]
        kinds_told = [kind in {one.code for one in found} for kind, found in said]
        print(f"author {author}: {len(danger)} phrases of danger, {len(everyday)} everyday queries not learnt from")
        print(f"  a number comes first: {share(heard)}, aloud {share(map(is_aloud, heard))}")
        print(f"  the first number of the kind meant is shown: {share(first)}; that kind is told: {share(kinds_told)}")
        print(f"  mistyped, a number comes first: {share(wrong)}")
        print(f"  false alarms: {share(false)}, aloud {share(map(is_aloud, false))}")
        for (kind, text), found in zip(danger if are_named else (), heard, strict=False):
            if not found:
                print(f"missed: {kind}: {text}")
        for text, found in zip(everyday if are_named else (), false, strict=False):
            if found:
                print(f"false{' aloud' if is_aloud(found) else ''}: {text}: {[one.code for one in found]}")


def share(which):
    """How many of some are true, in per cent."""
    return f"{np.mean([bool(one) for one in which]):.1%}"


def mistyped(text):
    """A phrase with two letters changed round in every word of five letters or more."""
    return " ".join(word if len(word) < 5 else word[:2] + word[3] + word[2] + word[4:] for word in text.split())


def is_aloud(found):
    """Whether the page says a danger as one that it is sure of."""
    return any(one.is_sure for one in found)


def main():
    """Learn and write, or report."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--write", action="store_true", help="learn, and write definitions/directory/danger.json")
    asked.add_argument("--named", action="store_true", help="name what is missed, and every false alarm")
    asked = asked.parse_args()
    directory, _, atlas = county()
    if not asked.write:
        report(directory, atlas, are_named=asked.named)
        return
    if unknown := set(KIND_OF.values()) - set(crises()):
        raise SystemExit(f"no rule says what to do about {', '.join(sorted(unknown))}")
    plain = harmless(directory)
    authors = (*WHOLE, HALVED)
    model = with_thresholds(learn(authors, plain), unheard(plain))
    model = replace(model, kinds=kinds(authors))
    print(f"{len(model.weights)} weights, {len(model.pieces)} pieces")
    print(f"sure from {model.sure}, perhaps from {model.perhaps}")
    write(model)


def write(model):
    """The model as the product reads it."""
    said = {
        "people": sorted(PEOPLE),
        "sure": model.sure,
        "perhaps": model.perhaps,
        "bias": model.bias,
        "weights": model.weights,
        "pieces": model.pieces,
        "kinds": {
            code: {"bias": bias, "weights": weights, "pieces": pieces}
            for code, (bias, weights, pieces) in model.kinds.items()
        },
    }
    OUT.write_text(json.dumps(said, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{OUT.name}: {OUT.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
