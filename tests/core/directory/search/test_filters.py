"""What a filter keeps, and what it must not."""

from joinedup.core.directory import Attending
from joinedup.core.directory.search import Document, Filters

WHEELCHAIR = Filters(wheelchair=True)


def service(**said) -> Document:
    return Document(1, "s", "Lunch club", "", "", "", "", **said)


def test_venue_on_no_map_is_not_taken_for_help_at_home():
    up_the_stairs = service(attending=(Attending.VENUE,), wheelchair=False)
    assert not WHEELCHAIR.keep(up_the_stairs)
    assert not WHEELCHAIR.keep(service(attending=(Attending.VENUE,)))
    assert not WHEELCHAIR.keep(service(wheelchair=False))


def test_what_needs_no_getting_in_is_kept_for_a_wheelchair():
    assert WHEELCHAIR.keep(service(attending=(Attending.PHONE,)))
    assert WHEELCHAIR.keep(service(attending=(Attending.VENUE, Attending.HOME_VISIT), wheelchair=False))
    assert WHEELCHAIR.keep(service())
    assert WHEELCHAIR.keep(service(attending=(Attending.VENUE,), wheelchair=True))
