"""How is an entry kept in a column of JSON, and read back the same? In our own form, by which changes are told."""

from typing import Any, TypeVar

from pydantic import TypeAdapter

from joinedup.core.directory.locations import Location
from joinedup.core.directory.organisations import Organisation
from joinedup.core.directory.services import Service, ServiceAtLocation
from joinedup.core.directory.taxonomies import Taxonomy, TaxonomyTerm

Kind = TypeVar("Kind")
KINDS = (Organisation, Location, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm)
ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in KINDS}


def to_json(entry: Any) -> dict[str, Any]:
    """An entry of the directory as JSON; what is as a new entry would have it is left out.

    Examples
    --------
    >>> from joinedup.core.directory import CostOption, Service
    >>> lunch = Service("s", "o", "Lunch club", cost_options=(CostOption("c", amount_pence=350),))
    >>> to_json(lunch)
    {'id': 's', 'organisation_id': 'o', 'name': 'Lunch club', 'cost_options': [{'id': 'c', 'amount_pence': 350}]}
    >>> from_json(Service, to_json(lunch)) == lunch
    True
    """
    written: dict[str, Any] = ADAPTERS[type(entry)].dump_python(entry, mode="json", exclude_defaults=True)
    return written


def from_json(kind: type[Kind], stored: dict[str, Any]) -> Kind:
    """The entry that `to_json` wrote."""
    entry: Kind = ADAPTERS[kind].validate_python(stored)
    return entry
