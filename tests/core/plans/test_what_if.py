"""Asking what if: from what a plan keeps, from a warm start, with limits as people write them."""

from dataclasses import replace

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from joinedup.cli import app
from joinedup.cli import plans as _plans_command  # noqa: F401  (adds its commands to app)
from joinedup.core.plans import LocalValue, library, prepare, saved
from joinedup.core.plans.change import change_of, changed, changes_of
from joinedup.core.plans.decide import decide
from joinedup.core.plans.decisions import DecisionsWrong, lists_of
from joinedup.core.plans.evidence import EvidenceWrong
from joinedup.core.plans.limits import LimitsWrong
from joinedup.core.plans.limits_file import read_limits
from joinedup.core.plans.outline import outline
from joinedup.core.plans.prepared import price_book
from joinedup.core.plans.saved import NotSaved
from joinedup.core.plans.what_if import what_if
from joinedup.job import plan_folder
from joinedup.job.choosing import choose_into, read_library, what_if_in

LIMITS = """
thresholds = {fall = 0.25, admission_or_death = 0.3, care_home = 0.1}
neighbourhoods = {hood00 = "Old Harbour"}

[[capacities]]
offer = "falls_exercise"
neighbourhood = "hood00"
places_per_year = 4

[[budgets]]
funder = "icb"
annual_pounds = 5000
name = "NHS Example"

[[payers]]
kind = "commissioner"
funder = "icb"

[parameters]
most_items = 3
"""


@pytest.fixture
def prepared(engine, make_people, make_limits, parameters):
    people = make_people(1500)
    return prepare(people, library(), make_limits(people), parameters, engine=engine)


def decided(prepared):
    return decide(prepared.assembled, prepared.fits, prepared.library, prepared.parameters)


@pytest.mark.parametrize(
    ("written", "before", "after"),
    [("x=+10%", 50, 55), ("x=-10%", 55, 49), ("x=120%", 50, 60), ("x=40", 7, 40), ("x=+4", 7, 11), ("x=-9", 7, 0)],
)
def test_a_change_is_read_as_people_write_it(written, before, after):
    assert change_of(written).amount.of(before) == after


@pytest.mark.parametrize(
    "written", ["", "x", "x=", "x=ten", "x==3", "x=+10%%", "=3", "@hill=3", "x@=3", "x=1e9", "x=nan"]
)
def test_what_is_no_change_is_refused(written):
    with pytest.raises(LimitsWrong, match="is not a change"):
        change_of(written)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("massage=3", "no capacity or budget 'massage'.*falls_exercise.*icb"),
        ("falls_exercise@nowhere=3", "no neighbourhood 'nowhere'"),
        ("bank=3", "no capacity or budget 'bank'"),
        ("icb@hood00=3", "the whole place's"),
    ],
)
def test_a_change_of_what_is_not_there_is_refused_with_what_is(prepared, written, said):
    with pytest.raises(LimitsWrong, match=said):
        changed(prepared.limits, [change_of(written)], library())


def test_changes_are_made_in_their_order(prepared):
    places = {hood: 10 for name, hood in prepared.limits.capacities if name == "falls_exercise"}
    limits = replace(prepared.limits, capacities={("falls_exercise", hood): 10 for hood in places})
    both = changed(limits, changes_of(["falls_exercise=+10%", "falls_exercise@hood00=+10", "icb=7"]), library())
    assert both.capacities == {("falls_exercise", hood): 21 if hood == "hood00" else 11 for hood in places}
    assert both.budgets_pence["icb"] == 700


def test_more_places_do_more_and_less_money_does_less(prepared):
    choice = decided(prepared)
    now = outline(prepared, choice)
    book = price_book(prepared.priced.rows, choice.answer.prices)
    more = what_if(prepared, now, changes_of(["falls_exercise=+50%"]), book)
    less = what_if(prepared, now, changes_of(["icb=-40%"]), book)
    assert more.after.worth > now.worth > less.after.worth
    assert more.gained > 0
    assert less.after.cost_pence["icb"] <= 0.6 * prepared.limits.budgets_pence["icb"]
    nothing = what_if(prepared, now, changes_of(["falls_exercise=+0%"]), book)
    assert nothing.after.worth == pytest.approx(now.worth, rel=0.001)


def test_only_what_a_change_brings_about_moves(prepared):
    choice = decided(prepared)
    now, book = outline(prepared, choice), price_book(prepared.priced.rows, choice.answer.prices)
    same = what_if(prepared, now, changes_of(["falls_exercise=+0%"]), book)
    assert (same.gained, same.lost) == (0, 0)
    wider = what_if(prepared, now, changes_of(["falls_exercise=+3"]), book)
    new_places = 3 * len({hood for name, hood in prepared.limits.capacities if name == "falls_exercise"})
    assert 0 < wider.gained <= 2 * new_places
    assert wider.lost <= new_places


