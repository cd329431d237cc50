"""What comes in from agencies: the place file, the contracts of their extracts, and the check."""

from joinedup.core.interop.organisations import Organisation
from joinedup.core.interop.place import AgencyFile, Budget, Capacity, Cost, Neighbourhood, Place
from joinedup.core.interop.place_file import read_place

__all__ = ["AgencyFile", "Budget", "Capacity", "Cost", "Neighbourhood", "Organisation", "Place", "read_place"]
