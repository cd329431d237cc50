"""The columns of the catalogue, on a few services made up for each test."""

from joinedup.core.directory.search import Document
from joinedup.core.directory.search.catalogue import Catalogue


def document(key, **said):
    return Document(key, f"s{key}", f"Lunch club {key}", "", "", "", "", **said)


def test_area_that_no_service_names_makes_none_of_them_serve_it():
    catalogue = Catalogue([document(1, areas=frozenset({"E1"})), document(2)])
    assert catalogue.serves(["E2", "Nowhere"]).tolist() == [False, True]