def test_what_a_plan_keeps_gives_the_same_plan_again(prepared):
    person, fit = saved.person_table(prepared), saved.fit_table(prepared)
    here = replace(prepared.limits, event_values={"care_home": LocalValue.in_pounds(0, 21000, "finance")})
    assert saved.settings_of(saved.settings_text(here, prepared.parameters))[0] == here
    limits, parameters = saved.settings_of(saved.settings_text(prepared.limits, prepared.parameters))
    assert (limits, parameters) == (prepared.limits, prepared.parameters)
    shuffled = fit.sort_by([("person_id", "descending"), ("offer", "ascending")])
    again = saved.prepared_from(person, shuffled, library(), limits, parameters)
    assert outline(again, decided(again)) == outline(prepared, decided(prepared))
    kept = {*person.column_names, *fit.column_names}
    assert not kept & {"given_name", "family_name", "postcode", "nhs_number", "birth_date"}


def test_what_cannot_be_read_back_is_refused(prepared):
    with pytest.raises(NotSaved):
        saved.settings_of("{}")
    person, fit = saved.person_table(prepared), saved.fit_table(prepared)
    with pytest.raises(NotSaved, match="lack credit_fall"):
        saved.prepared_from(person, fit.drop_columns(["credit_fall"]), library(), prepared.limits, prepared.parameters)
    strange = pa.table(
        {**dict(zip(fit.column_names, fit.columns, strict=True)), "offer": pa.array(["massage"] * fit.num_rows)}
    )
    with pytest.raises(NotSaved, match="massage"):
        saved.prepared_from(person, strange, library(), prepared.limits, prepared.parameters)


def test_the_latest_decision_within_a_year_counts(engine):
    from datetime import date

    rows = [
        ("a", "telecare", "accepted", "agreed", "2026-01-01"),
        ("a", "telecare", "declined", "not_wanted", "2026-02-01"),
        ("a", "befriending", "accepted", "agreed", "2025-01-01"),
        ("a", "falls_exercise", "declined", "no_place", "2026-03-01"),
        ("b", "telecare", "declined", "not_wanted", "2026-01-01"),
        ("b", "telecare", "undone", "", "2026-01-02"),
        ("b", "warm_home", "accepted", "agreed", "2026-01-02"),
        ("b", "stop_smoking", "proposed", "", "2026-03-01"),
        ("b", "befriending", "proposed", "", "2023-03-01"),
        ("b", "telehealth", "proposed", "", "2027-03-01"),
        ("c", "telecare", "accepted", "agreed", "2026-05-01"),
    ]
    names = ("person_id", "offer", "choice", "reason", "decided_on")
    table = pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])
    found = {row["person_id"]: row for row in lists_of(table, engine, as_at=date(2026, 4, 1)).to_pylist()}
    assert found["a"]["refused"] == ["telecare"]
    assert found["a"]["wishes"] == ["falls_exercise"]
    assert not found["a"]["receives"]
    assert found["b"]["receives"] == ["warm_home"]
    assert found["b"]["proposed_before"] == ["stop_smoking"]
    assert not found["b"]["refused"]
    with pytest.raises(DecisionsWrong, match="lack reason"):
        lists_of(table.drop_columns(["reason"]), engine, as_at=date(2026, 4, 1))
    wrong = table.set_column(2, "choice", pa.array(["maybe"] * len(rows)))
    with pytest.raises(DecisionsWrong, match=r"'maybe' is not a choice.*accepted"):
        lists_of(wrong, engine, as_at=date(2026, 4, 1))
    undated = table.set_column(4, "decided_on", pa.array(["soon"] * len(rows)))
    with pytest.raises(DecisionsWrong, match="have no day"):
        lists_of(undated, engine, as_at=date(2026, 4, 1))


def test_a_file_of_limits_is_read_and_says_what_is_wrong_with_it(tmp_path):
    path = tmp_path / "limits.toml"
    path.write_text(LIMITS)
    limits, parameters = read_limits(path)
    assert limits.capacities == {("falls_exercise", "hood00"): 4}
    assert limits.budgets_pence == {"icb": 500000}
    assert (parameters.most_items, parameters.thresholds["fall"]) == (3, 0.25)
    for before, after, said in (
        ("places_per_year = 4", "places_per_year = -4", "capacities, entry 1, places_per_year"),
        ("annual_pounds = 5000", "annual_pounds = -1", "budgets, entry 1, annual_pounds"),
        ("most_items = 3", "most_item = 3", "'most_item' is unknown"),
        ("most_items = 3", "most_items = 'few'", "most_items is 'few'"),
        ("most_items = 3", "caution = 2.0", "clear how to decide"),
        ("fall = 0.25", "joy = 0.25", "'joy' is not an outcome"),
        ("fall = 0.25", "fall = 25", "less than or equal to 1"),
        ("[[payers]]", "[[payer]]", "payer"),
        ("thresholds =", "thresholds", "is not TOML"),
    ):
        path.write_text(LIMITS.replace(before, after))
        with pytest.raises(LimitsWrong, match=said):
            read_limits(path)
    path.write_text(LIMITS + '\n[[budgets]]\nfunder = "icb"\nannual_pounds = 3\n')
    with pytest.raises(LimitsWrong):
        read_limits(path)
    with pytest.raises(LimitsWrong, match="cannot be opened"):
        read_limits(tmp_path / "none.toml")


