"""A model is off for clinical use until somebody named signs that very version on; nothing signed is ever changed."""

import re
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from joinedup.core.errors import CannotProceed
from joinedup.core.risk.models.model_file import write_model
from joinedup.web import loading
from joinedup.web.risk.models import ModelVersion, Scoring, SignOn
from joinedup.web.risk.registry import actions, queries
from tests.web import small_run

GROUNDS = "Compared with a sample of 200 records; minutes of 3 March, folder 12."
LATER = datetime(2026, 5, 2, 6, tzinfo=UTC)


@pytest.fixture
def fall(small_place) -> ModelVersion:
    return ModelVersion.objects.get(outcome="fall")


def address(version: ModelVersion, page: str = "") -> str:
    return f"/models/{version.outcome}/{version.version}/{page}"


def words_of(response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def sign(client, version: ModelVersion, **changed):
    sent = {"grounds": GROUNDS, "agreed": "yes", "number": str(SignOn.objects.count())}
    return client.post(address(version, "sign/"), {**sent, **changed})


def test_every_page_with_scores_says_for_evaluation_only_until_somebody_signs(signed_in_as, fall, take_into_care):
    pages = ("/most-at-risk/?outcome=fall", "/most-at-risk/changes/?outcome=fall", f"/people/{small_run.person_id(9)}/")
    client = signed_in_as("nurse")
    take_into_care(client.user, small_run.person_id(9))
    for page in (*pages, address(fall), "/models/", address(fall, "curves/")):
        assert "For evaluation only" in words_of(client.get(page)), page
    assert sign(signed_in_as("ig"), fall).status_code == 302
    client = signed_in_as("nurse")
    for page in (pages[0], pages[1], address(fall), address(fall, "curves/")):
        assert "For evaluation only" not in words_of(client.get(page)), page
    assert "signed on for clinical use by Ivo Governance" in words_of(client.get(pages[0]))
    assert "For evaluation only" in words_of(client.get("/most-at-risk/?outcome=care_home"))  # each model by itself


def test_signature_keeps_name_role_statement_version_and_end(signed_in_as, fall, audited):
    sign(signed_in_as("ig"), fall)
    kept = SignOn.objects.get()
    assert (kept.name, kept.role, kept.organisation) == ("Ivo Governance", "information_governance_lead", "nhs_dorset")
    assert fall.version in kept.statement and GROUNDS in kept.statement
    assert (kept.valid_until - kept.at.date()).days > 360
    detail = audited("risk.sign_on")[0].detail
    assert detail == {"outcome": "fall", "version": fall.version, "is_on": True}
    assert GROUNDS in words_of(signed_in_as("nurse").get(address(fall)))


def test_signature_runs_out(signed_in_as, fall):
    sign(signed_in_as("ig"), fall)
    kept, scoring = SignOn.objects.get(), Scoring.objects.get()
    assert "fall" in queries.signed_on(scoring, kept.valid_until)
    assert "fall" not in queries.signed_on(scoring, kept.valid_until.replace(year=kept.valid_until.year + 1))


def test_switching_off_again_is_added_and_holds(signed_in_as, fall):
    client = signed_in_as("ig")
    sign(client, fall)
    assert "Switch off for clinical use" in words_of(client.get(address(fall)))
    sign(client, fall, grounds="Drift alarm of May; see minutes of 5 May.")
    assert list(SignOn.objects.order_by("number").values_list("is_on", flat=True)) == [True, False]
    assert "For evaluation only" in words_of(client.get(address(fall)))


def test_new_version_starts_off_and_the_old_one_stays_in_the_registry(signed_in_as, fall, run_folder, tmp_path):
    import shutil

    sign(signed_in_as("ig"), fall)
    run, place = run_folder
    shutil.copytree(run, tmp_path / "run")
    write_model(small_run.model("fall", intercept=-2.2), tmp_path / "run" / "risk" / "models" / "fall.json")
    loading.load(tmp_path / "run", place, at=LATER)
    assert ModelVersion.objects.filter(outcome="fall").count() == 2
    client = signed_in_as("ig")
    assert "For evaluation only" in words_of(signed_in_as("nurse").get("/most-at-risk/?outcome=fall"))
    client = signed_in_as("ig")
    assert "makes none of the scores now shown" in words_of(client.get(address(fall)))
    off = sign(client, fall, grounds="The version is no longer used here.")
    assert off.status_code == 302
    assert sign(client, fall).status_code == 409  # signing on what is not in use
    assert SignOn.objects.filter(is_on=True).count() == 1


def test_same_version_loaded_again_keeps_its_signature(signed_in_as, fall, run_folder):
    sign(signed_in_as("ig"), fall)
    loading.load(*run_folder, at=LATER)
    assert ModelVersion.objects.filter(outcome="fall").count() == 1
    assert "signed on for clinical use" in words_of(signed_in_as("nurse").get("/most-at-risk/?outcome=fall"))


WRONG = (
    ({"grounds": ""}, "Say what this rests on, and where it is written down"),
    ({"grounds": "fine"}, "20 characters or more"),
    ({"grounds": "x" * 1001}, "What this rests on must be 1,000 characters or fewer"),
    ({"grounds": "\x00" * 30}, "Null characters are not allowed"),
    ({"agreed": ""}, "Tick that you have read the statement"),
    ({"number": "x"}, "Open the page again"),
)


def test_signature_without_what_it_needs_is_not_kept(signed_in_as, fall):
    client = signed_in_as("ig")
    for sent, said in WRONG:
        response = sign(client, fall, **sent)
        assert response.status_code == 422
        assert said in words_of(response)
    assert not SignOn.objects.exists()


def test_statement_is_ours_whatever_is_sent(signed_in_as, fall):
    sent = {"grounds": GROUNDS, "agreed": "yes", "number": "0", "statement": "Nothing", "is_on": "no", "version": "0"}
    signed_in_as("ig").post(address(fall, "sign/"), sent)
    kept = SignOn.objects.get()
    assert kept.statement.startswith("I have compared version")
    assert kept.version == fall.version


def test_others_may_look_and_not_sign(signed_in_as, fall, audited):
    for username in ("nurse", "gp", "worker", "prescriber", "lead", "analyst"):
        client = signed_in_as(username)
        assert client.get(address(fall)).status_code == 200
        assert client.get(address(fall, "sign/")).status_code == 403
        assert sign(client, fall).status_code == 403
    assert audited("risk.sign_on")[0].outcome == "refused"
    assert not SignOn.objects.exists()


def test_clinical_safety_officer_may_sign(client, fall, as_staff):
    user = as_staff("clinical_safety_officer")
    client.post("/sign-in/persona/", {"username": user.username})
    assert sign(client, fall).status_code == 302
    assert SignOn.objects.get().role == "clinical_safety_officer"


def test_two_who_sign_at_once_leave_one_signature(signed_in_as, fall, staff):
    client = signed_in_as("ig")
    sign(client, fall)
    stale = sign(client, fall, number="0", grounds="Another reason, from another screen.")
    assert stale.status_code == 409
    assert "Somebody signed while you were looking" in words_of(stale)
    assert SignOn.objects.count() == 1


def test_same_form_sent_twice_is_one_signature(fall, staff, at):
    signature = actions.Signature(is_on=True, statement="I sign.", seen_number=0)
    first = actions.sign(fall, signature, by=staff("ig"), at=at)
    assert actions.sign(fall, signature, by=staff("ig"), at=at) == first


def test_version_that_is_none_is_not_found(signed_in_as, small_place):
    client = signed_in_as("ig")
    for wrong in ("fall/" + "0" * 64, "nothing/" + "a" * 64, "fall/abc", "fall/" + "g" * 64):
        for page in ("", "curves/", "sign/"):
            assert client.get(f"/models/{wrong}/{page}").status_code == 404


def test_database_itself_refuses_to_change_what_was_signed(signed_in_as, fall):
    sign(signed_in_as("ig"), fall)
    for table in ("risk_signon", "risk_modelversion"):
        for statement in (f"update {table} set outcome = 'x'", f"delete from {table}"):
            refused = pytest.raises(DatabaseError, match="only be added to")
            with refused, transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_objects_refuse_to_be_changed(signed_in_as, fall):
    sign(signed_in_as("ig"), fall)
    kept = SignOn.objects.get()
    for change in (kept.save, kept.delete, fall.save, lambda: SignOn.objects.update(is_on=False)):
        with pytest.raises(CannotProceed):
            change()


def test_card_has_figures_intervals_plots_groups_drift_and_limits(signed_in_as, fall):
    response = signed_in_as("nurse").get(address(fall))
    text, page = words_of(response), response.content.decode()
    for said in (
        "Measured on the invented county",
        "1.000 0.900 to 1.100",
        "meets the goal",
        "too few to show",
        "Drift alarm",
        "Alarm: the level of risk is off.",
        "Nobody has signed this version",
        "Snooks 2019",
        "1,000 people, 180 with the outcome, records as at 1 April 2024",
        "Under 85 1.03 85 or more 0.88",
    ):
        assert said in text
    assert page.count('<svg class="app-chart"') == 4  # two charts at two widths
    assert page.count("; the table beside it holds the same</title>") == 4


def test_every_curve_has_its_table(signed_in_as, fall):
    page = signed_in_as("nurse").get(address(fall, "curves/")).content.decode()
    assert page.count("<details") == page.count("<table") == 3
    assert "+0.900" in page
    assert "every curve is multiplied: by 1.03 (under 85), 0.88 (85 or more)." in page
    assert "2 or more" in page  # whole numbers, not edges between them


def test_looking_at_models_is_audited(signed_in_as, fall, audited):
    client = signed_in_as("nurse")
    client.get("/models/")
    client.get(address(fall))
    assert audited("risk.view_models")[0].detail == {"outcome": "fall", "version": fall.version}
    assert len(audited("risk.view_models")) == 2


def test_run_without_model_files_cannot_be_signed_on(db, run_folder, tmp_path, client):
    import shutil

    run, place = run_folder
    shutil.copytree(run, tmp_path / "run")
    shutil.rmtree(tmp_path / "run" / "risk" / "models")
    loading.load(tmp_path / "run", place, at=LATER)
    client.post("/sign-in/persona/", {"username": "nurse"})
    text = words_of(client.get("/most-at-risk/"))
    assert "For evaluation only" in text
    assert "does not say which model made the scores" in text
