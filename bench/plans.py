"""How near to the best, how fast, and against what a place would do instead: packages for a whole county at once.

    python bench/plans.py            # everything; an hour at most, most of it HiGHS on the full integer programme
    python bench/plans.py --quick    # the same on smaller instances
    python bench/plans.py --part sizes|integer|instead|what-if|county

Instances are invented: `instance` draws people, offers, effects, costs and limits from fixed seeds. The county's comes
from a run of the job on the invented county (`make run`). They show how fast and how near the best, not how much
anything avoids for real people. Each instance runs in a process of its own, so memory is its own; the search for
packages takes two threads.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import highspy
import numpy as np
from scipy import sparse

from joinedup.core.plans.optimiser.problem import Problem
from joinedup.core.plans.optimiser.searcher import Searcher
from joinedup.core.plans.optimiser.solve import CLOSE_ENOUGH, solve

OFFERS, HOODS, FUNDERS, MOST = 30, 20, 4, 3
TIGHTNESS = (0.1, 0.35, 0.7)
IP_SECONDS = 600
CUT = 0.9


def instance(people, tightness, seed=1):
    """People, 30 offers, 20 neighbourhoods, 4 funders: 604 shared limits, up to 3 offers each.

    Half of the offers are credited with an effect on one of three outcomes, through 20 mechanisms; the others meet
    needs. Each fits about two fifths of people. Places are a share (`tightness`) of those who fit,
    uneven by neighbourhood.
    """
    numbers = np.random.default_rng(seed)
    risk = numbers.beta(2, 6, (people, 3))
    popularity = numbers.uniform(0.15, 0.6, OFFERS)
    has_effect = numbers.random(OFFERS) < 0.5
    outcome = numbers.integers(0, 3, OFFERS)
    effect = np.where(has_effect, numbers.uniform(0.55, 0.95, OFFERS), 1.0)
    mechanism = numbers.integers(0, OFFERS * 2 // 3, OFFERS)
    price = (np.exp(numbers.normal(5, 0.8, OFFERS)) * 100).astype(np.int64)
    cost = np.where(numbers.random(OFFERS) < 0.75, price, 0)
    funder = numbers.integers(0, FUNDERS, OFFERS)
    hood = numbers.integers(0, HOODS, people)
    person, offer = np.nonzero(numbers.random((people, OFFERS)) < popularity * 0.4 / popularity.mean())
    count = len(person)
    left = np.ones((count, 3))
    left[np.arange(count), outcome[offer]] = effect[offer]
    needs = 0.001 * (numbers.integers(1, 4, count) + risk[person].sum(axis=1))
    rows = np.column_stack(
        [offer * HOODS + hood[person], np.where(cost[offer] > 0, OFFERS * HOODS + funder[offer], -1)]
    )
    asked = np.bincount(rows[:, 0], minlength=OFFERS * HOODS)
    places = asked * tightness * numbers.uniform(0.2, 1.2, OFFERS * HOODS)
    money = np.bincount(funder[offer], weights=cost[offer], minlength=FUNDERS) * tightness * 0.3
    return Problem(
        start=np.concatenate([[0], np.cumsum(np.bincount(person, minlength=people))]),
        worth=np.where(has_effect[offer], 0.0, needs),
        bonus=np.zeros(count),
        left=left,
        mechanism=mechanism[offer],
        stake=risk,
        rows=rows,
        amounts=np.column_stack([np.ones(count, np.int64), cost[offer]]),
        room=np.concatenate([places, money]).astype(np.int64),
        needs_bits=np.zeros(count, np.uint64),
        bars_bits=np.zeros(count, np.uint64),
        is_fixed=np.zeros(count, bool),
        groups=np.column_stack([hood, np.where(numbers.random(people) < 0.2, HOODS, -1)]),
        floors=np.zeros(HOODS + 1),
        most_items=MOST,
        floor_price=0.0,
    )


def warm_up():
    """Compile before anything is measured; a program compiles once and keeps what it compiled."""
    solve(instance(200, 0.3))


def measured(function):
    """An answer with the processor and wall seconds it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    answer = function()
    return answer, time.process_time() - cpu, time.perf_counter() - wall


