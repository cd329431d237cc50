"""A form of the plan: shown with what was typed, kept as a draft, saved beside others, or given back with both ways."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from joinedup.core.care import Item, ItemRefused, PlanRefused
from joinedup.web.care import versions
from joinedup.web.care.plan import actions, forms, queries
from joinedup.web.care.plan.presenters.history import Both, both
from joinedup.web.care.plan.reading import Reading, reading
from joinedup.web.care.saving import ChangedMeanwhile, FormTooOld
from joinedup.web.components.problems import listed
from joinedup.web.components.words import moment
from joinedup.web.drafts import pages as drafts
from joinedup.web.drafts.actions import drop
from joinedup.web.people.pages import who

Typed = Mapping[str, str]
MOST_SHOWN = 20_000  # letters of one field given back to whoever typed too many


@dataclass(frozen=True)
class FormPage:
    """One form about one person.

    Parameters
    ----------
    fields : what the template wants besides, from the plan that stands, what was typed (None if nothing) and what is
        wrong with it by field.
    change : what the form would do to the plan; raises `ItemRefused`.
    """

    request: HttpRequest
    person: Any
    template: str
    fields: Callable[[Reading, Typed | None, Mapping[str, str]], dict[str, Any]]
    change: Callable[[Typed], actions.Change]

    @property
    def begun(self) -> drafts.Begun:
        """What a draft of it is kept as."""
        return drafts.begun_below(self.request, self.person)

    def answer(self) -> HttpResponse:
        """What the request asks for."""
        if self.request.method == "GET":
            return self.page()
        if drafts.is_asked(self.request):
            return drafts.answer(self.request, self.begun, back=plan_address(self.person.person_id))
        try:
            change = self.change(self.request.POST)
        except ItemRefused as refused:
            return self.page({one.field: one.words for one in refused.problems}, status=422)
        return self.save(change)

    def save(self, change: actions.Change) -> HttpResponse:
        """Save, and back to the plan; what another changed meanwhile is shown beside."""
        request, person = self.request, self.person
        try:
            saved = actions.save(person, change, forms.sent_of(request.POST), by=request.user, at=request.at)
        except ChangedMeanwhile as problem:
            drafts.keep(request, self.begun)
            return self.page(conflict=problem, status=409)
        except (FormTooOld, PlanRefused) as problem:
            return self.page(sentence=str(problem), status=409)
        drop(self.begun)
        also = ", together with what somebody else changed meanwhile" if saved.others_changed else ""
        messages.success(request, f"Saved{also}")
        return to_plan(person.person_id, change.put[0].id if change.put else "")

    def page(
        self,
        problems: Mapping[str, str] | None = None,
        *,
        conflict: ChangedMeanwhile | None = None,
        sentence: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """The form; after a conflict it goes on from the version that stands now."""
        request, problems = self.request, problems or {}
        read, is_sent = reading(self.person, by=request.user), request.method == "POST"
        draft = drafts.taken_up(request, self.begun)
        data = request.POST if is_sent else drafts.texts(draft) if draft else None
        goes_on = is_sent and conflict is None
        context = {
            **self.fields(read, data, problems),
            "who": who(self.person),
            "base": request.POST.get("base", "")[:60] if goes_on else begun_on(draft, read),
            "mark": request.POST.get("submission", "")[:40] if goes_on else forms.new_mark(),
            "draft_at": drafts.since(draft),
            "problem_list": listed(problems),
            "sentence": sentence,
            "clashes": clashes_shown(conflict) if conflict else [],
            "others": said_by(conflict, read) if conflict else "",
        }
        return render(request, self.template, context, status=status)


def begun_on(draft: Any, read: Reading) -> str:
    """The version a form goes on from: of a draft, the one it was begun on, so that nobody's change is written over."""
    return drafts.texts(draft).get("base", "") or read.reference


def clashes_shown(conflict: ChangedMeanwhile) -> list[Both]:
    """Each item two people changed, both ways."""
    clashes = conflict.merged.clashes
    sides = [{clash.key: side} for clash in clashes for side in (clash.standing, clash.mine) if side]
    staff = queries.staff_in(*sides)
    return [both(clash.standing, clash.mine, staff) for clash in clashes]


def said_by(conflict: ChangedMeanwhile, read: Reading) -> str:
    """Who changed what clashes last, of the versions there are for the reader."""
    keys = [clash.key for clash in conflict.merged.clashes]
    return makers(versions.last_to_change(keys, read.history, lambda one: read.of(one).items))


def makers(found: Iterable[Any]) -> str:
    """Who made some versions, and when."""
    return " and ".join(f"{one.saved_by.name}, {moment(one.saved_at)}," for one in found).removesuffix(",")


def plan_address(person_id: str, item_id: str = "") -> str:
    """Where the plan is, at an item if one is named."""
    return reverse("care:plan", args=[person_id]) + (f"#item-{item_id}" if item_id else "")


def to_plan(person_id: str, item_id: str = "") -> HttpResponse:
    """Back to the plan, at the item if there is one."""
    return redirect(plan_address(person_id, item_id))


def base_item(person: Any, request: HttpRequest, item_id: str) -> Item | None:
    """An item, if one is named, as it stands, or, if it was removed since the form was opened, as its maker saw it."""
    if not item_id:
        return None
    read = reading(person, by=request.user)
    item = read.plan.items.get(item_id)
    if item is None and request.method == "POST":
        item = read.of(queries.seen(read.now, request.POST.get("base", ""))).items.get(item_id)
    return item
