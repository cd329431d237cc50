"""Deeds about referrals: sent, looked at, taken on, declined, passed on, finished, taken back."""

from typing import Any

from joinedup.core.teams.referrals import Deed, Inbox
from joinedup.web.loading.team_work.scene import NobodyThere, Scene, deed
from joinedup.web.referrals import actions, sending
from joinedup.web.referrals.inboxes import inboxes_of
from joinedup.web.referrals.opening import Opened, open_referral


@deed("referrals.send")
def refers(
    scene: Scene, *, referral: str, kind: str, to: str, words: str, consent: str = "", is_urgent: bool = False
) -> None:
    """Refer the person to a role's employer, from one's team."""
    asked = sending.Asked(scene.mark(), kind, scene.team.inbox_of(to), words, is_urgent, consent)
    sender = inboxes_of(scene.by, at=scene.at)[0]
    scene.referrals[referral] = sending.send(scene.opened(), asked, sender=sender, **scene.told).pk


@deed("referrals.refer_met")
def refers_met(scene: Scene, *, referral: str, kind: str, words: str) -> None:
    """Refer somebody met on duty to their team, without looking into the record."""

    def asked(to: Inbox) -> sending.Asked:
        return sending.Asked(scene.mark(), kind, to, words, is_urgent=False, consent="")

    sent = sending.send_met(scene.person(), asked, **scene.told)
    if sent is not None:
        scene.referrals[referral] = sent.pk


@deed("referrals.use")
def sees(scene: Scene, *, referral: str) -> None:
    """Look at a referral, and do no more for now."""
    opened = opened_by(scene, referral)
    actions.see(opened.row, opened.doer, at=scene.at)


@deed("referrals.use")
def takes_on(scene: Scene, *, referral: str) -> None:
    """Look at a referral and accept it."""
    act(scene, referral, Deed.ACCEPT)


@deed("referrals.use")
def says_no(scene: Scene, *, referral: str, reason: str, note: str) -> None:
    """Look at a referral and decline it, with the reason."""
    act(scene, referral, Deed.DECLINE, reason=reason, note=note)


@deed("referrals.use")
def transfers(scene: Scene, *, referral: str, to: str, note: str) -> None:
    """Look at a referral and pass it on to a role's employer."""
    act(scene, referral, Deed.TRANSFER, note=note, to=scene.team.inbox_of(to))


@deed("referrals.use")
def finishes(scene: Scene, *, referral: str, outcome: str, note: str) -> None:
    """Say that what was asked is done, and how it ended."""
    act(scene, referral, Deed.FINISH, reason=outcome, note=note)


@deed("referrals.use")
def takes_back(scene: Scene, *, referral: str, reason: str, note: str) -> None:
    """Withdraw a referral one sent."""
    act(scene, referral, Deed.WITHDRAW, reason=reason, note=note)


def act(scene: Scene, referral: str, what: Deed, **said: Any) -> None:
    """Open a referral, which counts as looking at it for whom it was sent to, and do something with it.

    Raises
    ------
    NobodyThere : whoever acts may not do that with it now.
    """
    opened = opened_by(scene, referral)
    if what not in opened.deeds:
        raise NobodyThere(f"{scene.by.role} of {scene.team.name} cannot {what} the referral {referral!r}")
    row = actions.see(opened.row, opened.deeds[what], at=scene.at)
    actions.act(row, actions.Doing(what, row.version, **said), opened.deeds[what], at=scene.at)


def opened_by(scene: Scene, referral: str) -> Opened:
    """A referral as whoever acts opens it.

    Raises
    ------
    NobodyThere : no such referral lies with them or was sent from there.
    """
    opened = open_referral(str(scene.referrals.get(referral, "")), **scene.told)
    if opened is None:
        raise NobodyThere(f"{scene.by.role} of {scene.team.name} has no referral {referral!r}")
    return opened