def one_size(people, tightness, promises):
    """One instance: seconds, memory and gap; with promises, floors for each neighbourhood and the deprived fifth."""
    warm_up()
    problem = instance(people, tightness)

    def choice():
        answer = solve(problem)
        if not promises:
            return answer, problem
        plenty = replace(problem, room=np.full(len(problem.room), 2**60))
        free = Searcher(plenty)
        masks, _ = free.best(np.zeros(len(problem.room)), np.zeros(len(problem.floors)))
        need = problem.by_group(free.worths(np.arange(people), masks))
        share = need / need[:HOODS].sum()
        floors = np.where(np.arange(HOODS + 1) == HOODS, 1.0, 0.8) * share * answer.worth
        fair = replace(problem, floors=floors, floor_price=2.0)
        return solve(fair, start=answer.prices), fair

    (answer, solved), cpu, wall = measured(choice)
    assert (problem.used(answer.masks) <= problem.room).all()
    return {
        "people": people,
        "tightness": tightness,
        "promises": promises,
        "cpu": cpu,
        "wall": wall,
        "gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "gap": answer.gap,
        "worth": answer.worth,
        "missed": float(
            np.maximum(
                solved.floors - solved.by_group(Searcher(solved).worths(np.arange(people), answer.masks)), 0
            ).sum()
        ),
    }


def sizes(quick):
    """The table of sizes."""
    print("\n## Gap, time and memory (invented instances, 30 offers, 20 neighbourhoods, 604 limits, up to 3 offers)")
    print("people | tightness | promises | gap | CPU s | wall s | GB")
    for people in (2_000, 10_000, 65_000) if quick else (2_000, 10_000, 65_000, 500_000):
        for tightness in TIGHTNESS:
            for promises in (False, True):
                row = apart("one_size", people, tightness, promises)
                said = "yes" if promises else "no"
                print(
                    f"{people:,} | {tightness} | {said} | {row['gap']:.4%} | {row['cpu']:.1f} | {row['wall']:.1f} | "
                    f"{row['gb']:.2f}",
                    flush=True,
                )


def all_packages(problem):
    """Every package of every person without an item that adds nothing: person, mask."""
    person, mask = [], []
    for one in range(problem.people):
        count = int(problem.start[one + 1] - problem.start[one])
        for size in range(1, problem.most_items + 1):
            for places in combinations(range(count), size):
                person.append(one)
                mask.append(sum(1 << place for place in places))
    return np.array(person, np.int64), np.array(mask, np.uint64)


