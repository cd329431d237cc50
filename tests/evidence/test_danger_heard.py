"""How much danger is heard in phrases that nothing was learnt from or chosen by?

The phrases are invented (bench/searching/learn_danger.py says by whom): what real people type may be heard less well.
"""

import numpy as np
import pytest

from bench.searching import learn_danger
from bench.searching.county import county
from joinedup.core.directory.search import Catalogue, documents, understand
from joinedup.core.directory.search.crisis import crises, numbers_of

MISSED = {"F": set(), "H": {"my step dad does weird things"}, "J": set()}  # known: no number comes
MOST_FALSE = {"F": (0.25, 0.1), "H": (0.34, 0.11), "J": (0.22, 0.075)}  # everyday: with a number, with one aloud


@pytest.fixture(scope="module")
def hear():
    directory, _, atlas = county()
    speller = Catalogue(documents(directory), atlas.gazetteer.words).speller
    return lambda text: understand(text, atlas, speller).crises


@pytest.fixture(params=sorted(MISSED))
def author(request):
    return request.param


@pytest.fixture
def danger(author):
    return learn_danger.reported()[author][0]


def test_every_phrase_of_danger_brings_a_number_but_those_known_to_be_missed(author, danger, hear):
    assert {phrase for _, phrase in danger if not hear(phrase)} == MISSED[author]


def test_nine_in_ten_are_said_aloud_and_19_in_20_bring_the_first_number_of_their_kind(author, danger, hear):
    heard = [(kind, hear(phrase)) for kind, phrase in danger]
    aloud = np.mean([learn_danger.is_aloud(found) for _, found in heard])
    first = np.mean([crises()[kind].numbers[0] in numbers_of(found) for kind, found in heard])
    print(f"author {author}: {aloud:.1%} aloud, {first:.1%} with the first number of the kind meant")
    assert aloud >= 0.9
    assert first >= 0.95


def test_49_in_50_are_heard_with_letters_changed_round(author, danger, hear):
    heard = np.mean([bool(hear(learn_danger.mistyped(phrase))) for _, phrase in danger])
    print(f"author {author}: {heard:.1%} heard when mistyped")
    assert heard >= 0.98


def test_false_alarms_are_mostly_quiet_though_every_query_was_written_to_bring_one(author, hear):
    everyday = learn_danger.reported()[author][1]
    found = [hear(phrase) for phrase in everyday]
    shares = np.mean([bool(one) for one in found]), np.mean([learn_danger.is_aloud(one) for one in found])
    print(f"author {author}: {shares[0]:.1%} of {len(everyday)} everyday queries bring a number, {shares[1]:.1%} aloud")
    assert all(one <= most for one, most in zip(shares, MOST_FALSE[author], strict=True))


def test_what_is_reported_on_was_not_learnt_from_and_is_enough(author):
    danger, everyday = learn_danger.reported()[author]
    assert len(danger) >= 150
    assert len(everyday) >= 140
    assert not learn_danger.met() & {*everyday, *(phrase for _, phrase in danger)}
