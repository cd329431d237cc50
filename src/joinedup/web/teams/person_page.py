"""What stands on the page about one person?"""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from joinedup.web.care.carers import queries as carers
from joinedup.web.care.plan import queries as care_plan_queries
from joinedup.web.care.plan.presenters.summary import offers_in_plan
from joinedup.web.care.plan.presenters.summary import summary as plan_summary
from joinedup.web.care.plan.reading import Reading, reading
from joinedup.web.governance.queries import relationships_with
from joinedup.web.members.queries import teams_of
from joinedup.web.people import queries as people_queries
from joinedup.web.people.actions import record_named
from joinedup.web.people.presenters import households, persons, timelines
from joinedup.web.plans import presenters as plans
from joinedup.web.plans import queries as plans_queries
from joinedup.web.referrals import presenters as referral_lines
from joinedup.web.referrals import queries as referral_queries
from joinedup.web.review import queries as review_queries
from joinedup.web.risk import queries as risk_queries
from joinedup.web.risk import standing
from joinedup.web.risk.monthly import presenters as monthly
from joinedup.web.risk.presenters import contributions, found_reasons, kept_parts, published, reason_lines, terms
from joinedup.web.risk.presenters.score_card import score_card
from joinedup.web.risk.registry import queries as registry
from joinedup.web.teams.meetings import presenters as meeting_lines
from joinedup.web.teams.meetings import queries as meeting_queries

RECENT_ENTRIES = 8
SHOWN_TOGETHER = 8  # referrals, and outcomes of meetings
OFFERS_OF_CATALOGUE = 4  # offers not fitting the person are named only where there are few


def whole(person: Any, run: Any, *, by: Any, at: datetime) -> dict[str, Any]:
    """The words of the page for somebody who has the person in their care."""
    organisations = people_queries.organisation_names()
    neighbourhoods = people_queries.neighbourhood_names()
    proposed, left_out = plans_queries.items_of(person), plans_queries.left_out_of(person)
    read = reading(person, by=by)
    return {
        "run": run,
        "who": persons.header(person, as_at=run.as_at, neighbourhoods=neighbourhoods),
        "score_date": standing.score_date(run.as_at, timezone.localdate(at)),
        **scores(person, run, organisations, proposed, left_out, on=timezone.localdate(at)),
        **care(read, package(person, organisations, proposed, left_out)),
        **surroundings(person, run, organisations, by=by, at=at),
        **together(person, neighbourhoods, by=by, at=at),
        "recent": [timelines.entry(one, organisations) for one in recent(person)],
        "involved": timelines.involved(people_queries.involved(person, as_at=run.as_at), organisations),
        "records": review_queries.record_counts(person.person_id),
        "help": plans_queries.local_help_for(person),
        "in_care_of": holding(read, at=at),
    }


def holding(read: Reading, *, at: datetime) -> list[Any]:
    """The care relationships with the person now, one for each member of staff; none that an action sealed opened."""
    found = relationships_with(*read.now.person_ids).exclude(source__in=read.sources_hidden)
    return list({one.user_id: one for one in found if one.starts_at <= at < one.ends_at}.values())


def recent(person: Any) -> list[Any]:
    return list(people_queries.timeline(person)[:RECENT_ENTRIES])


def scores(
    person: Any, run: Any, organisations: dict[str, str], proposed: list[Any], left_out: list[Any], *, on: date
) -> dict[str, Any]:
    """Everything the models, the published scores and the rules say of a person, and how they come to say it."""
    scoring, reasons = registry.scoring(), risk_queries.reasons_of(person)
    found = risk_queries.scores_of(person)
    wholes, extra = explained(person, scoring, found)
    named = {one.feature: one.offers for some in reasons.values() for one in some}
    offers = offers_here(named, proposed, left_out)
    cards = [
        score_card(
            score,
            reasons.get(score.outcome) or extra.get(score.outcome, []),
            threshold=run.thresholds.get(score.outcome),
            organisations=organisations,
            offers=offers,
        )
        for score in found
    ]
    changes = risk_queries.changes_of(person)
    flags = risk_queries.flags_of(person)
    flag_reasons = risk_queries.flag_reasons_of(person) if flags else {}
    return {
        "cards": cards,
        "wholes": wholes,
        "moved": {outcome: monthly.moved(change, person.hidden_parts) for outcome, change in changes.items()},
        "standings": standing.of_all(scoring, [card.outcome for card in cards], registry.signed_on(scoring, on)),
        "old_scores": {one.outcome for one in found if one.valid_until and one.valid_until < on},
        "flags": published.flags_shown(flags, flag_reasons, lambda one: reason_lines.rests_on(one, organisations)),
        "reference_scores": [published.reference_line(one) for one in risk_queries.reference_scores_of(person)],
    }


