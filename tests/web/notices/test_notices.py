"""E-mail says that there is something to look at, and never about whom; it is tried again, and goes out once."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from joinedup.web.notices.actions import AGAIN_MINUTES, choose, deliver, notify
from joinedup.web.notices.kinds import KINDS
from joinedup.web.notices.models import Notice
from tests.web.notices.mail_server import serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(settings):
    with serving() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "joinedup@example.org"
        settings.PUBLIC_URL = "https://care.example"
        yield server


@pytest.fixture
def nurse(as_staff):
    user = as_staff("community_nurse")
    user.email = "nora@example.org"
    user.save()
    return user


def test_message_arrives_with_fixed_words_and_a_link_and_nothing_else(mail, nurse, at):
    assert notify([nurse], "referral", at=at, key="referral:12:p0000006100000000") == 1
    assert deliver(at=at) == (1, 0)
    message = mail.arrived[0]
    text = message.get_content()
    assert mail.recipients == ["nora@example.org"]
    assert message["Subject"] == "joinedup: There is news of a referral"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "https://care.example/" in text
    assert "p0000006100000000" not in message.as_string()
    assert "12" not in text
    assert Notice.objects.get().sent_at == at


@pytest.mark.one_database
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_no_kind_has_a_place_where_somebodys_details_could_stand(kind):
    assert "{" not in f"{kind.subject}{kind.words}"
    assert "%" not in f"{kind.subject}{kind.words}"


def test_it_is_sent_once_however_often_it_is_told_and_delivered(mail, nurse, at):
    for _ in range(3):
        notify([nurse], "task", at=at, key="task:1")
        deliver(at=at)
    assert len(mail.arrived) == 1


def test_many_of_a_kind_are_one_message_with_their_number(mail, nurse, at):
    for number in range(4):
        notify([nurse], "task", at=at, key=f"task:{number}")
    notify([nurse], "referral", at=at, key="referral:1")
    assert deliver(at=at) == (2, 0)
    assert sorted("There are 4 of these" in one.get_content() for one in mail.arrived) == [False, True]


def test_refused_mail_is_tried_again_later_and_given_up_in_the_end(mail, nurse, at):
    mail.refuses = "450 later"
    notify([nurse], "task", at=at, key="task:1")
    now = at
    for minutes in AGAIN_MINUTES:
        assert deliver(at=now) == (0, 1)
        assert deliver(at=now) == (0, 0)  # not before its time
        now += timedelta(minutes=minutes)
    assert deliver(at=now) == (0, 1)
    kept = Notice.objects.get()
    assert (kept.given_up_at, kept.sent_at, kept.failure) == (now, None, "SMTPRecipientsRefused")
    mail.refuses = ""
    assert deliver(at=now + timedelta(days=9)) == (0, 0)


def test_mail_goes_out_when_the_server_is_back(mail, nurse, at, settings):
    notify([nurse], "task", at=at, key="task:1")
    settings.EMAIL_PORT = 9  # nobody listens there
    assert deliver(at=at) == (0, 1)
    settings.EMAIL_PORT = mail.port
    assert deliver(at=at + timedelta(minutes=1)) == (1, 0)


def test_who_has_no_address_or_is_not_active_is_left_out(nurse, as_staff, at):
    left = as_staff("gp")
    left.email, left.is_active = "gone@example.org", False
    assert notify([left, as_staff("analyst")], "task", at=at, key="task:1") == 0


def test_who_does_without_a_kind_gets_none_and_nobody_does_without_alerts(nurse, at):
    choose(nurse, {"task": False, "alert": False, "made_up": True})
    assert notify([nurse], "task", at=at, key="task:1") == 0
    assert notify([nurse], "referral", at=at, key="referral:1") == 1
    assert notify([nurse], "alert", at=at, key="alert:1") == 1


def test_notice_of_a_transaction_rolled_back_is_not_sent(mail, nurse, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        notify([nurse], "task", at=at, key="task:1")
        raise IntegrityError
    assert deliver(at=at) == (0, 0)


def test_notice_taken_on_by_another_process_is_not_sent_by_this_one(mail, nurse, at):
    from joinedup.web.notices.actions import claim

    notify([nurse], "task", at=at, key="task:1")
    mine = Notice.objects.get()
    assert claim(Notice.objects.get(), at=at)
    assert not claim(mine, at=at)
    assert deliver(at=at) == (0, 0)


def test_command_says_what_it_did(mail, nurse, at, capsys):
    notify([nurse], "task", at=at, key="task:1")
    call_command("deliver_notices")
    assert capsys.readouterr().out == "1 messages sent, 0 to be tried again.\n"


def test_page_keeps_what_was_chosen(signed_in):
    client = signed_in("community_nurse")
    html = client.get("/your-notices/").content.decode()
    assert html.count('type="checkbox"') == sum(not kind.is_always for kind in KINDS.values())
    assert client.post("/your-notices/", {"wanted": ["referral"]}).status_code == 302
    from joinedup.web.notices.queries import choices

    chosen = choices(client.user)
    assert (chosen["referral"], chosen["task"], chosen["alert"]) == (True, False, True)
