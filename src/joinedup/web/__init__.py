"""The web: what a neighbourhood team, an analyst and an information-governance lead see in a browser.

For whoever adds a page (a word is a folder here with an `apps.py`; it is found without registration):

* **Templates** live in `<word>/templates/<word>/name.jinja` and begin `{% extends "layout.jinja" %}`.
  Blocks: `title` (goes into <title>), `breadcrumbs`, `content` (holds exactly one <h1>), `scripts`.
  Render with `django.shortcuts.render(request, "people/person.jinja", {...})`. Globals `url("people:person",
  person_id=…)`, `static("app/app.css")`; in forms write `{{ csrf_input }}`. Filters: `day`, `moment`, `percent`,
  `number`, `pounds` (of pence), `plural`. NHS macros: `{% from "nhsuk/components/tables/macro.jinja" import table %}`.
  Own macros: `{% from "components/timeline/macro.jinja" import app_timeline %}` and so on. A style attribute or an
  inline handler is blocked by the content-security policy: use classes, and SVG presentation attributes.
* **Permissions**: `from joinedup.web.governance.permissions import requires, public, may, check_may`. Every view is
  marked `@requires("risk.view_list")` (outermost) or `@public`; a test fails any that is not. What each role may do is
  the table `governance/roles.py`. `may(user, "people.view_person", person)` also asks for the same `neighbourhood`.
* **Time**: `request.at` is the moment of the request; pass it on as `at=`.
* **Audit**: `from joinedup.web.governance.actions import record`;
  `record(by=request.user, at=request.at, action="people.view_person", person_id=…, reason=…, detail={codes only})`.
  Refusals (`raise Refused(action, person_id=…, words=…)` or any PermissionDenied) are recorded by a middleware.
* **Care relationship**: `governance.queries.has_relationship(user, person_id, at)`, `in_care_of(user, person_ids, at)`
  (one query for a list), `check_relationship(user, person_id, at)` (raises Refused);
  `governance.actions.open_relationship(by=, at=, person_id=, ground=, reason=, user=, source="referrals.referral:12",
  ends_at=)` with a ground of `CareRelationship.Ground` (registration, referral, contact, team, named); asked again it
  changes nothing. `end_relationships(by=, at=, reason=, source=)` (or `user=`, `person_id=`) when the referral, the
  membership or the plan's naming ends. One with a source reaches wherever the person lives; one without is the user's
  own word and holds only in their neighbourhood. `governance.queries.in_care_from(source, at=)`: who has it by it.
  Objections, break-glass and sealed parts are kept to by `people.actions.open_person_in_care` (it raises Refused; what
  is sealed from the reader is in `person.hidden_parts`, of the plan in `person.hidden_items`: read it by
  `care.plan.reading`) and by `people.queries.in_care(ids, by=, at=)` (whom a list may
  name, merged ids included); lists leave out who objects by `people.queries.without_objecting(rows, off_lists(by))`.
* **Every address** is a row of docs/reference/permissions.md (`make reference`), and a test asks it as every role. A
  page with `person_id` in its address does as `governance.pages.PERSON_PAGE` says, or is listed in DIFFERENT.
* **E-mail**: `notices.actions.notify(users, "referral", at=, key="referral:12:accepted")`; kinds and their whole text
  are in `notices/kinds.py`, and nothing about a person can be added.
* **Menu**: in the word's AppConfig `menu = (MenuItem("Most at risk", "risk:list", "risk.view_list", order=20),)`,
  `MenuItem` from `governance.navigation`. The first page of a role's menu is its home.
* **Staff**: `accounts.actions.load_staff(rows of staff.csv)`.
* A `CannotProceed` raised in a view is shown as its sentence (409).
"""

from joinedup.web.config.serving import serve, setup

__all__ = ["serve", "setup"]
