"""Claim: a service entered again by somebody else is found, and branches of one organisation are not taken for one.

    python bench/doubled_entries.py              # half a minute

The invented county's directory, with 200 of its services entered again as another source would: another name in small
things, the organisation written otherwise, numbers in another form, some things left out. The weights were looked at
on seed 2026; figures are of seeds 2027 and 2028. Beside it: entries of the same name and organisation, letters and
signs apart, as a person would ask a spreadsheet. Invented services: this shows that the method works, not how often
real entries are doubled.
"""

import argparse
import time
from dataclasses import replace

import numpy as np

from joinedup import definitions
from joinedup.core.directory import Directory
from joinedup.core.directory.duplicates import compared, duplicates
from joinedup.core.engine import Engine
from joinedup.county.directory import make_directory
from joinedup.county.template import Template

SEEDS = (2027, 2028)
AGAIN = 200


def main() -> None:
    """Print how many are found, and how many of those told are doubled."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    for seed in SEEDS:
        directory, truth = entered_again(seed)
        began = time.perf_counter()
        with Engine(memory_gigabytes=1, threads=1) as engine:
            told = {(pair.first_id, pair.second_id) for pair in duplicates(directory, engine)}
        seconds = time.perf_counter() - began
        plain = same_words(directory)
        print(f"seed {seed}: {len(directory.services):,} entries, {len(truth)} entered again, {seconds:.1f} s")
        print(f"    joinedup:                   {figures(told, truth)}")
        print(f"    same name and organisation: {figures(plain, truth)}")
        print(f"    ratio of those found: {len(told & truth) / max(1, len(plain & truth)):.2f}")


def figures(told: set[tuple[str, str]], truth: set[tuple[str, str]]) -> str:
    """Recall and precision, in words."""
    right = len(told & truth)
    return f"finds {right / len(truth):.3f} of them; {right / max(1, len(told)):.3f} of the {len(told)} pairs told are"


def entered_again(seed: int) -> tuple[Directory, set[tuple[str, str]]]:
    """The county's directory with services entered again, and the pairs that are one."""
    made = make_directory(Template(definitions.HOME / "places" / "dorset"), seed).directory()
    rng = np.random.default_rng(seed)
    services, organisations = dict(made.services), dict(made.organisations)
    locations, places = dict(made.locations), dict(made.service_at_locations)
    truth = set()
    for key in rng.choice(sorted(made.services), AGAIN, replace=False):
        one = made.services[str(key)]
        owner = made.organisations[one.organisation_id]
        body = replace(owner, id=f"again {owner.id}", name=otherwise(owner.name, rng, [" Ltd", " CIC", " (charity)"]))
        organisations[body.id] = body
        again = replace(
            one,
            id=f"again {one.id}",
            organisation_id=body.id,
            name=otherwise(one.name, rng, [" service", " (new)", ""]),
            url="" if rng.random() < 0.5 else one.url,
            contacts=() if rng.random() < 0.2 else tuple(written_otherwise(contact, rng) for contact in one.contacts),
        )
        services[again.id] = again
        for place in made.places_of.get(one.id, ()):
            where = replace(made.locations[place.location_id], id=f"again {place.location_id}")
            locations[where.id] = where
            copy = replace(place, id=f"again {place.id}", service_id=again.id, location_id=where.id)
            places[copy.id] = copy
        truth.add(tuple(sorted((one.id, again.id))))
    return Directory(organisations, services, locations, places, made.taxonomies, made.taxonomy_terms), truth


def otherwise(name: str, rng: np.random.Generator, endings: list[str]) -> str:
    """A name as somebody else would write it: as it is, a slip, other order, or with something at its end."""
    way = rng.integers(5)
    if way == 0 and len(name) > 4:
        at = int(rng.integers(1, len(name) - 2))
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if way == 1:
        return name.lower()
    if way == 2:
        return name + str(rng.choice(endings))
    if way == 3:
        return " ".join(reversed(name.split(", ")))
    return name


def written_otherwise(contact, rng: np.random.Generator):
    """A contact with its numbers in another form."""
    if rng.random() < 0.5:
        return contact
    return replace(
        contact, phones=tuple(replace(phone, number=f"+44 {phone.number.lstrip('0')}") for phone in contact.phones)
    )


def same_words(directory: Directory) -> set[tuple[str, str]]:
    """Pairs with the same name and organisation, letters and signs apart."""
    groups: dict[tuple[str, str], list[str]] = {}
    for service in directory.services.values():
        row = compared(service, directory)
        groups.setdefault((str(row["name"]), str(row["organisation"])), []).append(service.id)
    return {tuple(sorted((one, other))) for keys in groups.values() for one in keys for other in keys if one < other}


if __name__ == "__main__":
    main()
