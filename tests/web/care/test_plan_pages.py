"""A person's plan on its pages: written, saved, agreed, compared, printed."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from joinedup.web.care.models import Agreement, PlannedAction, Version
from joinedup.web.care.plan import queries
from joinedup.web.drafts.models import Draft
from joinedup.web.governance.models import CareRelationship
from joinedup.web.notices.models import Notice
from joinedup.web.people.models import FormerId
from tests.web import small_run
from tests.web.care.writing import fields_of, words_of

HERE, NEXT_DOOR = small_run.person_id(0), small_run.person_id(1)
PLAN = f"/people/{HERE}/plan/"
PAGES = ("", "history/", "print/", "plan.pdf", "sign/", "about-me/", "add/goal/", "add/action/")


@pytest.fixture
def nurse(signed_in_as, take_into_care):
    client = signed_in_as("nurse")
    take_into_care(client.user, HERE)
    return client


@pytest.fixture
def write(nurse):
    """Save an item through its form, as somebody would; returns the answer."""

    def send(kind: str, **typed):
        form = fields_of(nurse.get(f"{PLAN}add/{kind}/"))
        return nurse.post(f"{PLAN}add/{kind}/", {**form, **typed})

    return send


def latest() -> Version:
    return Version.objects.filter(document="plan").order_by("-number").first()


def item(kind: str) -> dict:
    return next(one for one in latest().content if one["kind"] == kind)


def test_plan_grows_from_need_to_goal_to_action_and_every_save_is_a_version(nurse, write, audited):
    assert write("need", words="Falls on the stairs").status_code == 302
    assert write("goal", words="Walk to the shop", importance="9", parent_id=item("need")["id"]).status_code == 302
    sent = {"what": "Strength class", "who_name": "Ada herself", "due_on-day": "3", "due_on-month": "6"}
    response = write("action", parent_id=item("goal")["id"], **sent, **{"due_on-year": "2030", "status": "planned"})
    assert response.status_code == 302
    assert [one["kind"] for one in latest().content] == ["need", "goal", "action"]
    assert latest().number == 3
    assert [entry.detail for entry in audited("care.save_plan")] == [{"version": n, "added": 1} for n in (3, 2, 1)]
    text = words_of(nurse.get(PLAN))
    for words in ("Falls on the stairs", "9 out of 10", "Strength class", "Ada herself", "3 June 2030", "Planned"):
        assert words in text


def test_same_form_sent_twice_is_saved_once(nurse):
    form = {**fields_of(nurse.get(f"{PLAN}add/need/")), "words": "Falls"}
    for _ in range(2):
        assert nurse.post(f"{PLAN}add/need/", form).status_code == 302
    assert Version.objects.count() == 1
    nurse.post(
        f"{PLAN}item/{form['item']}/", {**fields_of(nurse.get(f"{PLAN}item/{form['item']}/")), "words": "Falls often"}
    )
    assert nurse.post(f"{PLAN}add/need/", form).status_code == 302  # the first form once more, from an old tab
    assert item("need")["words"] == "Falls often"


def test_same_form_sent_again_with_other_words_saves_those_on_top_and_writes_nobodys_over(nurse):
    form = {**fields_of(nurse.get(f"{PLAN}add/need/")), "words": "Falls"}
    more = {**form, "words": "Falls, and cannot wash"}
    for sent in (form, more, more):
        assert nurse.post(f"{PLAN}add/need/", sent).status_code == 302
    assert (Version.objects.count(), item("need")["words"]) == (2, "Falls, and cannot wash")
    page = f"{PLAN}item/{form['item']}/"
    nurse.post(page, {**fields_of(nurse.get(page)), "words": "Falls at night"})
    response = nurse.post(f"{PLAN}add/need/", {**form, "words": "Falls by day"})
    assert response.status_code == 409
    assert "Falls by day" in words_of(response)
    assert item("need")["words"] == "Falls at night"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("goal", {"words": ""}, "Enter: goal or hope"),
        ("goal", {"words": "Walk", "importance": "11"}, "must be a whole number from 1 to 10"),
        ("goal", {"words": "x" * 100_000}, "4,000 characters or fewer; it is 100,000"),
        ("action", {"what": "Visit", "due_on-day": "31", "due_on-month": "2", "due_on-year": "2026"}, "a real date"),
        ("action", {"what": "Visit", "who_staff": "nobody.here"}, "Select a member of staff from the list"),
        ("contingency", {"title": "If I fall"}, "Enter: what sets it off"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_saved(nurse, write, kind, typed, words):
    response = write(kind, **typed)
    assert response.status_code == 422
    assert words in words_of(response)
    assert not Version.objects.exists()


def test_dates_out_of_order_are_told(write):
    starts = {"starts_on-day": "2", "starts_on-month": "5", "starts_on-year": "2026"}
    due = {"due_on-day": "1", "due_on-month": "5", "due_on-year": "2026"}
    response = write("action", what="Visit", **starts, **due)
    assert "must be on or after 2 May 2026" in words_of(response)


@pytest.mark.parametrize("words", ["😀 tea 🎂", "أحب المشي", "שלום עולם", "<script>alert(1)</script>", "{{ 7 * 7 }}"])
def test_any_writing_is_shown_as_it_was_written_and_printed(nurse, write, words):
    assert write("strength", words=words).status_code == 302
    assert item("strength")["words"] == words
    page = nurse.get(PLAN).content.decode()
    assert "<script>alert" not in page
    assert nurse.get(f"{PLAN}plan.pdf").content.startswith(b"%PDF")


def test_item_under_something_that_is_no_goal_is_refused(write):
    response = write("stage_goal", words="Stand up", parent_id="nowhere")
    assert response.status_code == 409
    assert "stands under something that is not in the plan" in words_of(response)
    assert not Version.objects.exists()


@pytest.mark.one_database
@pytest.mark.parametrize("base", ["", "p0:1", f"{HERE}:99", f"{HERE}:-1", f"{HERE}:1:1", "x" * 500, f"{NEXT_DOOR}:0"])
def test_tampered_version_saves_nothing_and_gives_back_what_was_typed(nurse, write, base):
    response = write("need", words="Falls on the stairs", base=base)
    assert response.status_code == 409
    assert "Falls on the stairs" in words_of(response)
    assert not Version.objects.exists()


def test_unknown_kinds_items_and_versions_are_not_found(nurse):
    for page in (
        "add/nothing/",
        "add/about_me/",
        "item/nothing/",
        "item/nothing/remove/",
        "history/77/",
        "bring-in/7/",
    ):
        assert nurse.get(PLAN + page).status_code == 404, page
    for query in ("", "?from=1&to=2", "?from=&to=", "?from=x&to=²", "?from=99999999999999999999&to=1"):
        assert nurse.get(f"{PLAN}compare/{query}").status_code == 404


def test_another_persons_version_is_not_shown_under_this_one(nurse, write, take_into_care):
    write("need", words="Falls")
    other = small_run.person_id(3)
    take_into_care(nurse.user, other)
    assert nurse.get(f"/people/{other}/plan/history/{latest().pk}/").status_code == 404


def test_action_is_done_with_one_press(nurse, write):
    write("action", what="Ring the sister", status="planned")
    form = fields_of(nurse.get(PLAN), f"{PLAN}item/{item('action')['id']}/done/")
    nurse.post(f"{PLAN}item/{item('action')['id']}/done/", form)
    assert item("action")["status"] == "done"


def test_two_actions_are_done_from_one_page(nurse, write):
    write("action", what="First", status="planned")
    write("action", what="Second", status="planned")
    page = nurse.get(PLAN)
    for one in latest().content:
        address = f"{PLAN}item/{one['id']}/done/"
        nurse.post(address, fields_of(page, address))
    assert {one["status"] for one in latest().content} == {"done"}


def test_removing_says_what_goes_and_keeps_it_in_the_history(nurse, write):
    write("need", words="Falls")
    write("goal", words="Walk", parent_id=item("need")["id"])
    address = f"{PLAN}item/{item('need')['id']}/remove/"
    page = nurse.get(address)
    assert "Goal or hope: Walk" in words_of(page)
    nurse.post(address, fields_of(page))
    assert latest().content == []
    assert "Removed" in words_of(nurse.get(f"{PLAN}history/"))
    first = Version.objects.get(number=1)
    assert "Falls" in words_of(nurse.get(f"{PLAN}history/{first.pk}/"))


def test_about_me_is_written_under_its_headings_and_emptied_again(nurse):
    address = f"{PLAN}about-me/"
    form = fields_of(nurse.get(address))
    nurse.post(address, {**form, "about-people": "My sister Ann", "about-also": "Sang in a choir"})
    assert {one["id"] for one in latest().content} == {"about-people", "about-also"}
    nurse.post(address, {**fields_of(nurse.get(address)), "about-also": " "})
    assert [one["words"] for one in latest().content] == ["My sister Ann"]
    response = nurse.post(address, {**fields_of(nurse.get(address)), "about-also": "x" * 5000})
    assert "Also worth knowing about me: " in words_of(response)
    assert response.status_code == 422


def test_versions_are_compared_field_by_field(nurse, write):
    write("goal", words="Walk", importance="4")
    address = f"{PLAN}item/{item('goal')['id']}/"
    nurse.post(address, {**fields_of(nurse.get(address)), "importance": "8"})
    one, two = Version.objects.order_by("number")
    text = words_of(nurse.get(f"{PLAN}compare/?from={one.pk}&to={two.pk}"))
    assert "Importance to the person was 4 out of 10 → is now 8 out of 10" in text


def sign(nurse, **typed):
    form = fields_of(nurse.get(f"{PLAN}sign/"))
    return nurse.post(f"{PLAN}sign/", {**form, "agreed_with": "person", "full_name": "Ada Archer-0", **typed})


def test_version_is_signed_once_with_whom_it_was_agreed(nurse, write, audited):
    write("need", words="Falls")
    sign(nurse)
    form = {"base": latest().reference, "agreed_with": "person", "full_name": "Ada Archer-0"}
    nurse.post(f"{PLAN}sign/", form)
    assert Agreement.objects.count() == 1
    assert audited("care.sign_plan")[0].detail == {"version": 1, "agreed_with": "person"}
    assert "Agreed with the person, Ada Archer-0. Signed by Nora Nurse" in words_of(nurse.get(PLAN))
    write("need", words="Lonely")
    assert "Changed since" in words_of(nurse.get(PLAN))
    assert "Added: Need, concern or problem, Lonely" in words_of(nurse.get(f"{PLAN}sign/"))


def test_second_signature_in_the_same_name_with_another_role_or_note_is_refused_in_words(nurse, write):
    write("need", words="Falls")
    sent = {**fields_of(nurse.get(f"{PLAN}sign/")), "agreed_with": "representative", "full_name": "Bob", "role": "son"}
    nurse.post(f"{PLAN}sign/", sent)
    response = nurse.post(f"{PLAN}sign/", {**sent, "note": "Does not agree to respite"})
    assert response.status_code == 409
    assert "with another role or note" in words_of(response)
    assert "Does not agree to respite" in words_of(response)
    assert Agreement.objects.count() == 1


def test_plan_that_changed_while_it_was_read_is_not_signed(nurse, write):
    write("need", words="Falls")
    form = fields_of(nurse.get(f"{PLAN}sign/"))
    write("need", words="Lonely")
    response = nurse.post(f"{PLAN}sign/", {**form, "agreed_with": "person", "full_name": "Ada"})
    assert response.status_code == 409
    assert "Nothing was signed" in words_of(response)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    "typed", [{"agreed_with": "nobody"}, {"full_name": ""}, {"agreed_with": "representative"}, {"note": "x" * 5000}]
)
def test_signature_without_what_it_needs_is_refused(nurse, write, typed):
    write("need", words="Falls")
    assert sign(nurse, **typed).status_code == 422
    assert not Agreement.objects.exists()


def test_nothing_can_be_signed_before_anything_is_saved(nurse):
    assert nurse.get(f"{PLAN}sign/").status_code == 404


def test_copy_leaves_out_what_says_nothing_and_has_a_large_print(nurse, write):
    write("goal", words="Walk to the shop", importance="9")
    text = words_of(nurse.get(f"{PLAN}print/"))
    assert "My care and support plan" in text
    assert "Walk to the shop" in text
    assert "If things go wrong" not in text
    ordinary, large = (nurse.get(f"{PLAN}plan.pdf{size}") for size in ("", "?size=large"))
    assert "plan-large-print.pdf" in large["Content-Disposition"]
    assert HERE not in large["Content-Disposition"]
    assert ordinary.content != large.content


def test_draft_comes_back_is_seen_by_nobody_else_and_goes_with_saving(nurse, signed_in_as, take_into_care):
    form = fields_of(nurse.get(f"{PLAN}add/need/"))
    answer = nurse.post(f"{PLAN}add/need/", {**form, "words": "Half a sent", "draft": "quietly"})
    assert answer.json()["words"].startswith("Draft kept at ")
    assert "Half a sent" in words_of(nurse.get(f"{PLAN}add/need/"))
    assert "you began this on" in words_of(nurse.get(PLAN))
    again = fields_of(nurse.get(f"{PLAN}add/need/"))
    assert again["item"] == form["item"]
    nurse.post(f"{PLAN}add/need/", {**again, "words": "Half a sentence, and the rest"})
    assert not Draft.objects.exists()
    assert item("need")["words"] == "Half a sentence, and the rest"


def test_draft_is_the_writers_alone(nurse, signed_in_as, take_into_care):
    form = fields_of(nurse.get(f"{PLAN}add/need/"))
    nurse.post(f"{PLAN}add/need/", {**form, "words": "Half a sent", "draft": "quietly"})
    worker = signed_in_as("worker")
    take_into_care(worker.user, HERE)
    assert "Half a sent" not in words_of(worker.get(f"{PLAN}add/need/"))
    assert "you began" not in words_of(worker.get(PLAN))


def test_draft_is_kept_by_its_button_and_thrown_away(nurse):
    form = fields_of(nurse.get(f"{PLAN}about-me/"))
    response = nurse.post(f"{PLAN}about-me/", {**form, "about-people": "My sis", "draft": "keep"}, follow=True)
    assert "Kept as your draft" in words_of(response)
    assert not Version.objects.exists()
    nurse.post(f"{PLAN}about-me/", {"draft": "drop"})
    assert not Draft.objects.exists()


def test_draft_of_100_kilobytes_is_refused_in_words(nurse):
    response = nurse.post(f"{PLAN}add/need/", {"draft": "quietly", "words": "x" * 200_000})
    assert response.status_code == 413
    assert "100,000 or fewer" in response.json()["words"]
    assert not Draft.objects.exists()


def test_draft_too_long_to_keep_without_the_script_is_given_back_to_copy(nurse):
    response = nurse.post(f"{PLAN}about-me/", {"draft": "keep", "base": "b" * 32, "about-wellness": "x" * 100_001})
    assert response.status_code == 409
    assert "100,000 or fewer" in words_of(response)
    assert "x" * 100_001 in words_of(response)


@pytest.mark.parametrize("words", ["\u200b", "\u2060 \ufeff", "\u00a0"])
def test_words_that_nobody_can_see_are_none(write, words):
    assert write("need", words=words).status_code == 422
    assert write("contingency", title="If I fall", triggers=words).status_code == 422


def test_letters_no_database_keeps_are_left_out_of_drafts_and_refused_in_plans(nurse, write):
    sent = {"draft": "quietly", "words": "Falls\x00", "base": "\x00", "submission": "\x00"}
    assert nurse.post(f"{PLAN}add/need/?under=%00", sent).status_code == 200
    assert Draft.objects.get().sent["words"] == "Falls"
    assert write("need", words="Falls\x00").status_code == 422
    assert write("need", words="Falls", parent_id="\x00").status_code == 409


def test_longest_names_and_words_are_kept(nurse, write):
    longest = dict.fromkeys(("who_name", "who_role", "who_team"), "x" * 200)
    response = write("action", what="Visit", who_staff="worker", status="planned", **longest)
    assert response.status_code == 302
    assert len(PlannedAction.objects.get().who) == 620


def test_those_a_second_plan_names_keep_their_way_in_while_it_waits(nurse, write, take_into_care):
    other = small_run.person_id(3)
    take_into_care(nurse.user, other)
    form = fields_of(nurse.get(f"/people/{other}/plan/add/action/"))
    sent = {**form, "what": "Look at the stairs", "who_staff": "worker", "status": "planned"}
    nurse.post(f"/people/{other}/plan/add/action/", sent)
    write("need", words="Falls")
    FormerId.objects.create(former_id=other, person_id=HERE)
    write("need", words="Lonely")
    assert not CareRelationship.objects.get(user__username="worker").ended_at


def test_accepted_offer_flows_in_as_a_draft_action_and_its_later_status_is_on_the_persons_page(nurse):
    nurse.post(f"/people/{HERE}/package/falls_exercise/decide/", {"decision": "accepted:agreed", "version": "0"})
    assert "In the plan: Draft: nobody has arranged it yet" in words_of(nurse.get(f"/people/{HERE}/"))
    text = words_of(nurse.get(PLAN))
    assert "Accepted from the package, to be arranged" in text
    assert "From the package because" in text
    form = fields_of(nurse.get(f"{PLAN}item/offer-falls_exercise/"))
    assert form["what"] == "Strength and balance exercise"
    assert form["status"] == "draft"
    nurse.post(f"{PLAN}item/offer-falls_exercise/", {**form, "status": "under_way", "who_name": "Village hall class"})
    saved = item("action")
    assert (saved["offer"], saved["status"]) == ("falls_exercise", "under_way")
    assert saved["payer"]
    assert "In the plan: Under way; Village hall class" in words_of(nurse.get(f"/people/{HERE}/"))
    assert "to be arranged" not in words_of(nurse.get(PLAN))
    nurse.post(f"/people/{HERE}/package/falls_exercise/undo/", {"version": "1"})
    assert "The offer this came from is no longer accepted" in words_of(nurse.get(PLAN))


def test_naming_somebody_opens_the_record_to_them_until_no_open_action_does(nurse, write, signed_in_as):
    write("action", what="Look at the stairs", who_staff="worker", status="planned")
    held = CareRelationship.objects.get(user__username="worker")
    assert (held.ground, held.person_id, held.source) == ("named", HERE, f"care.action:{item('action')['id']}")
    assert PlannedAction.objects.get().user.username == "worker"
    address = f"{PLAN}item/{item('action')['id']}/"
    nurse.post(address, {**fields_of(nurse.get(address)), "who_staff": "prescriber"})
    assert CareRelationship.objects.get(user__username="worker").ended_at
    said = "was Sam Social, Social worker → is now Pia Prescriber, Social prescriber"
    assert said in words_of(nurse.get(f"{PLAN}history/"))
    assert not CareRelationship.objects.get(user__username="prescriber").ended_at
    nurse.post(address, {**fields_of(nurse.get(address)), "status": "stopped"})
    assert CareRelationship.objects.get(user__username="prescriber").ended_at


@pytest.fixture
def named(write):
    """The GP, named by an open action of the plan."""
    from joinedup.web.accounts.models import User

    User.objects.update(email="somebody@place.example")
    write("action", what="Look at the stairs", who_staff="gp", status="planned")
    return User.objects.get(username="gp")


def held_by(user) -> int:
    return CareRelationship.objects.filter(user=user, ended_at=None).count()


def test_care_that_a_colleague_ended_stays_ended_until_they_are_given_an_action_anew(nurse, write, named, signed_in_as):
    signed_in_as("gp").post(f"/people/{HERE}/in-care-of/", {"reason": "moved practice"})
    signed_in_as("nurse")
    write("need", words="Falls")
    page = f"{PLAN}item/{item('action')['id']}/"
    nurse.post(page, {**fields_of(nurse.get(page)), "what": "Look at the stairs, and the rail"})
    assert held_by(named) == 0
    for status, holds in (("stopped", 0), ("planned", 1)):
        nurse.post(page, {**fields_of(nurse.get(page)), "status": status})
        assert held_by(named) == holds


def test_record_opens_again_to_no_colleague_who_left(nurse, write, named):
    from joinedup.web.accounts.actions import remove_organisation

    remove_organisation(named.organisation, at=timezone.now())  # noqa: TID251  (the moment of the page)
    write("need", words="Falls")
    assert held_by(named) == 0


def test_what_ran_out_begins_anew_with_the_next_save(nurse, write, named):
    begun = timezone.now() - timedelta(days=200)  # noqa: TID251  (before the page asks)
    CareRelationship.objects.filter(user=named).update(starts_at=begun, ends_at=begun + timedelta(days=180))
    write("need", words="Falls")
    assert held_by(named) == 1


def test_whoever_an_action_of_the_plan_names_is_told_once_and_reminded_once_for_each_day_it_is_due(nurse, write, named):
    page = f"{PLAN}item/{item('action')['id']}/"
    told = Notice.objects.filter(user=named, kind="task")
    assert told.count() == 1
    write("need", words="Falls")
    for day, so_far in (("1", 2), ("2", 3)):
        due = {"due_on-day": day, "due_on-month": "2", "due_on-year": "2026"}
        nurse.post(page, {**fields_of(nurse.get(page)), **due})
        for _ in range(2):
            call_command("remind_actions")
        assert told.count() == so_far


def test_staff_of_another_patch_cannot_be_named(write):
    assert write("action", what="Visit", who_staff="elsewhere").status_code == 422


def test_same_item_changed_by_two_is_shown_both_ways_and_the_second_goes_on_from_the_first(nurse, write):
    write("action", what="Look at the stairs", who_staff="worker", status="planned")
    address = f"{PLAN}item/{item('action')['id']}/"
    first, second = fields_of(nurse.get(address)), fields_of(nurse.get(address))
    nurse.post(address, {**first, "who_staff": "prescriber"})
    response = nurse.post(address, {**second, "what": "Look at the stairs and the bath"})
    assert response.status_code == 409
    text = words_of(response)
    for words in ("As it stands", "As you would have it", "Pia Prescriber", "Sam Social", "and the bath"):
        assert words in text
    assert item("action")["what"] == "Look at the stairs"
    again = fields_of(nurse.get(address))  # come back to: the draft, on the version it was begun on
    assert again["what"] == "Look at the stairs and the bath"
    assert nurse.post(address, again).status_code == 409
    response.status_code = 200
    together = {**fields_of(response), "who_staff": "prescriber"}
    assert nurse.post(address, together).status_code == 302
    assert (item("action")["what"], item("action")["who_staff"]) == ("Look at the stairs and the bath", "prescriber")
    assert not Draft.objects.exists()


def test_second_of_two_in_about_me_goes_on_from_what_the_first_wrote_elsewhere(nurse):
    address = f"{PLAN}about-me/"
    first, second = fields_of(nurse.get(address)), fields_of(nurse.get(address))
    nurse.post(address, {**first, "about-wellness": "Tea at four", "about-people": "My sister"})
    response = nurse.post(address, {**second, "about-wellness": "Tea at five"})
    assert response.status_code == 409
    response.status_code = 200
    together = fields_of(response)
    assert (together["about-wellness"], together["about-people"]) == ("Tea at five", "My sister")
    assert nurse.post(address, {**together, "about-wellness": "Tea at four or five"}).status_code == 302
    assert {one["words"] for one in latest().content} == {"Tea at four or five", "My sister"}


def test_signature_under_another_persons_plan_that_waits_is_no_agreement_to_this_one(nurse, write, take_into_care):
    write("need", words="Falls")
    other = small_run.person_id(3)
    take_into_care(nurse.user, other)
    theirs = f"/people/{other}/plan/"
    nurse.post(f"{theirs}add/need/", {**fields_of(nurse.get(f"{theirs}add/need/")), "words": "Lonely"})
    signed = {**fields_of(nurse.get(f"{theirs}sign/")), "agreed_with": "person", "full_name": "Ann Archer"}
    assert nurse.post(f"{theirs}sign/", signed).status_code == 302
    FormerId.objects.create(former_id=other, person_id=HERE)
    assert "There is a second plan" in words_of(nurse.get(PLAN))
    for page in ("", "print/", "sign/"):
        assert "Ann Archer" not in words_of(nurse.get(f"{PLAN}{page}")), page


def test_action_put_under_a_goal_that_somebody_removed_meanwhile_is_not_saved_and_not_lost(nurse, write):
    write("goal", words="Walk")
    goal = item("goal")["id"]
    begun = fields_of(nurse.get(f"{PLAN}add/action/?under={goal}"))
    remove = f"{PLAN}item/{goal}/remove/"
    nurse.post(remove, fields_of(nurse.get(remove)))
    response = nurse.post(f"{PLAN}add/action/", {**begun, "what": "Strength class", "status": "planned"})
    assert response.status_code == 409
    text = words_of(response)
    assert "Removed." in text
    assert "Strength class" in text
    response.status_code = 200
    assert nurse.post(f"{PLAN}add/action/", {**fields_of(response), "parent_id": ""}).status_code == 302
    assert item("action")["what"] == "Strength class"


def test_second_plan_waits_and_is_brought_in_with_every_item(nurse, write, take_into_care):
    write("need", words="Falls")
    nurse.post(f"{PLAN}about-me/", {**fields_of(nurse.get(f"{PLAN}about-me/")), "about-people": "My sister"})
    other = small_run.person_id(3)
    take_into_care(nurse.user, other)
    theirs = f"/people/{other}/plan/"
    nurse.post(f"{theirs}add/need/", {**fields_of(nurse.get(f"{theirs}add/need/")), "words": "Lonely"})
    about = {**fields_of(nurse.get(f"{theirs}about-me/")), "about-people": "My cat"}
    nurse.post(f"{theirs}about-me/", about)
    FormerId.objects.create(former_id=other, person_id=HERE)
    page = nurse.get(PLAN)
    assert "There is a second plan" in words_of(page)
    address = re.search(r"/people/[^\"]*/bring-in/\d+/", page.content.decode())[0]
    chosen = nurse.get(address)
    assert "My cat" in words_of(chosen)
    form = {**fields_of(chosen), "about-people": "mine"}
    for _ in range(2):
        assert nurse.post(address, form).status_code == 302
    said = {one.get("words") for one in latest().content}
    assert said == {"Falls", "Lonely", "My cat"}
    assert latest().brought_in == [[other, 2]]
    assert "changed meanwhile" in words_of(nurse.post(address, {**form, "about-people": "standing"}, follow=True))
    assert "There is a second plan" not in words_of(nurse.get(PLAN))
    FormerId.objects.all().delete()  # the join is undone
    assert "somebody else again" in words_of(nurse.get(PLAN))
    assert "My cat" in words_of(nurse.get(theirs))
    nurse.post(f"{theirs}add/need/", {**fields_of(nurse.get(f"{theirs}add/need/")), "words": "Cold"})
    FormerId.objects.create(former_id=other, person_id=HERE)  # joined again: only what is new comes in
    address = re.search(r"/people/[^\"]*/bring-in/\d+/", nurse.get(PLAN).content.decode())[0]
    nurse.post(address, fields_of(nurse.get(address)))
    assert sorted(one["words"] for one in latest_of(HERE).content) == ["Cold", "Falls", "Lonely", "My cat"]


def test_form_opened_before_a_join_is_saved_after_it(nurse, take_into_care):
    other = small_run.person_id(3)
    take_into_care(nurse.user, other)
    theirs = f"/people/{other}/plan/"
    nurse.post(f"{theirs}add/need/", {**fields_of(nurse.get(f"{theirs}add/need/")), "words": "Lonely"})
    begun = fields_of(nurse.get(f"{theirs}add/need/"))
    FormerId.objects.create(former_id=other, person_id=HERE)
    response = nurse.post(f"{theirs}add/need/", {**begun, "words": "Also cold"})
    assert response.url.startswith(PLAN)
    assert {one["words"] for one in latest_of(HERE).content} == {"Lonely", "Also cold"}


def latest_of(person_id: str) -> Version:
    return Version.objects.filter(person_id=person_id).order_by("-number").first()


@pytest.mark.parametrize("path", PAGES)
def test_pages_need_a_care_relationship_a_role_and_the_patch(signed_in_as, path):
    assert signed_in_as("nurse").get(PLAN + path).status_code == 403
    assert signed_in_as("analyst").get(PLAN + path).status_code == 403
    assert signed_in_as("elsewhere").get(PLAN + path).status_code == 404


def test_plan_page_asks_the_database_the_same_however_long_the_plan_is(nurse, write, django_assert_max_num_queries):
    write("need", words="Falls")
    need = item("need")["id"]
    for n in range(8):
        write("action", what=f"Action {n}", parent_id=need, who_staff="worker", status="planned")
    with django_assert_max_num_queries(23):
        nurse.get(PLAN)
    with django_assert_max_num_queries(22):
        nurse.get(f"{PLAN}history/")


def test_history_goes_on_page_by_page_and_each_version_is_compared_with_the_one_before(nurse, write, monkeypatch):
    monkeypatch.setattr("joinedup.web.care.plan.views.plan.VERSIONS_A_PAGE", 2)
    for words in ("First", "Second", "Third"):
        write("need", words=words)
    text = words_of(nurse.get(f"{PLAN}history/"))
    assert "Added: Need, concern or problem, Second" in text
    assert "First" not in text
    assert "Added: Need, concern or problem, First" in words_of(nurse.get(f"{PLAN}history/?page=1"))
    assert nurse.get(f"{PLAN}history/?page=x").status_code == 200


def test_copy_says_when_it_was_changed_since_it_was_agreed(nurse, write):
    write("need", words="Falls")
    sign(nurse)
    assert "Agreed with the person" in words_of(nurse.get(f"{PLAN}print/"))
    write("need", words="Lonely")
    assert "Before the latest changes: Agreed with the person" in words_of(nurse.get(f"{PLAN}print/"))


def test_tasks_of_a_colleague_are_the_open_actions_that_name_them_those_due_first_first(nurse, write, staff):
    for what, year in (("Later", "2030"), ("Overdue", "2020")):
        due = {"due_on-day": "1", "due_on-month": "5", "due_on-year": year}
        write("action", what=what, who_staff="worker", status="planned", **due)
    write("action", what="No date", who_staff="worker", status="planned")
    write("action", what="Done already", who_staff="worker", status="done")
    today = timezone.now()  # noqa: TID251  (pages ask about the moment of the request)
    tasks = queries.tasks_of(staff("worker"), at=today)
    assert [(task.action.what, task.is_overdue, task.person_id) for task in tasks] == [
        ("Overdue", True, HERE),
        ("Later", False, HERE),
        ("No date", False, HERE),
    ]
    assert queries.tasks_of(staff("prescriber"), at=today) == []
    CareRelationship.objects.filter(user__username="worker").update(ends_at=F("starts_at"))
    assert queries.tasks_of(staff("worker"), at=today) == []


def test_person_page_with_a_plan_takes_a_bounded_number_of_queries(nurse, write, django_assert_max_num_queries):
    nurse.post(f"/people/{HERE}/package/falls_exercise/decide/", {"decision": "accepted:agreed", "version": "0"})
    for words in ("Falls", "Lonely", "Cold"):
        write("need", words=words)
    sign(nurse)
    with django_assert_max_num_queries(49):
        nurse.get(f"/people/{HERE}/")
