"""The models: every version, each with its card and curves, and the page on which one is signed on or off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from joinedup.core.risk.features.outcomes import outcomes
from joinedup.web.governance.permissions import may, requires
from joinedup.web.people.queries import current_run, neighbourhood_names
from joinedup.web.risk import standing, words
from joinedup.web.risk.registry import actions, queries
from joinedup.web.risk.registry.forms import GROUNDS_LETTERS, SignForm
from joinedup.web.risk.registry.presenters import (
    calibration,
    decision_curve,
    facts,
    figures,
    term_curves,
    version_lines,
)

SHAPES_OPEN = 3


@requires("risk.view_models")
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    run, scoring = current_run(), queries.scoring()
    if run is None:
        return render(request, "risk/no_run.jinja")
    actions.open_page(by=request.user, at=request.at, action="risk.view_models", detail={})
    known, in_use = queries.versions(), scoring.versions if scoring else {}
    latest = queries.in_force((one.outcome, one.version) for one in known)
    on = timezone.localdate(request.at)
    lines = [
        version_lines.version_line(one, in_use=in_use, latest=latest.get((one.outcome, one.version)), on=on)
        for one in known
    ]
    signed_on = queries.signed_on(scoring, on)
    context = {
        "run": run,
        "in_use": [one for one in lines if one.is_in_use],
        "earlier": [one for one in lines if not one.is_in_use],
        "standings": standing.of_all(scoring, run.outcomes, signed_on),
        "drift": {code: figures.drift_words(found) for code, found in (scoring.drift if scoring else {}).items()},
        "alarms": {code for code, found in (scoring.drift if scoring else {}).items() if found.get("is_alarm")},
    }
    return render(request, "risk/models.jinja", context)


@requires("risk.view_models")
@require_safe
def version(request: HttpRequest, outcome: str, version: str) -> HttpResponse:
    found, run = version_or_404(outcome, version)
    record_view(request, found)
    card, scoring = found.card, queries.scoring()
    drift = scoring.drift.get(outcome, {}) if scoring and scoring.versions.get(outcome) == version else {}
    context = {
        **about(request, found, run),
        "facts": facts.facts(found, next((one for one in outcomes() if one.name == outcome), None)),
        "overall": figures.overall(card),
        "groups": figures.group_tables(card, neighbourhood_names()),
        "calibration": calibration.calibration_chart(card),
        "calibration_words": calibration.calibration_words(card),
        "calibration_rows": calibration.calibration_rows(card),
        "decision": decision_curve.decision_chart(card),
        "decision_words": decision_curve.decision_words(card),
        "decision_rows": decision_curve.decision_rows(card),
        "drift_words": figures.drift_words(drift),
        "drift_rows": figures.drift_rows(drift),
        "is_alarm": bool(drift.get("is_alarm")),
        "terms": len(found.shapes),
        "spread": facts.spread(found.card),
    }
    return render(request, "risk/model.jinja", context)


@requires("risk.view_models")
@require_safe
def curves(request: HttpRequest, outcome: str, version: str) -> HttpResponse:
    """Every term of a model: what each value of a feature adds, drawn and as a table."""
    found, run = version_or_404(outcome, version)
    record_view(request, found)
    shapes = [term_curves.shape(term, at) for at, term in enumerate(found.shapes, start=1)]
    context = {
        **about(request, found, run),
        "shapes": shapes,
        "open": SHAPES_OPEN,
        "spread": facts.spread(found.card),
    }
    return render(request, "risk/curves.jinja", context)


@requires("risk.sign_on")
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, outcome: str, version: str) -> HttpResponse:
    """Sign a version on for clinical use, or switch it off."""
    found, run = version_or_404(outcome, version)
    history = queries.signatures(outcome, version)
    is_on = not (history and queries.holds(history[0], timezone.localdate(request.at)))
    statement = version_lines.statement(found, run.place_name, is_on=is_on)
    form = SignForm(request.POST) if request.method == "POST" else None
    page = {**about(request, found, run), "is_on": is_on, "statement": statement, "form": form, "number": len(history)}
    page["letters"] = GROUNDS_LETTERS
    if form is None:
        record_view(request, found)
        return render(request, "risk/sign.jinja", page)
    if not form.is_valid():
        return render(request, "risk/sign.jinja", page, status=422)
    try:
        actions.sign(found, form.signature(statement, is_on=is_on), by=request.user, at=request.at)
    except actions.SignedMeanwhile:
        return render(request, "risk/sign.jinja", {**page, "is_stale": True}, status=409)
    messages.success(request, f"{page['name']}: version {version[:8]} is {'on' if is_on else 'off'} for clinical use")
    return redirect("risk:model", outcome=outcome, version=version)


def version_or_404(outcome: str, name: str) -> tuple[Any, Any]:
    found, run = queries.version(outcome, name), current_run()
    if found is None or run is None:
        raise Http404
    return found, run


def record_view(request: HttpRequest, found: Any) -> None:
    detail = {"outcome": found.outcome, "version": found.version}
    actions.open_page(by=request.user, at=request.at, action="risk.view_models", detail=detail)


def about(request: HttpRequest, found: Any, run: Any) -> dict[str, Any]:
    """What every page of a version says at its head."""
    scoring, on = queries.scoring(), timezone.localdate(request.at)
    history = queries.signatures(found.outcome, found.version)
    latest = history[0] if history else None
    in_use = scoring.versions if scoring else {}
    return {
        "run": run,
        "version": found,
        "name": words.outcome(found.outcome).name,
        "short": found.version[:8],
        "line": version_lines.version_line(found, in_use=in_use, latest=latest, on=on),
        "history": [version_lines.signed(one) for one in history],
        "sentence": found.card.get("sentence", ""),
        "may_sign": may(request.user, "risk.sign_on"),
    }
