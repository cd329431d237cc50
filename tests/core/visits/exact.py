"""The least any rounds can cost, proved by CP-SAT of OR-Tools: each carer's order a circuit, starts whole numbers.

Not needed by the tests, which hold what it proved: `python -m tests.core.visits.exact` proves it again.
"""

from tests.core.visits.made import a_whole_day

LATEST = 2000


def proved_cost(problem, seconds=60.0):  # noqa: C901  (one model, told in one piece)
    """The least cost of rounds for a day in whole minutes in which every visit is planned; None if it is not proved."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    minutes = problem.travel_minutes["car"].astype(int)
    tasks = [(visit, side) for visit in problem.visits for side in range(len(visit.tasks))]
    start = {v.id: model.NewIntVar(int(v.earliest), LATEST, v.id) for v in problem.visits}
    has, travel = {}, []
    for carer in problem.carers:
        arcs = []
        for at, (visit, side) in enumerate(tasks, 1):
            has[at, carer.id] = model.NewBoolVar("")
            if not visit.tasks[side].skills <= carer.skills or carer.id in visit.refused:
                model.Add(has[at, carer.id] == 0)
            arcs.append((at, at, has[at, carer.id].Not()))
        idle = model.NewBoolVar("")
        arcs.append((0, 0, idle))
        for a in range(len(tasks) + 1):
            for b in range(len(tasks) + 1):
                if a == b:
                    continue
                arc = model.NewBoolVar("")
                arcs.append((a, b, arc))
                here = problem.place_number["office" if a == 0 else tasks[a - 1][0].place]
                there = problem.place_number["office" if b == 0 else tasks[b - 1][0].place]
                way = int(minutes[here, there])
                travel.append(way * arc)
                if b and not a:
                    model.Add(start[tasks[b - 1][0].id] >= way).OnlyEnforceIf(arc)
                if a and b:
                    first, side = tasks[a - 1]
                    gap = int(first.tasks[side].minutes) + way
                    model.Add(start[tasks[b - 1][0].id] >= start[first.id] + gap).OnlyEnforceIf(arc)
        model.AddCircuit(arcs)
    for at in range(1, len(tasks) + 1):
        model.AddExactlyOne(has[at, carer.id] for carer in problem.carers)
    numbers = {}
    for at, (visit, _) in enumerate(tasks, 1):
        numbers.setdefault(visit.id, []).append(at)
    for carer in problem.carers:
        for visit in problem.visits:
            both = [has[at, carer.id] for at in numbers[visit.id]]
            if visit.follows and visit.follows.by_another:
                both += [has[at, carer.id] for at in numbers[visit.follows.visit]]
            if len(both) > 1:
                model.AddAtMostOne(both)
    worst = model.NewIntVar(0, LATEST, "worst")
    late = []
    for visit in problem.visits:
        one = model.NewIntVar(0, LATEST, "")
        model.Add(one >= start[visit.id] - int(visit.due))
        model.Add(worst >= one)
        late.append(len(visit.tasks) * one)
        if visit.follows:
            gap = start[visit.id] - start[visit.follows.visit]
            model.Add(gap >= int(visit.follows.least_minutes))
            model.Add(gap <= int(visit.follows.most_minutes))
    model.Minimize(sum(travel) + 2 * sum(late) + 3 * worst)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.Solve(model)
    return solver.ObjectiveValue() if status == cp_model.OPTIMAL else None


if __name__ == "__main__":
    for seed in range(12):
        print(seed, proved_cost(a_whole_day(seed)), flush=True)
