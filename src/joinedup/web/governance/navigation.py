"""Which pages stand in the header's menu? Each word's AppConfig says its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MenuItem:
    """A page in the menu, for those who may use it.

    Parameters
    ----------
    text : what the menu says.
    url_name : the page, such as `risk:list`.
    permission : a key of `governance.roles.MAY`.
    order : lower comes first.
    """

    text: str
    url_name: str
    permission: str
    order: int = 50
