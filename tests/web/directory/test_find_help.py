"""The public pages: what they find, what they never do, and what they make of bad input."""

import json
import re
from html import unescape

import pytest

from joinedup.core.directory import Status
from joinedup.web.config import light_styles
from joinedup.web.directory.public.translations import LANGUAGES, languages, translator
from tests.web.directory.some_services import of_kind, services  # noqa: F401

HOME = "/find-help/"
RESULTS = "/find-help/results/"
PAGES = ["", "topics/", "topics/money/", "kinds/food_bank/", "a-to-z/", "a-to-z/L/", "carers/", "check/", "check/help/"]
PAGES += ["list/", "about/", "accessibility/", "embed/", "results/?q=falls&where=DT4+8", "results/?q=falls&view=map"]
LIGHTEST_KILOBYTES = 100

NOWHERE = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def found(client, services):  # noqa: F811
    """The words of a page: `found("food bank", where="DT4 8")`."""

    def ask(q: str, **more: str) -> str:
        response = client.get(RESULTS, {"q": q, **more})
        assert response.status_code == 200
        return text_of(response)

    return ask


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.mark.one_database
@pytest.mark.parametrize("path", PAGES)
def test_page_is_open_sets_no_cookie_and_is_light(client, services, path):  # noqa: F811
    response = client.get(HOME + path)
    assert response.status_code == 200
    assert not response.cookies
    assert "Set-Cookie" not in response.headers
    html = response.content.decode()
    weight = len(response.content) + sum(
        (light_styles.WEB / "static" / name).stat().st_size
        for name in re.findall(r'/static/([^"]+\.(?:css|js))"', html)
    )
    assert weight < LIGHTEST_KILOBYTES * 1000


