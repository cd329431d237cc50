"""A model file keeps every digit, runs nothing, and is refused if it is not what it says."""

import json
from pathlib import Path

import numpy as np
import pytest

from joinedup.core.risk.failures import ModelOfAnotherVersion, NotAModelFile
from joinedup.core.risk.models.additive import AdditiveModel, Axis, Term
from joinedup.core.risk.models.model_file import model_to_json, read_model, write_model

AGE = Axis("age", edges=(0.1 + 0.2, 65.0))
TENURE = Axis("tenure", categories=("owned", "rented"))


@pytest.fixture
def model() -> AdditiveModel:
    terms = (
        Term((AGE,), np.array([0.0, -1 / 3, 0.1, 0.7])),
        Term((TENURE,), np.array([0.0, 0.1, 0.2, 0.0])),
        Term((AGE, TENURE), np.arange(16.0).reshape(4, 4) / 7),
    )
    return AdditiveModel("fall", terms, intercept=-2.0, slope=0.9, shift=0.1, about={"seed": 1})


def test_a_model_comes_back_as_it_was(model: AdditiveModel, tmp_path: Path) -> None:
    write_model(model, tmp_path / "model.json")
    again = read_model(tmp_path / "model.json")
    columns = {
        "age": np.array([0.3, 0.31, 70.0, np.nan]),
        "tenure": np.array(["owned", None, "boat", "rented"], dtype=object),
    }
    assert (again.contributions(columns) == model.contributions(columns)).all()
    assert (again.outcome, again.slope, again.shift, again.about) == ("fall", 0.9, 0.1, {"seed": 1})


def test_a_model_of_another_version_is_refused_with_both_versions(model: AdditiveModel, tmp_path: Path) -> None:
    kept = json.loads(model_to_json(model)) | {"version": 7}
    (tmp_path / "model.json").write_text(json.dumps(kept))
    with pytest.raises(ModelOfAnotherVersion, match=r"version 7\. Expected: version 3"):
        read_model(tmp_path / "model.json")


def test_groups_of_categories_come_back_as_they_were(tmp_path: Path) -> None:
    axis = Axis("diagnosis", categories=("I10", "I50", "N18"), groups=(1, 2, 2))
    model = AdditiveModel("stay", (Term((axis,), np.array([0.0, -0.5, 0.5, 0.1])),), intercept=-1.0)
    write_model(model, tmp_path / "model.json")
    assert read_model(tmp_path / "model.json").terms[0].axes[0] == axis
    kept = json.loads(model_to_json(model))
    kept["terms"][0]["axes"][0]["groups"] = [1, 2]
    (tmp_path / "model.json").write_text(json.dumps(kept))
    with pytest.raises(NotAModelFile, match="damaged"):
        read_model(tmp_path / "model.json")


@pytest.mark.parametrize("text", ["", "age,falls\n1,2\n", "[]", '{"format": "something else", "version": 2}', "{}"])
def test_what_is_not_a_model_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text(text)
    with pytest.raises(NotAModelFile):
        read_model(tmp_path / "model.json")


@pytest.mark.parametrize("damage", ["lose a score", "lose the terms", "words for numbers"])
def test_a_damaged_model_is_refused(model: AdditiveModel, damage: str, tmp_path: Path) -> None:
    kept = json.loads(model_to_json(model))
    if damage == "lose a score":
        kept["terms"][0]["scores"].pop()
    elif damage == "lose the terms":
        del kept["terms"]
    else:
        kept["intercept"] = "low"
    (tmp_path / "model.json").write_text(json.dumps(kept))
    with pytest.raises(NotAModelFile, match="damaged"):
        read_model(tmp_path / "model.json")


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotAModelFile, match=r"Cannot read model\.json"):
        read_model(tmp_path / "model.json")
