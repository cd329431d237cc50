"""`joinedup link` and `joinedup people review`, as somebody types them."""

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import joinedup.cli.people  # noqa: F401  (adds its commands)
from joinedup.cli import app
from joinedup.cli.link import NoIncrement, NotALink, UnevenPairs
from joinedup.core.engine import NoSuchEngine
from joinedup.core.people.increment import WholeOnly
from joinedup.core.people.linking.model_json import NotAModel
from joinedup.job.explaining import NotARecord
from joinedup.job.review_sheet import NothingToReview

HEAD = "record_id,nhs_number,given_name,family_name,birth_date,sex,address,postcode\n"
MARGARET = "9990000018,Margaret,Lane,1941-05-06,female,12 Harbour Road,BH19 1AB\n"
OLU = "9990000026,Olu,Ade,1950-02-03,male,3 Mill Lane,BH15 2CD\n"


class Desk:
    """A folder with registers, and the commands run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder / "people"
        (folder / "map.toml").write_text('source = "gp"\n', encoding="utf-8")

    def run(self, *words) -> str:
        done = CliRunner().invoke(app, [*map(str, words)], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    def link(self, rows: dict[str, str], *words) -> str:
        register = self.folder / "gp.csv"
        register.write_text(HEAD + "".join(f"{key},{row}" for key, row in rows.items()), encoding="utf-8")
        return self.run("link", "--register", register, "--map", self.folder / "map.toml", "--out", self.out, *words)

    def people(self) -> dict[str, str]:
        table = pq.read_table(self.out / "person_record.parquet").to_pylist()
        return {row["record_id"]: row["person_id"] for row in table}

    def write(self, name: str, *rows: dict) -> Path:
        with (self.folder / name).open("w", encoding="utf-8", newline="") as out:
            sheet = csv.DictWriter(out, list(rows[0]))
            sheet.writeheader()
            sheet.writerows(rows)
        return self.folder / name

    def read(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    def ask_about(self, **values) -> list[dict[str, str]]:
        """Send one pair to review, and read the sheet of those that wait."""
        pair = {"pair_id": "p1", "left_source": "gp", "left_record_id": "a", "right_source": "gp"}
        pair |= {"right_record_id": "b", "weight": 3.0, "probability": 0.9, "why": "uncertain", "stratum": ""}
        pq.write_table(pa.Table.from_pylist([pair | {"is_linked": False} | values]), self.out / "review_pair.parquet")
        self.run("people", "review", "export", self.out, "--out", self.folder / "sheet.csv")
        return self.read("sheet.csv")

    def decide(self, *rows: dict) -> str:
        made = self.write("made.csv", *rows)
        return self.run("people", "review", "import", self.out, "--decisions", made)


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


def decision(**values) -> dict:
    row = {"decision_id": "d1", "left_source": "gp", "left_record_id": "a", "right_source": "gp"}
    row |= {"right_record_id": "b", "verdict": "different", "purpose": "unlink", "needs_two": "no"}
    return row | {"decided_by": "ann", "decided_at": "2026-04-01T10:00:00Z", "undoes": "", "reason": "two"} | values


def test_people_keep_their_ids_and_the_index_stays_beside_them(desk):
    desk.link({"a": MARGARET, "b": MARGARET, "c": OLU})
    first = desk.people()
    assert first["a"] == first["b"] != first["c"]
    desk.link({"a": MARGARET, "b": MARGARET, "c": OLU})
    assert desk.people() == first
    assert {path.name for path in desk.out.iterdir()} >= {"people.duckdb", "model.json", "edge.parquet"}


def test_an_increment_adds_changes_and_takes_away(desk):
    desk.link({"a": MARGARET, "b": MARGARET, "c": OLU})
    first = desk.people()
    gone = desk.write("gone.csv", {"source": "gp", "record_id": "b"})
    said = desk.link({"d": OLU, "c": OLU}, "--increment", "--removed", gone)
    now = desk.people()
    assert now == {"a": first["a"], "c": first["c"], "d": first["c"]}
    assert "1 records new or changed, 1 gone" in said
    assert pq.read_table(desk.out / "edge.parquet").num_rows == 1


def test_decisions_of_a_file_hold_and_last_and_what_cannot_be_used_is_told(desk):
    made = desk.write("decisions.csv", decision(), decision(decision_id="d2", verdict="maybe", purpose="review"))
    said = desk.link({"a": MARGARET, "b": MARGARET}, "--decisions", made)
    assert len(set(desk.people().values())) == 2
    assert "rows of the decisions that cannot be used" in said
    assert pq.read_table(desk.out / "decision_reject.parquet")["rule"].to_pylist() == ["unknown_verdict"]
    desk.link({"a": MARGARET, "b": MARGARET})
    assert len(set(desk.people().values())) == 2


def test_imported_decisions_hold_from_the_next_link_and_twice_is_once(desk):
    desk.link({"a": MARGARET, "b": MARGARET})
    made = desk.write("made.csv", decision(), decision(decision_id="d,2", right_record_id="z"))
    command = ("people", "review", "import", desk.out, "--decisions", made)
    assert "1 decisions added, 0 were known" in desk.run(*command)
    assert "0 decisions added, 1 were known" in desk.run(*command)
    [reject] = desk.read("made.rejects.csv")
    assert list(reject.values()) == ["2", "d,2", "right_record_id", "unknown_record"]
    desk.link({"a": MARGARET}, "--increment")
    assert len(set(desk.people().values())) == 2


def test_a_sheet_of_pairs_goes_out_masked_and_comes_back_as_decisions(desk):
    rows = {"a": MARGARET, "b": MARGARET.replace("Margaret", "=Margaret").replace("9990000018", "")}
    register = desk.folder / "gp.csv"
    register.write_text(
        HEAD.replace("\n", ",is_sensitive\n")
        + "".join(f"{key},{row[:-1]},{key == 'b'}\n" for key, row in rows.items()),
        encoding="utf-8",
    )
    desk.run("link", "--register", register, "--map", desk.folder / "map.toml", "--out", desk.out)
    pair = {"pair_id": "p1", "left_source": "gp", "left_record_id": "a", "right_source": "gp", "right_record_id": "b"}
    pair |= {"weight": 3.0, "probability": 0.9, "why": "uncertain", "is_linked": False, "stratum": ""}
    pq.write_table(pa.Table.from_pylist([pair]), desk.out / "review_pair.parquet")
    sheet = desk.folder / "sheet.csv"
    desk.run("people", "review", "export", desk.out, "--out", sheet)
    with sheet.open(encoding="utf-8", newline="") as lines:
        [row] = csv.DictReader(lines)
    assert row["right_address"] == row["right_postcode"] == "not shown" and row["right_given_name"] == "'=Margaret"
    assert "given name" in row["differs_in"]
    filled = desk.write("filled.csv", row | {"verdict": "different", "decided_by": "ann"})
    command = ("people", "review", "import", desk.out, "--decisions", filled)
    assert "1 decisions added" in desk.run(*command)
    assert "0 decisions added, 1 were known" in desk.run(*command)
    desk.run("people", "review", "export", desk.out, "--out", sheet)
    assert len(sheet.read_text(encoding="utf-8").splitlines()) == 1, "what was decided is not asked again"


def test_a_pair_of_which_nobody_can_tell_is_not_asked_again(desk):
    desk.link({"a": MARGARET, "b": OLU})
    [row] = desk.ask_about()
    desk.decide(row | {"verdict": "cannot_tell", "decided_by": "ann"})
    assert desk.ask_about() == []


def test_whether_a_pair_needs_two_is_not_for_the_sheet_to_say(desk):
    desk.link({"a": MARGARET, "b": OLU})
    [row] = desk.ask_about(needs_two=True)
    ann = row | {"verdict": "same", "decided_by": "ann", "needs_two": "no"}
    assert "1 decisions added" in desk.decide(ann)
    assert "0 decisions added, 1 were known" in desk.decide(ann)
    assert len(desk.ask_about(needs_two=True)) == 1, "a second person is waited for"
    assert len(desk.ask_about()) == 1, "also where no run says so any more: the first decision does"
    desk.decide(ann | {"decided_by": "ben"})
    assert desk.ask_about(needs_two=True) == []
    desk.decide(decision(purpose="review", decided_by="cat"))
    desk.link({"a": MARGARET, "b": OLU})
    assert len(set(desk.people().values())) == 1, "one person does not overrule two"


def test_a_model_is_used_as_it_is(desk):
    desk.link({"a": MARGARET, "b": OLU})
    model = (desk.out / "model.json").read_bytes()
    desk.link({"a": MARGARET, "b": OLU, "c": MARGARET}, "--model", desk.out / "model.json")
    assert (desk.out / "model.json").read_bytes() == model


def test_a_noisy_register_is_asked_for_by_one_option_and_always_linked_whole(desk):
    register = desk.folder / "parish.csv"
    rows = ["a,John,Lane,leeds,tailor", "b,John,Lane,leeds,tailor", "c,Olu,Ade,poole,clerk"]
    register.write_text("\n".join(["record_id,given_name,family_name,birth_place,occupation", *rows]), encoding="utf-8")
    command = ("link", "--register", register, "--map", desk.folder / "map.toml", "--out", desk.out)
    desk.run(*command, "--least-weight", -6)
    assert len(set(desk.people().values())) == 3, "one register, no dates and no homes: nobody is looked for"
    said = desk.run(*command, "--least-weight", -6, "--noisy-register")
    assert "--noisy-register may find more" not in said
    people = desk.people()
    assert people["a"] == people["b"] != people["c"]
    with pytest.raises(WholeOnly):
        desk.run(*command, "--increment")


def test_a_register_that_lists_people_again_and_again_is_remarked_on(desk):
    register = desk.folder / "clinic.csv"
    homes = "record_id,given_name,family_name,birth_date,postcode"
    rows = [f"{letter},Olu,Ade,1941-05-06,BH19 1AB" for letter in "abc"]
    register.write_text("\n".join([homes, *rows]), encoding="utf-8")
    said = desk.run("link", "--register", register, "--map", desk.folder / "map.toml", "--out", desk.out)
    assert "--noisy-register may find more" in said


def test_two_records_are_explained(desk):
    desk.link({"a": MARGARET, "b": MARGARET, "c": OLU})
    said = desk.run("link", "--out", desk.out, "--explain", "gp:a", "gp:b")
    assert "are one person" in said and "share an NHS number" in said
    assert "two people" in desk.run("link", "--out", desk.out, "--explain", "gp:a", "gp:c")


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (NoSuchEngine, ("link", "--out", "people", "--engine", "abacus")),
        (UnevenPairs, ("link", "--out", "people")),
        (NoIncrement, ("link", "--out", "people", "--removed", "gone.csv")),
        (NotARecord, ("link", "--out", "people", "--explain", "gp", "gp:1")),
        (NotARecord, ("link", "--out", "nowhere", "--explain", "gp:1", "gp:2")),
        (NothingToReview, ("people", "review", "export", "nowhere", "--out", "sheet.csv")),
        (NothingToReview, ("people", "review", "import", "nowhere", "--decisions", "made.csv")),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(desk, monkeypatch, failure, words):
    monkeypatch.chdir(desk.folder)
    with pytest.raises(failure):
        desk.run(*words)


def test_a_folder_with_other_things_in_it_is_left_alone(desk):
    desk.out.mkdir()
    (desk.out / "letter.txt").write_text("Dear", encoding="utf-8")
    with pytest.raises(NotALink):
        desk.link({"a": MARGARET})
    assert (desk.out / "letter.txt").exists()


def test_what_is_no_model_is_refused_by_name(desk):
    (desk.folder / "model.json").write_text("[]", encoding="utf-8")
    with pytest.raises(NotAModel):
        desk.link({"a": MARGARET}, "--model", desk.folder / "model.json")
