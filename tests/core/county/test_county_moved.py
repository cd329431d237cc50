"""A county can speak of another day, with its whole history."""

from datetime import date

import pyarrow.compute as pc
import pyarrow.parquet as pq

from joinedup import county
from joinedup.core.interop import read_place


def test_a_county_moves_with_its_history(tmp_path):
    county.generate(people=600, seed=3, out=tmp_path / "then")
    county.generate(people=600, seed=3, out=tmp_path / "now", as_at=date(2026, 11, 1))
    then, now = (read_place(tmp_path / name / "place.toml") for name in ("then", "now"))
    latest_falls = [
        pc.max(pq.read_table(place.folder / "truth/fall.parquet")["fell_on"]).as_py() for place in (then, now)
    ]
    assert now.as_at == date(2026, 11, 1)
    assert latest_falls[0] < then.as_at < latest_falls[1] < now.as_at
