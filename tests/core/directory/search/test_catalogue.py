"""The columns of the catalogue, on a few services made up for each test."""

import gc
import weakref

from joinedup.core.directory import Directory, Organisation, Seeker, Service, ServiceArea
from joinedup.core.directory.search import Document
from joinedup.core.directory.search import document as document_of
from joinedup.core.directory.search.catalogue import Catalogue
from joinedup.core.directory.search.question import Question, Where
from joinedup.core.directory.search.reasons import against


def document(key, **said):
    return Document(key, f"s{key}", f"Lunch club {key}", "", "", "", "", **said)


def test_area_that_no_service_names_makes_none_of_them_serve_it():
    catalogue = Catalogue([document(1, areas=frozenset({"E1"}), area_codes=frozenset({"E1"})), document(2)])
    assert catalogue.serves(["E2", "Nowhere"]).tolist() == [False, True]


def for_areas(key, *areas):
    """A service for areas, each a name and a code."""
    said = tuple(ServiceArea(f"a{number}", *area) for number, area in enumerate(areas))
    service = Service(f"s{key}", "o", "Lunch club", service_areas=said)
    return document_of(service, Directory.of([Organisation("o", "Friends")], [service]), key)


def test_names_of_areas_say_whom_it_is_for_and_never_whom_it_is_not_for():
    named, coded, both = for_areas(1, ("West Dorset",)), for_areas(2, ("", "E2")), for_areas(3, ("Wool", "E2"))
    catalogue = Catalogue([named, coded, both])
    assert catalogue.serves(["E1", "Dorset"]).tolist() == [True, False, False]
    assert catalogue.serves(["E1", "Wool"]).tolist() == [True, False, True]
    question = Question("", (), (), (), {}, (), (), Where(), Seeker(areas=["E1", "Dorset"]), False)
    assert [against(one, question) for one in (named, coded)] == [(), ("Not for where you live",)]


def test_catalogue_that_is_superseded_is_let_go():
    catalogue = Catalogue([document(1)])
    assert "lunch" in catalogue.stems_of(0)
    assert catalogue.stems_of(0) is catalogue.stems_of(0)
    gone = weakref.ref(catalogue)
    del catalogue
    gc.collect()
    assert gone() is None
