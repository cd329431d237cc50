"""Hold answers against the published JSON Schemas, read from a folder; joinedup carries no copy of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from joinedup.core.directory.conformance.shapes import Misfit, path
from joinedup.core.directory.conformance.standard import Resource, Standard
from joinedup.core.directory.standards import formats
from joinedup.core.errors import CannotProceed

FORMATS = {"uuid": formats.is_uuid, "uri": formats.is_uri, "email": formats.is_email, "date-time": formats.is_date_time}
CHECKER = FormatChecker(formats=())
for _name, _test in FORMATS.items():
    CHECKER.checks(_name)(lambda text, test=_test: not isinstance(text, str) or test(text))


class NoPublishedSchema(CannotProceed):
    """The folder does not hold a schema that is needed."""


@dataclass(frozen=True)
class PublishedShapes:
    """The published schemas of a standard.

    Parameters
    ----------
    folder : with service.json, service_list.json and so on, as oruk-validator carried them.
    is_as_published : use them as the published OpenAPI document does, faults and all.
    """

    folder: Path
    standard: Standard
    is_as_published: bool = False
    validators: dict[str, Draft202012Validator] = field(default_factory=dict)

    def of_about(self, about: Any) -> list[Misfit]:
        """What is wrong with `/`."""
        return self._misfits("api_details", about) if self.standard.about else []

    def of_list(self, resource: Resource, page: Any) -> list[Misfit]:
        """What is wrong with one page of a list."""
        key, name = self.standard.names.contents, f"{resource.schema}_list"
        contents = page.get(key) if isinstance(page, Mapping) else None
        if resource.published_list == "item":  # this schema is of one item, whatever it is used for
            if self.is_as_published:
                return self._misfits(name, page)
            return [
                Misfit(f"{key}[].{one.where}", one.words, one.is_format)
                for item in (contents if isinstance(contents, list) else [contents])
                for one in self._misfits(name, item)
            ]
        if self.is_as_published and resource.published_list == "unchecked":
            items = contents if isinstance(contents, list) else []
            return [one for item in items for one in self._misfits(name, item)]
        if contents is None:
            return [Misfit(key, "is missing")]
        return self._misfits(name, page)

    def of_entry(self, resource: Resource, entry: Any) -> list[Misfit]:
        """What is wrong with one entry by itself."""
        return self._misfits(resource.schema, entry)

    def _misfits(self, name: str, value: Any) -> list[Misfit]:
        return [
            Misfit(path(tuple(error.absolute_path)), sentence(error), error.validator == "format")
            for error in self._validator(name).iter_errors(value)
        ]

    def _validator(self, name: str) -> Draft202012Validator:
        if name not in self.validators:
            file = self.folder / f"{name}.json"
            try:
                schema = json.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError) as problem:
                raise NoPublishedSchema(f"{file} cannot be read", expected="the folder of schemas") from problem
            self.validators[name] = Draft202012Validator(schema, format_checker=CHECKER)
        return self.validators[name]


def sentence(error: ValidationError) -> str:
    """What is wrong, without the value, which may be long."""
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return f"lacks {', '.join(missing)}"
    return f"breaks {error.validator}: {str(error.validator_value)[:80]}"
