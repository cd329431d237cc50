"""How is a glass-box model kept in a file that anyone can read, and that runs nothing when opened?"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.core.engine import write_text
from joinedup.core.risk.failures import ModelOfAnotherVersion, NotAModelFile
from joinedup.core.risk.models.additive import AdditiveModel, Axis, GroupSpread, Term

FORMAT = "joinedup additive model"
VERSION = 3  # 1 had no groups of categories, 2 no spread by group of people


def model_to_json(model: AdditiveModel) -> str:
    """The model as JSON; numbers keep every digit.

    Examples
    --------
    >>> model = AdditiveModel("fall", (Term((Axis("age", edges=(65.0,)),), np.array([0.0, -0.1, 0.1])),), -2.0)
    >>> again = model_from_json(model_to_json(model))
    >>> again.terms[0].axes == model.terms[0].axes, bool((again.terms[0].scores == model.terms[0].scores).all())
    (True, True)
    """
    return json.dumps(
        {
            "format": FORMAT,
            "version": VERSION,
            "outcome": model.outcome,
            "intercept": model.intercept,
            "recalibration": {"slope": model.slope, "shift": model.shift},
            "terms": [{"axes": [axis_out(axis) for axis in t.axes], "scores": t.scores.tolist()} for t in model.terms],
            "by_group": [spread_out(spread) for spread in model.by_group],
            "about": dict(model.about),
        },
        indent=1,
        allow_nan=False,
    )


def model_from_json(text: str) -> AdditiveModel:
    """The model a JSON text describes.

    Raises
    ------
    NotAModelFile
        if the text is something else.
    ModelOfAnotherVersion
        if it is of a version this joinedup does not read.
    """
    kept = parsed(text)
    if kept["version"] != VERSION:
        raise ModelOfAnotherVersion(
            f"The model file is of version {kept['version']}", expected=f"version {VERSION}; fit the model again"
        )
    try:
        terms = tuple(
            Term(tuple(axis_in(axis) for axis in t["axes"]), np.asarray(t["scores"], dtype=float))
            for t in kept["terms"]
        )
        again = kept["recalibration"]
        model = AdditiveModel(
            kept["outcome"],
            terms,
            float(kept["intercept"]),
            float(again["slope"]),
            float(again["shift"]),
            kept["about"],
            tuple(spread_in(spread) for spread in kept["by_group"]),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise NotAModelFile("The model file is damaged", expected="the file as joinedup wrote it") from problem
    check_shapes(model)
    return model


def parsed(text: str) -> dict[str, Any]:
    """The JSON of a model file, known to be one."""
    try:
        kept = json.loads(text)
    except ValueError:
        kept = None
    if not isinstance(kept, dict) or kept.get("format") != FORMAT or "version" not in kept:
        raise NotAModelFile("The file is not a risk model", expected="a JSON file written by `joinedup risk fit`")
    return kept


def check_shapes(model: AdditiveModel) -> None:
    """Refuse a model whose tables do not fit their axes."""
    for term in model.terms:
        if term.scores.shape != tuple(axis.size for axis in term.axes):
            raise NotAModelFile(
                f"The model file is damaged: the scores of {term.name} do not fit its edges",
                expected="the file as joinedup wrote it",
            )
    for spread in model.by_group:
        sizes = {spread.axis.size, len(spread.slopes), len(spread.shifts)}
        if len(sizes) > 1 or spread.axis.feature not in model.term_names:
            raise NotAModelFile(
                f"The model file is damaged: the spread by {spread.axis.feature} does not fit its groups",
                expected="the file as joinedup wrote it",
            )


def spread_out(spread: GroupSpread) -> dict[str, Any]:
    """How far contributions count by group, as JSON values."""
    return {"axis": axis_out(spread.axis), "slopes": spread.slopes.tolist(), "shifts": spread.shifts.tolist()}


def spread_in(kept: dict[str, Any]) -> GroupSpread:
    """How far contributions count by group, from JSON values."""
    slopes, shifts = (np.asarray(kept[name], dtype=float) for name in ("slopes", "shifts"))
    return GroupSpread(axis_in(kept["axis"]), slopes, shifts)


def axis_out(axis: Axis) -> dict[str, Any]:
    """An axis as JSON values."""
    kept: dict[str, Any]
    if axis.edges is not None:
        return {"feature": axis.feature, "edges": list(axis.edges)}
    kept = {"feature": axis.feature, "categories": list(axis.categories or ())}
    return kept | {"groups": list(axis.groups)} if axis.groups is not None else kept


def axis_in(kept: dict[str, Any]) -> Axis:
    """An axis from JSON values."""
    if "edges" in kept:
        return Axis(kept["feature"], edges=tuple(float(edge) for edge in kept["edges"]))
    groups = tuple(int(group) for group in kept["groups"]) if "groups" in kept else None
    if groups is not None and (len(groups) != len(kept["categories"]) or min(groups, default=1) < 1):
        raise ValueError("groups do not fit the categories")
    return Axis(kept["feature"], categories=tuple(str(category) for category in kept["categories"]), groups=groups)


def write_model(model: AdditiveModel, path: Path) -> None:
    """Write a model file, whole or not at all."""
    write_text(path, model_to_json(model))


def read_model(path: Path) -> AdditiveModel:
    """Read a model file; see `model_from_json` for what can go wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise NotAModelFile(
            f"Cannot read {path.name}", expected="a JSON file written by `joinedup risk fit`"
        ) from problem
    return model_from_json(text)
