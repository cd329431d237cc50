"""How would a good analyst set Splink up for each piece of work?

For the two registers: names together with term frequencies, date of birth with its usual slips, sex, one joint
comparison of the home (postcode and address as two comparisons would count one piece of evidence twice), and the NHS
number where it is used, blocked on and compared. For the historical people and FEBRL 4: the settings of Splink's own
documentation (examples "Linking a dataset of real historical persons" and "Linking the febrl4 datasets").

References
----------
Linacre R and others. Splink: free software for probabilistic record linkage at scale. Int J Popul Data Sci 2022;7(3).
doi:10.23889/ijpds.v7i3.1794
"""

from typing import Any

import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import SettingsCreator, block_on

NUMBER_RULE = block_on("nhs_number")
TWO_REGISTER_RULES = [
    block_on("given_name", "family_name", "substr(birth_date, 1, 4)"),
    block_on("given_name", "birth_date"),
    block_on("family_name", "birth_date"),
    block_on("postcode", "birth_date"),
    block_on("postcode", "given_name"),
    block_on("postcode", "family_name"),
    block_on("substr(given_name, 1, 2)", "substr(family_name, 1, 3)", "birth_date"),
    block_on("address", "substr(birth_date, 1, 4)"),
]
CLEAN_TWO_REGISTERS = """
    select record_id as unique_id, source as source_dataset,
        nullif(regexp_replace(nhs_number, '[^0-9]', '', 'g'), '') as nhs_number,
        lower(given_name) as given_name, lower(family_name) as family_name,
        lower(given_name) || ' ' || lower(family_name) as full_name,
        strftime(birth_date, '%Y-%m-%d') as birth_date, sex,
        upper(replace(postcode, ' ', '')) as postcode, lower(address) as address
    from register
"""


def _home() -> cl.CustomComparison:
    same = "postcode_l = postcode_r"
    alike = "jaro_winkler_similarity(address_l, address_r) >= 0.9"
    levels: list[Any] = [
        cll.CustomLevel("postcode_l is null or postcode_r is null", "missing").configure(is_null_level=True),
        cll.CustomLevel(f"{same} and {alike}", "same postcode, similar address"),
        cll.CustomLevel(same, "same postcode"),
        cll.CustomLevel(f"levenshtein(postcode_l, postcode_r) <= 1 and {alike}", "slip in postcode, similar address"),
        cll.CustomLevel(
            "left(postcode_l, length(postcode_l) - 3) = left(postcode_r, length(postcode_r) - 3)", "district"
        ),
        cll.ElseLevel(),
    ]
    return cl.CustomComparison(output_column_name="home", comparison_levels=levels)


def two_registers(*, with_number: bool) -> SettingsCreator:
    """Settings for the two registers, with the NHS number blocked on and compared, or without it."""
    comparisons: list[Any] = [
        cl.ForenameSurnameComparison("given_name", "family_name", forename_surname_concat_col_name="full_name"),
        cl.DateOfBirthComparison("birth_date", input_is_string=True),
        cl.ExactMatch("sex"),
        _home(),
    ]
    if with_number:
        comparisons.append(cl.DamerauLevenshteinAtThresholds("nhs_number", [1, 2]))
    return SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[NUMBER_RULE] * with_number + TWO_REGISTER_RULES,
        comparisons=comparisons,
    )


HISTORICAL_RULES = [
    block_on("substr(first_name, 1, 3)", "substr(surname, 1, 4)"),
    block_on("surname", "dob"),
    block_on("first_name", "dob"),
    block_on("postcode_fake", "first_name"),
    block_on("postcode_fake", "surname"),
    block_on("dob", "birth_place"),
    block_on("substr(postcode_fake, 1, 3)", "dob"),
    block_on("substr(postcode_fake, 1, 3)", "first_name"),
    block_on("substr(postcode_fake, 1, 3)", "surname"),
    block_on("substr(first_name, 1, 2)", "substr(surname, 1, 2)", "substr(dob, 1, 4)"),
]
HISTORICAL_SURE = [
    block_on("first_name", "surname", "dob"),
    block_on("substr(first_name, 1, 2)", "surname", "substr(postcode_fake, 1, 2)"),
    block_on("dob", "postcode_fake"),
]


def historical() -> SettingsCreator:
    """The settings of Splink's documentation for historical people."""
    return SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=HISTORICAL_RULES,
        comparisons=[
            cl.ForenameSurnameComparison(
                "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
            ),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
    )


FEBRL4_RULES = [
    block_on("given_name", "surname"),
    block_on("given_name", "date_of_birth"),
    block_on("surname", "date_of_birth"),
    block_on("postcode", "date_of_birth"),
    block_on("postcode", "surname"),
    block_on("postcode", "given_name"),
    block_on("address_1", "street_number"),
    block_on("state", "date_of_birth"),
    block_on("address_1", "given_name"),
    block_on("address_1", "surname"),
    block_on("suburb", "date_of_birth"),
    block_on("suburb", "postcode", "street_number"),
]


def febrl4() -> SettingsCreator:
    """Settings like those of Splink's documentation for FEBRL 4, its id left out and the address put in for it."""
    return SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=FEBRL4_RULES,
        comparisons=[
            cl.ForenameSurnameComparison("given_name", "surname"),
            cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("address_1", [0.9, 0.8]),
            cl.JaroWinklerAtThresholds("suburb", [0.9]),
        ],
    )
