"""Which given names are short for which?"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import pyarrow as pa
from nicknames import name_triplets

from joinedup import definitions

# A name with so many short forms is a name of its own: that William was now and then called Fred does not make every
# Fred a William. Without this limit the package's list costs more precision than it gains in recall (measured on
# historical people, docs/decisions).
FORMS_OF_A_NAME = 3


@cache
def nicknames() -> pa.Table:
    """One row per short or variant form: name, and the list of names it may stand for, the likeliest first.

    Ours come first, from definitions/nicknames.yaml; then those of the package nicknames.

    Examples
    --------
    >>> forms = dict(zip(*nicknames().to_pydict().values()))
    >>> forms["peggy"][0], forms["nicky"][:2]
    ('margaret', ['nicholas', 'nicola'])
    >>> "william" in forms["bill"], "william" in forms.get("robert", [])
    (True, False)
    """
    stands_for: dict[str, list[str]] = {}
    for form, whole in (*_ours(), *_theirs()):
        names = stands_for.setdefault(form, [])
        if whole not in names:
            names.append(whole)
    return pa.table({"name": list(stands_for), "stands_for": list(stands_for.values())})


def _ours() -> Iterable[tuple[str, str]]:
    """Form and name, as our definitions have them."""
    return [(form, whole) for whole, forms in definitions.read("nicknames.yaml").items() for form in forms]


def _theirs() -> Iterable[tuple[str, str]]:
    """Form and name, as the package has them, in the order of the alphabet."""
    forms_of: dict[str, set[str]] = defaultdict(set)
    for each in name_triplets():
        if each.relationship == "has_nickname":
            forms_of[each.name1.lower()].add(each.name2.lower())
    return [
        (form, whole)
        for whole, forms in sorted(forms_of.items())
        for form in sorted(forms)
        if len(forms_of.get(form, ())) < FORMS_OF_A_NAME
    ]
