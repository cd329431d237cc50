"""What may be set about linking, and to what is it set?"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class LinkParameters:
    """The settings of `joinedup.core.people.link`.

    Weights are match weights: log2 of the odds that two records are one person, so 0 is even odds and 10 is
    about 1,000 to 1. The thresholds were fixed on invented counties of one seed and reported on others
    (tests/evidence/test_county_links.py); a false link is held to be worse than a missed one.

    Parameters
    ----------
    least_weight : weight from which two records are joined without a shared NHS number.
    least_margin : how much better than the next person a match must be, where the two cannot be one person.
    grows_by_mean : whether people grow by the mean weight of all pairs between them, and not by any
        one pair: for a register that lists a person many times, with many gaps and errors.
    searches_widely : whether pairs are looked for in broader blocks too: for registers of few people with many gaps.
    most_records_of_number : records from which an NHS number that describes many people is quarantined.
    most_descriptions_of_number : different names and dates of birth such a number may describe.
    most_block_members : faces above which a block is left out, and a number that names more than one person is
        quarantined, so that work never grows with the square of a block.
    most_broad_block_members : the same of a block that shares nothing but a home.
    most_faces_of_person : faces (records that differ in something) above which a person is not let grow.
    most_different : share (0-1) of true pairs with wholly different given names (or dates of birth) above which those
        are too poor to tell twins (or parent and child) apart. About 3% of people are born a twin.
    most_different_once : the same of given names, where the two are on registers that list people once: there somebody
        called otherwise is mostly met, and two twins seldom without the other. An invented county has 0.1%, the two
        registers of `bench/linkage.py` 1.6 to 1.8%; there the veto would part several thousand who are one.
    least_records_of_register : records with full name and date of birth by which a register can show that it lists
        people once.
    most_repeated : share (0-1) of such records that may repeat another's name and date of birth in a register that
        lists people once. Two units that both have a record of such a register are never joined by likeness.
    training_records : records the model is trained on at most; whole people are drawn, not single records.
    training_pairs : pairs each round of training uses at most.
    least_training_pairs : pairs below which the starting weights are kept.
    accepts_test_numbers : whether NHS numbers of the test range, which nobody real has, join records. None: they do if
        most numbers of the registers are test numbers, so that invented people can be linked and a test patient left
        among real ones joins nobody.
    least_review_chance : chance (0-1) of being one person from which a pair left apart is worth a human look.
    most_review_share : share (0-1) of all records that may be sent to people; a pair counts as two.
    sample_pairs : pairs of each stratum that are drawn for the clerical sample; of those joined by number three times
        as many.
    """

    least_weight: float = 2.5
    least_margin: float = 3.0
    grows_by_mean: bool = False
    searches_widely: bool = False
    most_records_of_number: int = 20
    most_descriptions_of_number: int = 8
    most_block_members: int = 200
    most_broad_block_members: int = 8
    most_faces_of_person: int = 60
    most_different: float = 0.04
    most_different_once: float = 0.012
    least_records_of_register: int = 1_000
    most_repeated: float = 0.001
    training_records: int = 120_000
    training_pairs: float = 1e6
    least_training_pairs: int = 500
    accepts_test_numbers: bool | None = None
    least_review_chance: float = 0.05
    most_review_share: float = 0.01
    sample_pairs: int = 50


NOISY_REGISTER: Mapping[str, bool | float] = MappingProxyType(
    {"grows_by_mean": True, "searches_widely": True, "most_different": 0.0, "least_weight": -11.0}
)
"""For one register that lists people many times with many gaps and errors; its names and dates tell no relatives apart.
The least mean weight was chosen on one half of the historical people and reported on the other (`bench/linkage.py`).

What `joinedup link --noisy-register` sets, and `bench/linkage.py` measures on historical people.
"""
