"""What comes in from agencies: the place file, the contracts of their extracts, and the check."""

from joinedup.core.interop.contract import Contract, all_contracts, read_contract
from joinedup.core.interop.inspection import check
from joinedup.core.interop.organisations import Organisation
from joinedup.core.interop.place import AgencyFile, Budget, Capacity, Cost, Neighbourhood, Place
from joinedup.core.interop.place_file import read_place
from joinedup.core.interop.report import FileReport, read_report

__all__ = [
    "AgencyFile",
    "Budget",
    "Capacity",
    "Contract",
    "Cost",
    "FileReport",
    "Neighbourhood",
    "Organisation",
    "Place",
    "all_contracts",
    "check",
    "read_contract",
    "read_place",
    "read_report",
]