def explained(person: Any, scoring: Any, found: list[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """By outcome, everything that makes the score, and the reasons it holds."""
    if scoring is None:
        return {}, {}
    kept = risk_queries.contributions_of(person)
    values = kept_parts.feature_values(risk_queries.feature_values_of(person), scoring.features)
    wholes, reasons = {}, {}
    for score in found:
        parts = kept.get(score.outcome)
        at_date = values if kept_parts.is_from_the_date(score.outcome) else {}
        terms_of_model = scoring.terms.get(score.outcome, [])
        known = kept_parts.known(parts, terms_of_model, at_date, hidden=person.hidden_parts) if parts else None
        if known:
            wholes[score.outcome] = contributions.whole(known, score.log_odds)
            reasons[score.outcome] = found_reasons.reasons_from(known)
    return wholes, reasons


def offers_here(
    named: dict[str, str], proposed: list[Any], left_out: list[Any]
) -> dict[str, tuple[reason_lines.OfferWords, ...]]:
    """By feature, the offers that address it, and where the person stands with each.

    Parameters
    ----------
    named : by feature, the codes the run names; those of the catalogue stand in where it names none.
    """
    catalogue = {offer.code: offer.name for offer in plans_queries.catalogue()} if named else {}
    state = {one.offer_id: "left out" for one in left_out} | {one.offer_id: "proposed" for one in proposed}
    wanted = {feature: codes.split() or terms.offers_for(feature) for feature, codes in named.items()}
    return {
        feature: tuple(
            reason_lines.OfferWords(code, catalogue[code], state.get(code, ""), is_on_page=code in state)
            for code in sorted(codes, key=lambda code: state.get(code, "~"), reverse=True)
            if code in catalogue and (code in state or len(codes) <= OFFERS_OF_CATALOGUE)
        )
        for feature, codes in wanted.items()
    }


def package(person: Any, organisations: dict[str, str], proposed: list[Any], fitting: list[Any]) -> dict[str, Any]:
    history = list(plans_queries.history(person))
    in_force = plans_queries.decisions_in_force(history)
    offers = {offer.code: offer for offer in plans_queries.catalogue()} if in_force else {}
    items = plans.items(proposed, history, in_force, offers, organisations, person, hidden=person.hidden_parts)
    shown = {item.code for item in items}
    left_out = [plans.left_out_line(one, person.hidden_parts) for one in fitting if one.offer_id not in shown]
    return {
        "items": items,
        "package": plans.package_summary(plans_queries.package_of(person), items),
        "left_out": left_out,
        "history": [plans.history_line(one) for one in history],
        "choices": plans.choices(),
    }


def care(read: Reading, shown: dict[str, Any]) -> dict[str, Any]:
    """The package, with what became of each accepted offer in the person's plan, and that plan in a few lines."""
    in_plan = care_plan_queries.actions_by_offer(read.now)
    waiting = [one for one in shown["items"] if one.decided and one.decided.is_accepted and one.code not in in_plan]
    agreement = care_plan_queries.latest_agreement(read.now) if read.version else None
    told = {code: row for code, row in in_plan.items() if row.item_id not in read.hidden}
    plan = plan_summary(read, agreement, len(waiting))
    return {**shown, "plan": plan, "in_plan": offers_in_plan(told, waiting)}


def surroundings(person: Any, run: Any, organisations: dict[str, str], *, by: Any, at: datetime) -> dict[str, Any]:
    """Household and carers; the others have a name only if they are in the user's care as well."""
    others, pairs = people_queries.household(person), carers.pairs(person)
    known = {one.person_id for one in others} | {one for pair in pairs for one in (pair.carer_id, pair.cared_for_id)}
    named = people_queries.may_be_named(known - {person.person_id}, by=by, at=at)
    record_named(named, by=by, at=at)
    household = [households.companion(one, is_named=one.person_id in named, as_at=run.as_at) for one in others]

    def caring(pair: Any, other: Any) -> households.Caring:
        return households.caring(pair, other, is_named=other.person_id in named, as_at=run.as_at)

    return {
        "household": household,
        "carer_known_from": households.carer_known_from(person, pairs, organisations),
        "has_address": bool(person.household_id),
        "carers": [caring(pair, pair.carer) for pair in pairs if pair.cared_for_id == person.person_id],
        "cares_for": [caring(pair, pair.cared_for) for pair in pairs if pair.carer_id == person.person_id],
    }


def together(person: Any, neighbourhoods: dict[str, str], *, by: Any, at: datetime) -> dict[str, Any]:
    """Referrals, and what meetings decided and promised: those open or of the last months first."""
    rows = referral_queries.of_person(person.ids)[:SHOWN_TOGETHER]
    said = meeting_queries.about_person(person.ids)[:SHOWN_TOGETHER]
    return {
        "referrals": [
            referral_lines.line(row, person, is_named=True, neighbourhoods=neighbourhoods, at=at) for row in rows
        ],
        "met": meeting_lines.outcome_lines(said),
        "may_meet": person.neighbourhood in teams_of(by, at=at),
    }


def without_name(person: Any, run: Any, *, at: datetime, neighbourhoods: dict[str, str]) -> dict[str, Any]:
    """What may be seen of somebody nobody has said is in their care."""
    scored = [score_card(one, [], threshold=None, organisations={}) for one in risk_queries.scores_of(person)]
    scoring = registry.scoring()
    signed_on = registry.signed_on(scoring, timezone.localdate(at))
    return {
        "run": run,
        "summary": persons.summary(person, as_at=run.as_at, neighbourhoods=neighbourhoods),
        "scores": scored,
        "standings": standing.of_all(scoring, [card.outcome for card in scored], signed_on),
        "score_date": standing.score_date(run.as_at, timezone.localdate(at)),
    }
