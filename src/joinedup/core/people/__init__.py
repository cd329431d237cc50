"""Who is who: one person index from many registers."""

from joinedup.core.people.full_link import link
from joinedup.core.people.linkage import Linkage
from joinedup.core.people.parameters import LinkParameters

__all__ = ["LinkParameters", "Linkage", "link"]
