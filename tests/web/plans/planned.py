"""The small run with a plan of the core's own: people invented with every feature, packages chosen for them."""

import shutil

import pyarrow as pa
import pytest

from joinedup.core.engine import Engine
from joinedup.core.interop import read_place
from joinedup.core.plans import Limits, PlanParameters, library, local_help, plan_of, prepare
from joinedup.job import plans as step
from joinedup.job.work import Work
from tests.core.plans.conftest import invented_people
from tests.web import small_run, snapshot
from tests.web.loaded import LOADED_AT


def limits(hoods):
    """Places for a few of each offer, and two budgets; the small run's own organisations pay."""
    offers = [offer.code for offer in library().offers]
    return Limits(
        capacities={(offer, hood): 2 for offer in offers for hood in hoods},
        budgets_pence={"nhs_dorset": 150_000, "dorset_council": 90_000},
        payers={("council", ""): "dorset_council", ("commissioner", ""): "nhs_dorset"},
        neighbourhood_names={hood: hood.capitalize() for hood in hoods},
        funder_names={"nhs_dorset": "NHS Dorset", "dorset_council": "Dorset Council"},
    )


def people_of(run_dir):
    """The small run's people, with features and chances drawn for them."""
    import pyarrow.parquet as pq

    known = pq.read_table(
        run_dir / "link" / "person.parquet", columns=["person_id", "neighbourhood", "local_authority", "death_date"]
    )
    alive = [row for row in known.to_pylist() if row["death_date"] is None and row["neighbourhood"] in small_run.HOODS]
    drawn = invented_people(len(alive))
    for name in ("person_id", "neighbourhood", "local_authority"):
        values = pa.array([row[name] for row in alive], pa.string())
        drawn = drawn.set_column(drawn.column_names.index(name), name, values)
    return drawn


def write_plan(run_dir, place_path):
    """Put the tables of a real plan in the place of the small run's own."""
    shutil.rmtree(run_dir / "plans")
    (run_dir / "plans").mkdir()
    place = read_place(place_path)
    parameters = PlanParameters({"admission_or_death": 0.2, "fall": 0.2, "care_home": 0.1})
    with Engine(memory_gigabytes=1, threads=1) as engine:
        prepared = prepare(people_of(run_dir), library(), limits(small_run.HOODS), parameters, engine=engine)
        plan = plan_of(prepared, draws=4)
        services = step.services_in_words(place)
        help_near = local_help(plan.package, plan.item, services, engine)
        step.write(Work(place, run_dir, run_dir / "plans", engine, seed=1), prepared, plan, help_near)
    return plan


@pytest.fixture(scope="session")
def planned_folder(tmp_path_factory):
    run_dir, place_path = small_run.write(tmp_path_factory.mktemp("planned_run"))
    write_plan(run_dir, place_path)
    return run_dir, place_path


@pytest.fixture
def small_place(db, planned_folder):
    """The small run with a plan, loaded; it takes the place of the one without."""
    from joinedup.web import loading

    snapshot.write_once("small run with a plan", lambda: loading.load(*planned_folder, at=LOADED_AT))
