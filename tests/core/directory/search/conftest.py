"""The invented county's directory in memory, with an index of words."""

import pytest

from bench.searching.county import county, on_sqlite
from joinedup.core.directory.search import Catalogue, SqliteLexical, documents, search, understand


@pytest.fixture(scope="session")
def made():
    """Directory, kind of each service, atlas."""
    return county()


@pytest.fixture(scope="session")
def catalogue(made):
    directory, _, atlas = made
    return Catalogue(documents(directory), atlas.gazetteer.words)


@pytest.fixture(scope="session")
def lexical(catalogue):
    index = SqliteLexical(on_sqlite())
    index.create()
    index.replace(catalogue.documents)
    return index


@pytest.fixture(scope="session")
def hear(made, catalogue):
    """What is made out of words: `hear("mum fell", where="Poole")`."""
    return lambda text, where="": understand(text, made[2], catalogue.speller, where=where)


@pytest.fixture(scope="session")
def find(hear, catalogue, lexical):
    """What is found: `find("mum fell", where="Poole", filters=…)`."""

    def ask(text, where="", **options):
        return search(hear(text, where), catalogue, lexical, **options)

    return ask
