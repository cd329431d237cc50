"""How much danger is heard in the words of an author whose phrases nothing was learnt from or chosen by?

The phrases are invented (bench/searching/learn_danger.py says by whom): what real people type may be heard less well.
"""

import numpy as np
import pytest

from bench.searching import learn_danger
from bench.searching.county import county
from joinedup.core.directory.search import Catalogue, documents, understand


@pytest.fixture(scope="module")
def is_heard():
    directory, _, atlas = county()
    speller = Catalogue(documents(directory), atlas.gazetteer.words).speller
    return lambda text: bool(understand(text, atlas, speller).crises)


def test_at_least_19_phrases_of_danger_in_20_bring_a_number(is_heard):
    said = [phrase for _, phrase in learn_danger.danger_of(learn_danger.REPORT)]
    heard = np.mean([is_heard(phrase) for phrase in said])
    print(f"author {learn_danger.REPORT}: {heard:.1%} of {len(said)} phrases of danger heard")
    assert heard >= 0.95


def test_at_most_one_everyday_query_in_ten_brings_one_though_many_use_words_near_danger(is_heard):
    said = learn_danger.lines(learn_danger.REPORT, "everyday")
    false = np.mean([is_heard(phrase) for phrase in said])
    print(f"author {learn_danger.REPORT}: {false:.1%} of {len(said)} everyday queries bring a number")
    assert false <= 0.10
