"""How is each field of an item asked for, with what was typed or is kept?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.core.care import Item, Plan, asked_of
from joinedup.core.care.fields import CHOICE, DAY, SCALE, STAFF, Asked
from joinedup.web.care.plan.presenters.items import short


@dataclass(frozen=True)
class FieldShown:
    """One question of a form.

    Parameters
    ----------
    value : what stands in it; of a day, `parts` do.
    """

    name: str
    heading: str
    sort: str
    help: str
    is_needed: bool
    value: str
    parts: tuple[str, str, str]
    choices: tuple[dict[str, str], ...]
    problem: str
    is_rare: bool = False

    @property
    def says(self) -> bool:
        """Whether something stands in it, or is wrong with it."""
        return bool(self.value or any(self.parts) or self.problem)


def fields(
    kind: type[Item],
    *,
    item: Item | None,
    data: Mapping[str, str] | None,
    problems: Mapping[str, str],
    staff: Sequence[Any],
) -> list[FieldShown]:
    """The questions about an item, with what was typed, or else what is kept."""
    return [
        FieldShown(
            name=name,
            heading=asked.heading,
            sort=asked.sort,
            help=asked.help,
            is_needed=asked.is_needed,
            value=typed_value(name, data) if data is not None else kept_value(kind, name, asked, item),
            parts=typed_parts(name, data) if data is not None else kept_parts(name, asked, item),
            choices=choices(asked, getattr(item, name, ""), staff),
            problem=problems.get(name, ""),
            is_rare=asked.is_rare,
        )
        for name, asked in asked_of(kind).items()
    ]


def typed_value(name: str, data: Mapping[str, str]) -> str:
    return data.get(name, "")[:20_000]


def typed_parts(name: str, data: Mapping[str, str]) -> tuple[str, str, str]:
    return tuple(data.get(f"{name}-{part}", "")[:4] for part in ("day", "month", "year"))  # type: ignore[return-value]


def kept_value(kind: type[Item], name: str, asked: Asked, item: Item | None) -> str:
    value = getattr(item, name) if item else kind.__dataclass_fields__[name].default
    if asked.sort == DAY or value is None:
        return ""
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def kept_parts(name: str, asked: Asked, item: Item | None) -> tuple[str, str, str]:
    on = getattr(item, name, None) if asked.sort == DAY else None
    return (str(on.day), str(on.month), str(on.year)) if on else ("", "", "")


def choices(asked: Asked, kept: str, staff: Sequence[Any]) -> tuple[dict[str, str], ...]:
    """What a select offers; a member of staff who was named and left stays to be seen."""
    if asked.sort == SCALE:
        return ({"value": "", "text": "Not said"}, *({"value": str(n), "text": str(n)} for n in range(1, 11)))
    if asked.sort == CHOICE:
        nothing = () if any(value == "" for value, _ in asked.choices) else ({"value": "", "text": "Not said"},)
        return (*nothing, *({"value": value, "text": text} for value, text in asked.choices))
    if asked.sort != STAFF:
        return ()
    named = [{"value": one.username, "text": f"{one.name}, {one.role_words}"} for one in staff]
    known = {one["value"] for one in named}
    left = [{"value": kept, "text": kept}] if kept and kept not in known else []
    return ({"value": "", "text": "Nobody of the staff"}, *left, *named)


def parents(kind: type[Item], plan: Plan) -> list[dict[str, str]]:
    """What an item of a kind may stand under, as a select wants it."""
    alone = [{"value": "", "text": "Nothing in particular"}] if kind.MAY_STAND_ALONE else []
    found = [item for item in plan.items.values() if item.KIND in kind.UNDER]
    return [*alone, *({"value": item.id, "text": f"{item.TITLE}: {short(item.name)}"} for item in found)]