@pytest.mark.one_database
@pytest.mark.parametrize("path", PAGES)
def test_page_loads_nothing_from_elsewhere_and_runs_no_inline_script(client, services, path):  # noqa: F811
    html = client.get(HOME + path).content.decode()
    assert re.findall(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="(?:https?:)?//', html) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []


def test_what_somebody_typed_is_answered_at_the_entry_page_too(client, services):  # noqa: F811
    response = client.get(HOME, {"q": "i want to die", "where": "DT4 8"}, follow=True)
    assert response.redirect_chain == [(f"{RESULTS}?q=i+want+to+die&where=DT4+8", 302)]
    assert "116 123" in text_of(response)


def test_results_say_why_where_and_what_it_costs(found):
    words = found("my nan keeps falling", where="DT4 8")
    assert "You wrote “keeps falling”" in words
    assert "from DT4 8" in words
    assert "£4.50 a class" in words


def test_danger_comes_first_whatever_is_filtered(found):
    words = found("i want to kill myself", free="1", wheelchair="1", online="1", topic="active", age="8")
    assert words.index("999") < words.index("Show only some")
    assert "116 123" in words
    assert "111 option 2" in words


def test_words_that_may_mean_danger_bring_the_numbers_in_one_line_and_no_advice(found):
    aloud, quiet = found("someone is choking"), found("fell out with my neighbour")
    assert "Ring 999 and put the telephone on loudspeaker" in aloud
    assert "loudspeaker" not in quiet
    assert quiet.index("If somebody is in danger 999 Emergency services 111") < quiet.index("Show only some")


@pytest.mark.parametrize("q", ["", "lunch club"])
def test_danger_written_in_the_box_for_the_place_is_heard(client, services, q):  # noqa: F811
    html = client.get(RESULTS, {"q": q, "where": "i want to kill myself"}).content.decode()
    assert "116 123" in html
    assert 'class="pub-crisis"' in html
    assert 'class="pub-crisis"' not in client.get(RESULTS, {"q": q, "where": "Stoke Abbott"}).content.decode()


def test_no_danger_no_number_box(found):
    words = found("lunch club")
    assert "If this is happening now" not in words
    assert "If somebody is in danger" not in words


def test_border_postcode_is_not_known_and_help_is_shown_all_the_same(found):
    words = found("food bank", where="EX13 5AA")
    assert "We do not know the postcode EX13 5AA" in words
    assert re.search(r"\d+ services", words)


def test_half_a_postcode_and_a_wrong_one_are_answered(found):
    assert "Distances are from the middle of DT4 8" in found("food bank", where="DT4 8")
    assert "distances are from the middle of DT4 8" in found("food bank", where="DT4 8ZZ")
    assert "We do not know the place" in found("food bank", where="Nowhere at all")


def test_two_places_of_one_name_are_offered(client, services):  # noqa: F811
    html = client.get(RESULTS, {"q": "food", "where": "Charminster"}).content.decode()
    assert "where=Charminster%2C+near+Dorchester" in html
    assert "where=Charminster%2C+near+Bournemouth" in html


BAD = ("a" * 10_000, "food bank " * 900, "'; drop table directory_service; --", '<script>alert("x")</script>')
BAD += ("MATCH * OR NEAR(a)", "\x00\x07", "допомога", "🙂🙂", "%00%ff", "{{ 7*7 }}")


@pytest.mark.one_database
@pytest.mark.parametrize("q", BAD)
def test_bad_input_is_answered_and_never_carried_out(client, services, q):  # noqa: F811
    response = client.get(RESULTS, {"q": q, "where": q[:200], "age": q, "page": q, "topic": q, "lang": q, "keep": q})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert client.get(RESULTS, {"q": "food bank"}).status_code == 200


def test_page_beyond_the_last_is_empty_not_a_fault(found):
    assert "Page 1" in found("falls", page="999999999") or "services" in found("falls", page="19")


def test_service_page_says_all_there_is(client, services):  # noqa: F811
    one = of_kind(services, "strength and balance exercise")
    words = text_of(client.get(f"/find-help/services/{one.id}/"))
    for part in (one.name, one.phones[0].number, "Last checked on", "You may also want", "For people aged"):
        assert part in words


@pytest.mark.parametrize(
    "path", [f"services/{NOWHERE}/", f"services/{NOWHERE}/wrong/", "topics/nothing/", "kinds/nothing/"]
)
def test_what_is_not_there_is_not_found_and_can_be_searched_for(client, services, path):  # noqa: F811
    response = client.get(HOME + path, {"keep": "abcdef01"})
    assert response.status_code == 404
    assert "is not in the directory" in text_of(response)
    assert f'action="{RESULTS}"' in response.content.decode()
    assert "My list (1)" in text_of(response)


def test_service_that_ends_is_found_no_longer(client, services, at):  # noqa: F811
    from dataclasses import replace

    from joinedup.web.directory import store

    one = of_kind(services, "strength and balance exercise")
    assert one.id in client.get(RESULTS, {"q": one.name}).content.decode()
    store.put([replace(one, status=Status.DEFUNCT)], source=store.own_source(), change=store.Change(at))
    assert one.id not in client.get(RESULTS, {"q": one.name}).content.decode()
    assert client.get(f"/find-help/services/{one.id}/").status_code == 404


def test_card_names_the_place_that_its_distance_is_of(client, services, at):  # noqa: F811
    from dataclasses import replace

    from joinedup.core.directory import Address, Location, ServiceAtLocation
    from joinedup.web.directory import store

    one = next(one for one in services.services.values() if "lunch club" in one.name.lower() and not one.is_remote)
    here = [place.id for place in services.places_of[one.id]]
    halls = [
        Location(
            "far", "Swanage barn", latitude=50.61, longitude=-1.96, addresses=(Address("f", "", "", "", "BH19 1ZZ"),)
        ),
        Location(
            "near", "Weymouth hut", latitude=50.61, longitude=-2.46, addresses=(Address("n", "", "", "", "DT4 8ZZ"),)
        ),
    ]
    change = store.Change(at)
    store.put(halls, source=store.own_source(), change=change)
    store.take_out("service_at_location", here, change=change)
    ties = [ServiceAtLocation(f"{number}", one.id, hall.id) for number, hall in enumerate(halls)]
    store.put(ties, source=store.own_source(), change=change)
    store.put([replace(one, name="Zumbathon lunch", schedules=())], source=store.own_source(), change=change)
    from_there = text_of(client.get(RESULTS, {"q": "zumbathon", "where": "DT4 8"}))
    assert "Weymouth hut, DT4 8ZZ" in from_there
    assert "Swanage barn" not in from_there
    from_nowhere = text_of(client.get(RESULTS, {"q": "zumbathon"}))
    assert "2 places" in from_nowhere
    assert "Swanage barn" not in from_nowhere


def test_hours_that_are_over_are_left_out(client, services, at):  # noqa: F811
    from dataclasses import replace
    from datetime import time, timedelta

    from joinedup.core.directory import Frequency, Schedule
    from joinedup.web.directory import store

    one = of_kind(services, "strength and balance exercise")
    hours = Schedule("now", freq=Frequency.WEEKLY, byday=("MO",), opens_at=time(9), closes_at=time(10))
    over = replace(hours, id="over", byday=("SU",), valid_to=at.date() - timedelta(days=400))
    changed = replace(one, name="Zumbathon", schedules=(over, hours))
    store.put([changed], source=store.own_source(), change=store.Change(at))
    for page in (client.get(RESULTS, {"q": "zumbathon"}), client.get(f"/find-help/services/{one.id}/")):
        assert "Monday, 9am to 10am" in text_of(page)
        assert "Sunday, 9am to 10am" not in text_of(page)


def test_service_that_is_changed_is_found_by_its_new_words(client, services, at):  # noqa: F811
    from dataclasses import replace

    from joinedup.web.directory import store

    one = of_kind(services, "strength and balance exercise")
    store.put([replace(one, name="Zumbathon Weymouth")], source=store.own_source(), change=store.Change(at))
    assert one.id in client.get(RESULTS, {"q": "zumbathon"}).content.decode()


def test_service_taken_out_is_gone_from_the_words_too(client, services, at):  # noqa: F811
    from joinedup.web.directory import indexing, store

    one = of_kind(services, "strength and balance exercise")
    word = one.name.split(",")[0].split()[0].lower()
    before = len(indexing.lexical().match([(word,)], among=10))
    store.take_out("service", [one.id], change=store.Change(at))
    assert len(indexing.lexical().match([(word,)], among=10)) == before - 1


def test_shortlist_is_in_the_address_and_can_be_sent(client, services):  # noqa: F811
    two = list(services.services.values())[:2]
    keep = ".".join(one.id[:8] for one in two)
    html = unescape(client.get("/find-help/list/", {"keep": keep}).content.decode())
    assert all(one.name in html and one.phones[0].number in html for one in two)
    assert 'href="sms:?&body=' in html
    assert f"keep={two[1].id[:8]}" in html  # the first taken off leaves the second
    assert f"keep={two[0].id[:8]}" in client.get(RESULTS, {"q": "falls", "keep": two[0].id[:8]}).content.decode()


def test_full_shortlist_says_so_and_takes_no_more_in_silence(client, services):  # noqa: F811
    codes = [one.id[:8] for one in services.services.values()]
    full, more = codes[:20], next(one for one in services.services.values() if one.id[:8] not in codes[:20])
    for path in (f"services/{more.id}/", "list/"):
        assert "Your list is full" in text_of(client.get(HOME + path, {"keep": ".".join(full)}))
        assert "Your list is full" not in text_of(client.get(HOME + path, {"keep": ".".join(full[1:])}))


def test_whoever_says_only_where_is_asked_what_for(found):
    assert "You have said where, and not yet what you need" in found("", where="DT4 8")
    assert "Nothing is written yet" in found("")
    assert "Nothing is written yet" not in found("", where="I want to die")
    assert "You have said where, and not yet what you need" in found("DT4 8")
    assert "Nothing was found" not in found("DT4 8")
    assert "Nothing was found" in found("qqqqzzzz", where="DT4 8")


def test_shortlist_tells_that_something_on_it_has_closed(client, services, at):  # noqa: F811
    from dataclasses import replace

    from joinedup.web.directory import store

    two = list(services.services.values())[:2]
    closed = replace(two[0], status=Status.TEMPORARILY_CLOSED)
    store.put([closed], source=store.own_source(), change=store.Change(at))
    words = text_of(client.get("/find-help/list/", {"keep": ".".join(one.id[:8] for one in two)}))
    assert two[1].name in words
    assert "1 from this list are not shown: they have closed" in words


def test_what_people_should_know_now_is_on_every_list(client, services, at):  # noqa: F811
    from dataclasses import replace

    from joinedup.web.directory import store

    one = of_kind(services, "strength and balance exercise")
    told = replace(one, name="Zumbathon", alert="No class until the roof is mended")
    store.put([told], source=store.own_source(), change=store.Change(at))
    lists = (client.get(RESULTS, {"q": "zumbathon", "view": view}) for view in ("", "map"))
    shortlist = client.get("/find-help/list/", {"keep": one.id[:8]})
    for page in (*lists, shortlist, client.get("/find-help/kinds/falls_exercise/")):
        assert "No class until the roof is mended" in text_of(page)


def test_card_says_for_which_area_it_is(client, services, at):  # noqa: F811
    from dataclasses import replace

    from joinedup.core.directory import ServiceArea
    from joinedup.web.directory import store

    one = of_kind(services, "strength and balance exercise")
    areas = tuple(ServiceArea(f"a{number}", f"Valley {number}") for number in range(5))
    told = replace(one, name="Zumbathon", service_areas=areas)
    store.put([told], source=store.own_source(), change=store.Change(at))
    assert "For people in Valley 0, Valley 1, Valley 2, 2 other areas" in text_of(
        client.get(RESULTS, {"q": "zumbathon"})
    )


def test_page_beyond_the_last_leads_back_to_the_last(client, services):  # noqa: F811
    html = unescape(client.get(RESULTS, {"q": "falls", "page": "20"}).content.decode())
    before = int(re.search(r"page=(\d+)\" rel=\"prev\"", html)[1])
    assert 'class="pub-card"' in client.get(RESULTS, {"q": "falls", "page": str(before)}).content.decode()


def test_shortlist_holds_twenty_at_most_and_no_nonsense(client, services):  # noqa: F811
    keep = ".".join(one.id[:8] for one in services.services.values())
    response = client.get("/find-help/list/", {"keep": keep + ".<b>.zzzzzzzz"})
    assert response.content.decode().count('class="pub-card"') == 20


def test_self_check_ends_in_help_and_numbers(client, services):  # noqa: F811
    asked = {"danger": "abuse", "worry": ["falls", "food"], "who": "older", "where": "DT4 8"}
    words = text_of(client.get("/find-help/check/help/", asked))
    assert words.index("0808 2000 247") < words.index("Falling, or being afraid to")
    assert "No food" in words
    assert "You chose nothing yet" in text_of(client.get("/find-help/check/help/"))


def test_what_is_wrong_is_taken_only_so_often_a_minute(client, services):  # noqa: F811
    from joinedup.web.directory.models import Proposal

    address = f"/find-help/services/{next(iter(services.services))}/wrong/"
    page = client.get(address)
    said = {"stamp": re.search(r'name="stamp" value="([^"]+)"', page.content.decode())[1], "words": "It closed"}
    answers = [client.post(address, said) for _ in range(7)]
    assert [one.status_code for one in answers] == [200] * 5 + [429] * 2
    assert "This was tried too often" in text_of(answers[-1])
    assert "It closed" in text_of(answers[-1])
    assert Proposal.objects.count() <= 5
    assert client.get(address).status_code == 200


def test_suggestions_complete_what_is_typed(client, services):  # noqa: F811
    suggestions = json.loads(client.get("/find-help/suggest/", {"q": "food b"}).content)["suggestions"]
    assert suggestions[0] == "Food bank"
    assert json.loads(client.get("/find-help/suggest/", {"q": "x" * 9000}).content) == {"suggestions": []}


def test_embed_may_be_framed_and_the_rest_may_not(client, services):  # noqa: F811
    box, home = client.get("/find-help/embed/"), client.get(HOME)
    assert "frame-ancestors *" in box.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in box.headers
    assert "frame-ancestors 'none'" in home.headers["Content-Security-Policy"]
    assert home.headers["X-Frame-Options"] == "DENY"


def test_what_somebody_searched_for_is_kept_by_no_cache(client, services):  # noqa: F811
    assert client.get(RESULTS, {"q": "debt"}).headers["Cache-Control"] == "no-store"


class TestSuggestAChange:
    def open(self, client, one, at):
        html = client.get(f"/find-help/services/{one.id}/wrong/").content.decode()
        return re.search(r'name="stamp" value="([^"]+)"', html)[1]

    def stamp(self, one, seconds_ago: int) -> str:
        import time

        from django.core.signing import Signer

        from joinedup.web.directory.public.forms import SALT

        return Signer(salt=SALT).sign(f"{one.id}:{int(time.time()) - seconds_ago}")

    def send(self, client, one, **sent):
        return client.post(f"/find-help/services/{one.id}/wrong/", sent)

    def test_whoever_tells_of_danger_here_is_given_the_number(self, client, services):  # noqa: F811
        one = of_kind(services, "food")
        told = self.send(client, one, words="A carer hits my mum there", stamp=self.stamp(one, 60))
        assert "0808 808 8141" in text_of(told)
        assert "Thank you" in text_of(told)
        harmless = self.send(client, one, words="They moved", stamp=self.stamp(one, 60))
        assert 'class="pub-crisis"' not in harmless.content.decode()

    def test_it_is_put_to_staff_and_changes_nothing(self, client, services):  # noqa: F811
        from joinedup.web.directory.models import Proposal, Service

        one = of_kind(services, "food")
        response = self.send(client, one, words="They moved", stamp=self.stamp(one, 60))
        assert "Thank you" in text_of(response)
        assert not response.cookies
        proposal = Proposal.objects.get()
        assert (proposal.service_id, proposal.note, proposal.origin) == (one.id, "They moved", "public")
        assert Service.objects.get(id=one.id).value == one

    def test_page_gives_a_stamp_of_its_own(self, client, services, at):  # noqa: F811
        one = of_kind(services, "food")
        assert self.open(client, one, at).startswith(one.id)

    @pytest.mark.parametrize("stamp", ["", "nonsense", "old", "of another"])
    def test_without_a_good_stamp_nothing_is_kept(self, client, services, stamp):  # noqa: F811
        from joinedup.web.directory.models import Proposal

        one, other = list(services.services.values())[:2]
        sent = {"old": self.stamp(one, 90_000), "of another": self.stamp(other, 60)}.get(stamp, stamp)
        assert "There is a problem" in text_of(self.send(client, one, words="They moved", stamp=sent))
        assert not Proposal.objects.exists()

    def test_program_is_thanked_and_nothing_is_kept(self, client, services):  # noqa: F811
        from joinedup.web.directory.models import Proposal

        one = of_kind(services, "food")
        self.send(client, one, words="Buy now", stamp=self.stamp(one, 60), website="https://spam.example")
        self.send(client, one, words="Buy now", stamp=self.stamp(one, 0))
        assert not Proposal.objects.exists()

    def test_too_long_or_empty_is_said(self, client, services):  # noqa: F811
        one = of_kind(services, "food")
        assert "1,000 characters" in text_of(self.send(client, one, words="a" * 1001, stamp=self.stamp(one, 60)))
        assert "Write what is wrong" in text_of(self.send(client, one, words=" ", stamp=self.stamp(one, 60)))


def test_light_stylesheet_is_that_of_the_templates():
    assert light_styles.LIGHT.read_text(encoding="utf-8") == light_styles.light_styles(), (
        "python -m joinedup.web.config.light_styles"
    )


def test_translated_texts_are_texts_of_the_templates():
    folder = light_styles.TEMPLATES
    used = {text for path in folder.glob("*.jinja") for text in re.findall(r't\("((?:[^"\\]|\\.)*)"', path.read_text())}
    used |= {"Free", "Open now", "Telephone", "Cost", "Where", "When"}  # said by presenters, or by the macro of rows
    for code in languages():
        if code != "en":
            from joinedup import definitions

            texts = definitions.read(f"directory/translations/{code}.yaml")["texts"]
            assert set(texts) <= used | CHOICES, code


CHOICES = {"Is anybody in danger now?", "Who needs help?", "What is the matter? Choose all that fit"}


def test_page_in_welsh_says_so_and_falls_back_to_english(client, services):  # noqa: F811
    html = client.get(HOME, {"lang": "cy"}).content.decode()
    assert '<html lang="cy"' in html
    assert "Dod o hyd i help yn agos atoch" in html
    assert "What is the matter" in html
    assert translator("en")("My list ({count})", count=2) == "My list (2)"
    assert set(LANGUAGES) == {"en", "cy", "easy"}


def test_what_changes_elsewhere_is_found_within_a_second_and_is_not_asked_for_on_every_page(
    services,  # noqa: F811
    at,
    monkeypatch,
    django_assert_num_queries,
):
    from joinedup.web.directory import current
    from joinedup.web.directory.models import Revision

    moments = iter((100.0, 100.9, 101.1))
    monkeypatch.setattr(current, "monotonic", lambda: next(moments))
    current.look_again()
    before = current.current()
    Revision.objects.filter(pk=1).update(number=before.stamp[0] + 1, changed_at=at)  # as another worker would
    with django_assert_num_queries(0):
        assert current.current() is before
    assert current.current().stamp[0] == before.stamp[0] + 1