EFFECT = (
    "id,intervention,population,setting,outcome,measure,effect,low,high,finding,mechanism,our_outcome,difference,"
    "certainty,certainty_checked,effect_words,cost_pounds,cost_words,citation,link,verified,notes\n"
    "dance,Dancing,60+,halls,falls,rate_ratio,{effect},{low},{high},helps,strength_and_balance,fall,,low,true,,,,"
    "{citation},https://example.org/dance,true,\n"
)
OFFER = """
- code: dancing
  name: Dancing
  kind: support
  words: Dancing together.
  for_whom: people of 60 and over
  eligible: age >= 60
  needs: [{when: has_mobility_problem = 1, words: has trouble getting about}]
  mechanism: strength_and_balance
  effects: [{evidence: dance, when: age >= 60}]
  cost: {none: Volunteers.}
  funder: charity
  capacity_unit: people
"""


def written(tmp_path, **values):
    given = {"effect": 0.5, "low": 0.4, "high": 0.6, "citation": "Invented 2026"} | values
    (tmp_path / "effects.csv").write_text(EFFECT.format(**given))
    (tmp_path / "offers.yaml").write_text(OFFER)
    return tmp_path / "offers.yaml", tmp_path / "effects.csv"


def test_a_places_own_effects_are_validated_on_load(tmp_path):
    assert [offer.code for offer in read_library(*written(tmp_path)).offers] == ["dancing"]
    for wrong, said in (
        ({"citation": ""}, "dance: citation"),
        ({"low": 0.7, "high": 0.6}, "runs backwards"),
        ({"low": 0.55}, "outside its own interval"),
        ({"high": 1.2}, "crosses no effect"),
    ):
        with pytest.raises(EvidenceWrong, match=said):
            read_library(*written(tmp_path, **wrong))
    (tmp_path / "offers.yaml").write_text("- [")
    with pytest.raises(EvidenceWrong, match="cannot be read"):
        read_library(tmp_path / "offers.yaml", None)


def test_a_new_offer_is_compared_from_a_folder(tmp_path, make_people, make_limits, parameters):
    people = make_people(400)
    limits = make_limits(people)
    folder = tmp_path / "plan"
    plan = choose_into(folder, people, library(), limits, parameters, draws=0)
    assert plan_folder.read(folder)[2].keys() >= {("", "", "icb")}
    offers, effects = written(tmp_path)
    with pytest.raises(NotSaved, match="--people"):
        what_if_in(folder, changes_of([]), offers=offers, effects=effects, people=None)
    same = what_if_in(folder, changes_of([]), offers=None, effects=None, people=None)
    assert same.before.worth == plan.worth
    more = what_if_in(folder, changes_of(["dancing@hood03=20"]), offers=offers, effects=effects, people=people)
    assert more.after.worth > more.before.worth
    with pytest.raises(NotSaved, match="lacks"):
        plan_folder.read(tmp_path)


def test_the_commands_choose_and_answer_side_by_side(tmp_path, make_people):
    import pyarrow.parquet as pq

    people = make_people(300)
    hood = pa.array(["hood00"] * 300)
    people = people.set_column(people.column_names.index("neighbourhood"), "neighbourhood", hood)
    pq.write_table(people, tmp_path / "people.parquet")
    (tmp_path / "limits.toml").write_text(LIMITS)
    run = CliRunner()
    chosen = run.invoke(
        app,
        [
            *("plans", "choose", str(tmp_path / "people.parquet"), "--draws", "4"),
            *("--limits", str(tmp_path / "limits.toml"), "--out", str(tmp_path / "plan")),
        ],
    )
    assert chosen.exit_code == 0, chosen.output
    assert "of the best" in chosen.output
    assert "NOT FEASIBLE" in chosen.output  # carers have a right to an assessment, and there are no places for it
    asked = run.invoke(app, ["plans", "what-if", str(tmp_path / "plan"), "--capacity", "falls_exercise=+100%"])
    assert asked.exit_code == 0, asked.output
    assert "offers gained, lost" in asked.output
    items = pq.read_table(tmp_path / "plan" / "package_item.parquet")
    assert items["offer"].to_pylist().count("falls_exercise") == 4
