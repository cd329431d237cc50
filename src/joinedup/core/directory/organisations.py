"""Who provides help: an organisation and what other registers call it."""

from dataclasses import dataclass

from joinedup.core.directory.taxonomies import Attribute


@dataclass(frozen=True)
class Identifier:
    """What another register calls an organisation.

    Parameters
    ----------
    identifier_type : such as "Charity number".
    identifier_scheme : code of the register at org-id.guide, such as GB-CHC.
    """

    id: str
    identifier: str
    identifier_type: str
    identifier_scheme: str = ""


@dataclass(frozen=True)
class Organisation:
    """A body that provides services. `email` is also where links to edit its entry go."""

    id: str
    name: str
    description: str = ""
    email: str = ""
    website: str = ""
    logo: str = ""
    uri: str = ""
    parent_organisation_id: str = ""
    identifiers: tuple[Identifier, ...] = ()
    attributes: tuple[Attribute, ...] = ()
