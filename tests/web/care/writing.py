"""What a form on a page would send, as a browser reads it."""

import re
from html.parser import HTMLParser


class Fields(HTMLParser):
    """The fields of one form, or of the last that is no sign-out."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.found, self.current = action, {}, None
        self.select, self.area = "", ""

    def handle_starttag(self, tag, given):
        attributes = dict(given)
        if tag == "form":
            address = attributes.get("action", "")
            wanted = address == self.action if self.action else not address and attributes.get("method") == "post"
            self.current = {} if wanted else None
        if self.current is None:
            return
        name = attributes.get("name")
        if tag == "input" and name and attributes.get("type") not in ("radio", "checkbox"):
            self.current[name] = attributes.get("value", "")
        if tag == "input" and name and attributes.get("type") in ("radio", "checkbox") and "checked" in attributes:
            self.current[name] = attributes["value"]
        if tag == "select":
            self.select = name
            self.current[name] = ""
        if tag == "option" and "selected" in attributes:
            self.current[self.select] = attributes.get("value", "")
        if tag == "textarea":
            self.area = name
            self.current[name] = ""

    def handle_data(self, data):
        if self.area and self.current is not None:
            self.current[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""
        if tag == "form" and self.current is not None:
            self.found, self.current = self.current, None


def fields_of(response, action: str = "") -> dict[str, str]:
    """What the form with an address (that of the page itself if none is given) would send if nothing were typed."""
    assert response.status_code == 200, response.status_code
    reader = Fields(action)
    reader.feed(response.content.decode())
    assert reader.found, f"no form {action}"
    return reader.found


def words_of(response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())
