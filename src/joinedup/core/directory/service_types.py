"""What kinds of help are there, by topic? The taxonomy of definitions/directory/service_types.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from uuid import NAMESPACE_URL, uuid5

from joinedup import definitions
from joinedup.core.directory.taxonomies import Taxonomy, TaxonomyTerm

LINK_TYPE = "service type"


@dataclass(frozen=True)
class Topic:
    """A part of life that kinds of service belong to.

    Parameters
    ----------
    types : names of its kinds of service, by code.
    """

    code: str
    name: str
    words: str
    types: Mapping[str, str]


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic, in the order in which they are shown."""
    read = definitions.read("directory/service_types.yaml")["topics"]
    return tuple(Topic(one["code"], one["name"], one["words"], one["types"]) for one in read)


@cache
def names() -> Mapping[str, str]:
    """The name of each kind of service, by code.

    Examples
    --------
    >>> names()["food_bank"]
    'Food bank'
    """
    return {code: name for topic in topics() for code, name in topic.types.items()}


def term_id(code: str) -> str:
    """The id of a term: the same everywhere, so that two directories mean the same by it."""
    return str(uuid5(NAMESPACE_URL, f"joinedup/service-types/{code}"))


@cache
def taxonomy() -> tuple[Taxonomy, tuple[TaxonomyTerm, ...]]:
    """The taxonomy and its terms: topics, and the kinds of service within each."""
    about = definitions.read("directory/service_types.yaml")
    whole = Taxonomy(term_id(about["id"]), about["name"], about["description"], version="1")
    terms = []
    for topic in topics():
        terms.append(TaxonomyTerm(term_id(topic.code), whole.id, topic.code, topic.name, topic.words))
        terms += [
            TaxonomyTerm(term_id(code), whole.id, code, name, name, parent_id=term_id(topic.code))
            for code, name in topic.types.items()
        ]
    return whole, tuple(terms)
