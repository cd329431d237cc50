"""A form that keeps what is typed: sent to its own address with `draft`, it is kept or dropped, not saved."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render

from joinedup.web.components.words import moment
from joinedup.web.drafts import actions, queries
from joinedup.web.drafts.queries import Begun

CONTROLS = frozenset({"csrfmiddlewaretoken", "draft", "submission", "id", "token"})
"""Of a form, no part of what somebody typed. A form taken up again gets a new mark: with the old one it might be taken
for a form that was saved already."""
UNSEEN = frozenset({"base", "item", "parent_id"})  # sent along, and typed by nobody
QUIETLY = "quietly"  # how the page's script asks, while somebody types


def is_asked(request: HttpRequest) -> bool:
    """Whether what was typed shall be kept or thrown away, and nothing saved."""
    return "draft" in request.POST


def begun_below(request: HttpRequest, person: Any) -> Begun:
    """The form the request is about, which stands below a person's page, whichever id the person has."""
    return Begun(request.user, request.get_full_path().split("/", 3)[3], tuple(person.ids))


def opened_as(request: HttpRequest, action: str) -> str:
    """What the audit says of opening a person for a form: keeping a draft of it, or something else."""
    return "drafts.keep" if is_asked(request) else action


def typed(data: QueryDict) -> dict[str, Any]:
    """The fields of a form, as they are kept for later; of several boxes ticked, a list."""
    said = {
        name[:80].replace("\x00", ""): [value.replace("\x00", "") for value in values]  # PostgreSQL keeps none
        for name, values in data.lists()
        if name not in CONTROLS
    }
    return {name: values if len(values) > 1 else values[0] for name, values in said.items()}


def keep(request: HttpRequest, begun: Begun) -> Any:
    """Keep what was typed as a draft."""
    return actions.keep(begun, typed(request.POST), at=request.at)


def answer(request: HttpRequest, begun: Begun, *, back: str) -> HttpResponse:
    """Keep what was typed, or throw the draft away.

    Parameters
    ----------
    back : where to go on, unless the page's script asked.
    """
    asked = request.POST.get("draft")
    if asked == QUIETLY:
        return quietly(request, begun)
    if asked == "drop":
        actions.drop(begun)
        messages.success(request, "Your draft is thrown away")
    else:
        try:
            keep(request, begun)
        except actions.TooLong as problem:
            return given_back(request, str(problem))
        messages.success(request, "Kept as your draft. Nobody else sees it.")
    return redirect(back)


def given_back(request: HttpRequest, sentence: str) -> HttpResponse:
    """What was typed and could not be kept, for whoever typed it to copy."""
    fields = {name: text for name, text in typed(request.POST).items() if name not in UNSEEN}
    shown = [(name.replace("-", " ").replace("_", " ").capitalize(), text) for name, text in fields.items() if text]
    return render(request, "drafts/not_kept.jinja", {"sentence": sentence, "typed": shown}, status=409)


def quietly(request: HttpRequest, begun: Begun) -> HttpResponse:
    """What the page says while somebody goes on typing."""
    try:
        kept = keep(request, begun)
    except actions.TooLong as problem:
        return JsonResponse({"words": str(problem)}, status=413)
    return JsonResponse({"words": f"Draft kept at {moment(kept.saved_at).rpartition(' at ')[2]}"})


def taken_up(request: HttpRequest, begun: Begun) -> Any:
    """The draft a form goes on from, when it is opened."""
    return None if request.method == "POST" else queries.drafts_of(begun).first()


def since(draft: Any) -> str:
    """Until when somebody typed it."""
    return moment(draft.saved_at) if draft else ""


def so_far(request: HttpRequest, draft: Any) -> Mapping[str, str]:
    """What was typed into a form so far: what was sent now, else the draft it goes on from."""
    return request.POST or texts(draft)


def texts(draft: Any) -> dict[str, str]:
    """By field, what a draft says; of a field sent more than once the last, as a form that was sent is read."""
    sent = draft.sent.items() if draft else ()
    return {name: value[-1] if isinstance(value, list) else value for name, value in sent}
