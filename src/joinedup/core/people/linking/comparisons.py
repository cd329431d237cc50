"""What does the model compare about two records, and in which steps of likeness?

Each comparison is a list of levels, best first, in Splink's own settings form. A level's `m` is how often two records
of one person fall in it, `u` how often two different people do; both are starting values, replaced by training
wherever the records are enough to learn from. Postcode and address are one comparison: as two they would count one
piece of evidence twice.

References
----------
Fellegi I P, Sunter A B. A theory for record linkage. J Am Stat Assoc 1969;64:1183-1210.
doi:10.1080/01621459.1969.10501049
Winkler W E. String comparator metrics and enhanced decision rules. Proc. Survey Research Methods, ASA, 1990:354-359.
"""

from typing import Any

FORMAT = "joinedup-model-5"  # counts up when a column or macro that conditions use changes its meaning

Level = tuple[str, str, float, float] | tuple[str, str, float, float, str]

EXCHANGED = "people_names_exchanged(given_l, family_l, given_r, family_r)"
NAMES_EXCHANGED = "given and family name exchanged"
INITIAL = "(length(given_l) = 1 or length(given_r) = 1) and left(given_l, 1) = left(given_r, 1)"
MISPLACED = "people_name_misplaced(given_l, family_l, given_r, family_r)"
GIVENS_ALIKE = "people_givens_alike(given_l, nicks_l, middle_l, given_r, nicks_r, middle_r)"
DISPUTED = (
    "case when disputed_l = disputed_r then people_births_near(birth_l, born_l, birth_r, born_r)"
    " or (birth_l is null or birth_r is null) and coalesce(sex_l = sex_r, true) else false end"
)
SAME_HOME = "doors_l = doors_r and people_streets_alike(street_l, street_r)"