def integer_programme(people, tightness):
    """HiGHS on the full integer programme, every package a variable, to 0.1% or ten minutes; and ours on the same."""
    from joinedup.core.plans.optimiser.columns import Columns

    warm_up()
    problem = instance(people, tightness)
    ours, our_cpu, _ = measured(lambda: solve(problem))
    columns = Columns(Searcher(problem))
    columns.add(*all_packages(problem))
    one_each = sparse.csc_array((np.ones(len(columns)), (columns.person, np.arange(len(columns)))))
    matrix = sparse.csc_array(sparse.vstack([columns.use, one_each]))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = matrix.shape[1], matrix.shape[0]
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = columns.objective
    model.col_lower_, model.col_upper_ = np.zeros(len(columns)), np.ones(len(columns))
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
    model.row_lower_ = np.full(matrix.shape[0], -highspy.kHighsInf)
    model.row_upper_ = np.concatenate([problem.room, np.ones(matrix.shape[0] - len(problem.room))]).astype(float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    solver = highspy.Highs()
    for name, value in {
        "output_flag": False,
        "threads": 1,
        "mip_rel_gap": 0.001,
        "time_limit": float(IP_SECONDS),
    }.items():
        solver.setOptionValue(name, value)

    def run():
        solver.passModel(model)
        solver.run()
        return solver.getInfo()

    info, cpu, wall = measured(run)
    return {
        "people": people,
        "variables": len(columns),
        "solved": info.mip_gap <= 0.001,
        "status": str(solver.getModelStatus()),
        "value": info.objective_function_value,
        "their_gap": info.mip_gap,
        "cpu": cpu,
        "wall": wall,
        "our_value": ours.objective,
        "our_gap": ours.gap,
        "our_cpu": our_cpu,
    }


def integer(quick):
    """Against HiGHS on the full integer programme, larger and larger until it fails."""
    print("\n## Against HiGHS on the full integer programme, to 0.1% within ten minutes (tightness 0.35)")
    print("people | variables | HiGHS value | ours | difference | HiGHS CPU s | ours CPU s | ratio")
    for people in (250, 500, 1_000) if quick else (250, 500, 1_000, 2_000, 4_000, 8_000, 16_000):
        row = apart("integer_programme", people, 0.35)
        difference = (row["our_value"] - row["value"]) / row["value"] if row["value"] > 0 else float("nan")
        state = "" if row["solved"] else f" (not solved: gap {row['their_gap']:.2%})"
        print(
            f"{people:,} | {row['variables']:,} | {row['value']:.3f}{state} | {row['our_value']:.3f} | "
            f"{difference:+.3%} | {row['cpu']:.1f} | {row['our_cpu']:.2f} | {row['cpu'] / row['our_cpu']:.0f}×",
            flush=True,
        )
        if not row["solved"]:
            break


def in_turn(problem, order):
    """Give out single offers in an order of pairs while limits, package size and usefulness allow; the masks."""
    room, items = problem.room.copy(), np.zeros(problem.people, np.int64)
    masks, person = np.zeros(problem.people, np.uint64), problem.person
    place = (np.arange(len(person)) - problem.start[person]).tolist()
    rows, amounts, person = problem.rows.tolist(), problem.amounts.tolist(), person.tolist()
    for pair in order.tolist():
        who = person[pair]
        uses = [(row, amount) for row, amount in zip(rows[pair], amounts[pair], strict=True) if row >= 0]
        if items[who] < problem.most_items and all(room[row] >= amount for row, amount in uses):
            masks[who] |= np.uint64(1) << np.uint64(place[pair])
            items[who] += 1
            for row, amount in uses:
                room[row] -= amount
    return masks


def instead_of(people, tightness):
    """What teams do now, on the same instance: worth and money."""
    problem = instance(people, tightness)
    return compare(problem)


def compare(problem):
    """Ours, by risk score, and by cost-effectiveness ratio: weighted events avoided, and money spent."""
    warm_up()
    alone, person = problem.alone, problem.person
    cost = problem.amounts[:, 1].astype(float)
    ratio = np.where(cost > 0, alone / np.maximum(cost, 1), np.inf)
    orders = {
        "by risk score until capacity is gone": np.lexsort((-alone, person, -problem.stake.sum(axis=1)[person])),
        "by cost-effectiveness ratio (greedy)": np.lexsort((-alone, -ratio)),
    }
    masks = {name: in_turn(problem, order[alone[order] > 0]) for name, order in orders.items()}
    found = {}
    for name, chosen in masks.items():
        spent = problem.used(chosen)[-FUNDERS:]
        found[name] = (float(Searcher(problem).worths(np.arange(problem.people), chosen).sum()), float(spent.sum()))
    answer = solve(problem)
    found["joinedup"] = (answer.worth, float(problem.used(answer.masks)[-FUNDERS:].sum()))
    for name in orders:  # joinedup with no more money than they spent, funder by funder
        room = problem.room.copy()
        room[-FUNDERS:] = np.minimum(room[-FUNDERS:], problem.used(masks[name])[-FUNDERS:])
        same = solve(replace(problem, room=room))
        found[f"joinedup with the money of {name.split(' (')[0].split(' until')[0]}"] = (
            same.worth,
            float(problem.used(same.masks)[-FUNDERS:].sum()),
        )
    return found


def instead(quick):
    """Against what teams do now."""
    print("\n## Against what teams do now: weighted events avoided (and needs met), and money spent")
    people = 10_000 if quick else 65_000
    for tightness in TIGHTNESS:
        print(f"{people:,} people, tightness {tightness}")
        for name, (worth, pence) in apart("instead_of", people, tightness).items():
            print(f"  {name}: {worth:,.1f} for £{pence / 100:,.0f}", flush=True)


def what_if_from(people, tightness):
    """Seconds of what-ifs from a warm start."""
    warm_up()
    problem = instance(people, tightness)
    before = solve(problem)
    rows = {}
    more, cut, both = problem.room.copy(), problem.room.copy(), problem.room.copy()
    more[:HOODS] = (more[:HOODS] * 1.1).astype(np.int64)
    cut[-1] = int(cut[-1] * CUT)
    both[: OFFERS * HOODS] = (both[: OFFERS * HOODS] * 1.1).astype(np.int64)
    for name, room in {
        "10% more places on one offer": more,
        "one budget cut by 10%": cut,
        "10% more places on everything": both,
    }.items():
        answer, cpu, wall = measured(
            lambda room=room: solve(replace(problem, room=room), start=before.prices, stop=CLOSE_ENOUGH)
        )
        rows[name] = {"cpu": cpu, "wall": wall, "gap": answer.gap, "gain": answer.worth - before.worth}
    return rows


def what_if(quick):
    """What-ifs."""
    print("\n## What-if from a warm start (must: 3 s at 65,000 people)")
    for tightness in TIGHTNESS:
        for name, row in apart("what_if_from", 10_000 if quick else 65_000, tightness).items():
            print(
                f"tightness {tightness}, {name}: {row['cpu']:.2f} s CPU, {row['wall']:.2f} s wall, "
                f"gap {row['gap']:.4%}, worth {row['gain']:+.2f}",
                flush=True,
            )


def county_run(folder):
    """The invented county: everybody scored, whoever is at risk, as its job would choose."""
    from joinedup.core.engine import Engine
    from joinedup.core.interop import read_place
    from joinedup.core.plans import PlanParameters, library, plan_of, prepare
    from joinedup.job.plans import limits_of, people
    from joinedup.job.work import Work

    warm_up()
    place = read_place(Path(folder).parent / "county" / "place.toml")
    found = {}
    with Engine(memory_gigabytes=2, threads=1) as engine:
        who = people(Work(place, Path(folder), Path(folder), engine, place.seed))
        for name, thresholds in {
            "those most at risk": {
                key: value
                for key, value in place.thresholds.items()
                if key in ("admission_or_death", "fall", "care_home")
            },
            "everybody scored": {"admission_or_death": 0.0},
        }.items():
            prepared, cpu, _ = measured(
                lambda t=thresholds: prepare(who, library(), limits_of(place), PlanParameters(t), engine=engine)
            )
            plan, more, _ = measured(lambda p=prepared: plan_of(p))
            found[name] = {
                "people": plan.people_at_risk,
                "fits": len(prepared.fits),
                "limits": plan.limit.num_rows,
                "worth": plan.worth,
                "gap": plan.gap,
                "prepare_cpu": cpu,
                "choose_cpu": more,
            }
    return found


def county(_quick):
    """The invented county, through the whole of `choose`, reasons and tables included."""
    folder = Path("var/demo/run")
    print("\n## The invented county (`make run`), the whole of choose() with reasons and tables")
    if not (folder / "risk" / "score.parquet").exists():
        print("no run in var/demo/run: run `make run ARGS=--no-serve` first")
        return
    for name, row in apart("county_run", str(folder)).items():
        print(
            f"{name}: {row['people']:,} people, {row['fits']:,} fitting offers, {row['limits']} limits: "
            f"gap {row['gap']:.4%}, worth {row['worth']:.2f}, {row['prepare_cpu']:.1f} s CPU to prepare and "
            f"{row['choose_cpu']:.1f} s to choose and explain"
        )


def apart(function, *arguments):
    """Run a function of this file in a process of its own."""
    call = [sys.executable, __file__, "--call", function, json.dumps(arguments)]
    done = subprocess.run(call, capture_output=True, text=True, check=False, env=os.environ | {"OMP_NUM_THREADS": "1"})
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


PARTS = {"sizes": sizes, "instead": instead, "what-if": what_if, "county": county, "integer": integer}


def main():
    """Print the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--call", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.call:
        print(json.dumps(globals()[given.call[0]](*json.loads(given.call[1]))))
        return
    for name in given.part or PARTS:
        PARTS[name](given.quick)


if __name__ == "__main__":
    main()
