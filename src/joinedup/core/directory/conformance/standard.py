"""What must a feed of each standard answer, and what does each answer look like?

Sources: uk-profile @ecdfabf (HSDS-UK 3.0) and the schemas last carried by oruk-validator (both standards). Level 1 is
what a feed must have, level 2 what the standard's validator tags as optional.
"""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from joinedup.core.directory.standards import hsds_uk_types, oruk_types
from joinedup.core.errors import CannotProceed


class UnknownStandard(CannotProceed):
    """A standard that joinedup does not know."""


@dataclass(frozen=True)
class Resource:
    """One kind of entry a feed lists.

    Parameters
    ----------
    path : such as "services"; its list is at /services and one entry at /services/{id}.
    level : 1 or 2.
    kind, listed : what an entry looks like by itself, and in a list; the same where `listed` is left out.
    schema : name of the published schema of one entry; that of a list ends in _list.
    is_paged : whether the published OpenAPI document has a `page` parameter for it, so that it is tested page by page.
    published_list : how the published OpenAPI document types the list; "page" is right, "unchecked" types each item
        as a page, "item" types the page as an item.
    may_be_empty : whether an empty list is no reason to warn.
    """

    path: str
    level: int
    kind: TypeAdapter[Any]
    schema: str
    is_paged: bool = True
    published_list: str = "page"
    may_be_empty: bool = False
    listed: TypeAdapter[Any] | None = None

    @property
    def in_list(self) -> TypeAdapter[Any]:
        """What an entry looks like in a list."""
        return self.listed or self.kind

    @property
    def list_endpoint(self) -> str:
        """Such as /services."""
        return f"/{self.path}"

    @property
    def entry_endpoint(self) -> str:
        """Such as /services/{id}."""
        return f"/{self.path}/{{id}}"


@dataclass(frozen=True)
class PageNames:
    """What a standard calls the fields of a page."""

    contents: str
    total_items: str
    total_pages: str
    number: str
    size: str
    first: str
    last: str
    empty: str


@dataclass(frozen=True)
class Standard:
    """A version of the standard, as the gate tests it."""

    name: str
    page: TypeAdapter[Any]
    names: PageNames
    resources: tuple[Resource, ...]
    about: TypeAdapter[Any] | None  # what `/` looks like, where the standard says

    @property
    def by_path(self) -> dict[str, Resource]:
        """Resources by their path."""
        return {resource.path: resource for resource in self.resources}


HSDS_UK_3 = Standard(
    name="HSDS-UK 3.0",
    page=TypeAdapter(hsds_uk_types.Page),
    names=PageNames(
        "contents", "total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty"
    ),
    about=TypeAdapter(hsds_uk_types.Api),
    resources=(
        Resource(
            "services",
            1,
            TypeAdapter(hsds_uk_types.Service),
            "service",
            published_list="unchecked",
            listed=TypeAdapter(hsds_uk_types.ListedService),
        ),
        Resource("taxonomies", 2, TypeAdapter(hsds_uk_types.Taxonomy), "taxonomy", published_list="unchecked"),
        Resource("taxonomy_terms", 2, TypeAdapter(hsds_uk_types.TaxonomyTerm), "taxonomy_term"),
        Resource(
            "organizations",
            2,
            TypeAdapter(hsds_uk_types.Organization),
            "organization",
            published_list="item",
            listed=TypeAdapter(hsds_uk_types.ListedOrganization),
        ),
        Resource("service_at_locations", 2, TypeAdapter(hsds_uk_types.ServiceAtLocation), "service_at_location"),
    ),
)

ORUK_1 = Standard(
    name="ORUK 1.0",
    page=TypeAdapter(oruk_types.Page),
    names=PageNames("content", "totalElements", "totalPages", "number", "size", "first", "last", "empty"),
    about=None,
    resources=(
        Resource("services", 1, TypeAdapter(oruk_types.Service), "service"),
        Resource("taxonomies", 2, TypeAdapter(oruk_types.Taxonomy), "taxonomy"),
        Resource("organizations", 2, TypeAdapter(oruk_types.Organization), "organization", is_paged=False),
        Resource("locations", 2, TypeAdapter(oruk_types.Location), "location", is_paged=False),
        Resource("reviews", 2, TypeAdapter(oruk_types.Review), "review", is_paged=False, may_be_empty=True),
    ),
)
STANDARDS = {"3.0": HSDS_UK_3, "1.0": ORUK_1}


def standard_named(version: str) -> Standard:
    """The standard of a version, "3.0" or "1.0".

    Raises
    ------
    UnknownStandard : there is no such version here.
    """
    if version not in STANDARDS:
        raise UnknownStandard(f"No version {version}", available=STANDARDS)
    return STANDARDS[version]