# (SQL, label, m, u[, column whose common values count for less])
COMPARISONS: dict[str, tuple[str, list[Level]]] = {
    "given_name": (
        "given_l is null or given_r is null",
        [
            ("given_l = given_r", "same", 0.80, 0.012, "given"),
            (EXCHANGED, NAMES_EXCHANGED, 0.01, 3.6e-7, "given"),
            ("list_has_any(nicks_l, nicks_r)", "one is short for the other", 0.06, 0.003),
            ("given_l = middle_r or given_r = middle_l", "one is the other's middle name", 0.01, 0.002),
            ("jaro_winkler_similarity(given_l, given_r) >= 0.92", "a slip", 0.07, 0.004),
            (INITIAL, "initial", 0.02, 0.002),
            (GIVENS_ALIKE, "much alike", 0.02, 0.008),
            (MISPLACED, "one is the other's family name", 0.005, 0.0005),
            ("ELSE", "different", 0.01, 0.97),
        ],
    ),
    "family_name": (
        f"family_l is null or family_r is null or coalesce({MISPLACED}, false)",
        [
            ("family_l = family_r", "same", 0.87, 0.003, "family"),
            (EXCHANGED, NAMES_EXCHANGED, 0.01, 0.01, "family"),
            ("jaro_winkler_similarity(family_l, family_r) >= 0.92", "a slip", 0.05, 0.001),
            ("people_shared_part(family_l, family_r)", "one part of a double name", 0.01, 0.0005),
            ("jaro_winkler_similarity(family_l, family_r) >= 0.85", "much alike", 0.02, 0.003),
            ("ELSE", "different", 0.05, 0.993),
        ],
    ),
    "birth_date": (
        "birth_l is null or birth_r is null",
        [
            ("birth_l = birth_r", "same", 0.95, 4e-5),
            ("people_one_slip(birth_l, birth_r)", "one slip", 0.03, 0.0008),
            (
                "birth_l[1:4] = birth_r[1:4] and birth_l[5:6] = birth_r[7:8] and birth_l[7:8] = birth_r[5:6]",
                "day and month exchanged",
                0.008,
                2e-5,
            ),
            (
                "people_births_near(birth_l, born_l, birth_r, born_r)",
                "within a month, or two of day, month and year",
                0.01,
                0.004,
            ),
            ("ELSE", "different", 0.002, 0.995),
        ],
    ),
    "sex": (
        "sex_l is null or sex_r is null",
        [("sex_l = sex_r", "same", 0.995, 0.5), ("ELSE", "different", 0.005, 0.5)],
    ),
    "home": (
        "postcode_l is null and street_l is null or postcode_r is null and street_r is null",
        [
            (f"postcode_l = postcode_r and {SAME_HOME}", "same home", 0.62, 5e-6),
            ("postcode_l = postcode_r and doors_l = doors_r and doors_l <> ''", "same postcode and door", 0.01, 1e-6),
            (
                "postcode_l = postcode_r and people_streets_alike(street_l, street_r)",
                "same street, another door",
                0.03,
                1e-5,
            ),
            ("postcode_l = postcode_r", "same postcode", 0.07, 3e-5),
            (
                f"(doors_l <> '' or length(street_l) > 15) and {SAME_HOME}",
                "same door and street, another postcode",
                0.06,
                2e-5,
            ),
            (
                "people_letters_alike(letters_l, letters_r)",
                "much the same street, another door and postcode",
                0.02,
                0.0005,
            ),
            (
                "people_one_slip(postcode_l, postcode_r) and doors_l = doors_r and doors_l <> ''",
                "a slip in the postcode, same door",
                0.005,
                1e-5,
            ),
            ("people_one_slip(postcode_l, postcode_r)", "a slip in the postcode", 0.03, 0.0003),
            ("sector_l = sector_r", "same part of town", 0.04, 0.008),
            ("ELSE", "different", 0.15, 0.99),
        ],
    ),
    "birth_place": (
        "birth_place_l is null or birth_place_r is null",
        [
            ("birth_place_l = birth_place_r", "same", 0.8, 0.01, "birth_place"),
            (
                "jaro_winkler_similarity(birth_place_l, birth_place_r) >= 0.9 or contains(birth_place_l, birth_place_r)"
                " or contains(birth_place_r, birth_place_l)",
                "much alike",
                0.03,
                0.003,
            ),
            ("ELSE", "different", 0.17, 0.987),
        ],
    ),
    "occupation": (
        "occupation_l is null or occupation_r is null",
        [
            ("occupation_l = occupation_r", "same", 0.85, 0.05, "occupation"),
            ("ELSE", "different", 0.15, 0.95),
        ],
    ),
    "nhs_number": (
        f"(number_l is null or number_r is null) and not coalesce({DISPUTED}, false)",
        [
            # too little agreed to join them by the number; but two people whose numbers were mixed up are seldom born
            # on one day, unless twins
            (f"coalesce({DISPUTED}, false)", "same, dates not far apart, other names", 0.003, 1e-9),
            ("number_l = number_r", "same", 0.93, 1e-7),
            ("hamming(number_l, number_r) <= 2", "one or two slips", 0.03, 1e-6),
            ("ELSE", "different", 0.04, 0.9999),
        ],
    ),
}
COLUMNS = {
    "given_name": "given",
    "family_name": "family",
    "birth_date": "birth",
    "sex": "sex",
    "home": "sector",
    "birth_place": "birth_place",
    "occupation": "occupation",
    "nhs_number": "number",
}


def settings(present: set[str], prior: float) -> dict[str, Any]:
    """Splink settings with the starting weights.

    Parameters
    ----------
    present : the comparisons some record has a value for; the others are left out.
    prior : probability (0–1) that two records compared at random are one person.

    Examples
    --------
    >>> [comparison["output_column_name"] for comparison in settings({"sex"}, 0.001)["comparisons"]]
    ['sex']
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "sql_dialect": "duckdb",
        "linker_uid": FORMAT,
        "probability_two_random_records_match": prior,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "additional_columns_to_retain": [],
        "blocking_rules_to_generate_predictions": [],
        "max_iterations": 25,
        "em_convergence": 0.001,
        "comparisons": [_comparison(name) for name in COMPARISONS if name in present],
    }


def conditions() -> frozenset[str]:
    """Every condition of the comparisons here."""
    levels = COMPARISONS.values()
    return frozenset(missing for missing, _ in levels) | {level[0] for _, steps in levels for level in steps}


def _comparison(name: str) -> dict[str, Any]:
    missing, levels = COMPARISONS[name]
    return {
        "output_column_name": name,
        "comparison_levels": [
            {"sql_condition": missing, "label_for_charts": "missing", "is_null_level": True},
            *(_level(*level) for level in levels),
        ],
    }


def _level(condition: str, label: str, m: float, u: float, common: str = "") -> dict[str, Any]:
    level = {"sql_condition": condition, "label_for_charts": label, "m_probability": m, "u_probability": u}
    return level | ({"tf_adjustment_column": common, "tf_minimum_u_value": 1e-5} if common else {})
