"""What words are services sorted by: taxonomies, their terms, and the tie of a term to an entry."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Taxonomy:
    """A set of terms, such as the needs people come with."""

    id: str
    name: str
    description: str
    uri: str = ""
    version: str = ""


@dataclass(frozen=True)
class TaxonomyTerm:
    """One word of a taxonomy.

    Parameters
    ----------
    code : our short word for it, such as "falls"; the standard's `term`.
    parent_id : the wider term, or "" at the top.
    uri : what the term is called elsewhere, such as an address at id.esd.org.uk.
    """

    id: str
    taxonomy_id: str
    code: str
    name: str
    description: str
    parent_id: str = ""
    uri: str = ""


@dataclass(frozen=True)
class Attribute:
    """A term tied to an entry; `link_type` says in which way, such as "need" or "service category"."""

    id: str
    taxonomy_term_id: str
    link_type: str = ""
