"""Which documents of docs/reference are made from the web's own tables?"""

import os
import re
import secrets
from pathlib import Path

from joinedup.web.config.environment import as_table as variables


def documents(folder: Path) -> dict[str, str]:
    """The documents, by name: settings with their tables made anew, and who opens which page.

    Parameters
    ----------
    folder : docs/reference; the words around the tables of settings.md are kept.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "joinedup.web.config.settings")
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))  # nothing is signed here
    os.environ["JOINEDUP_DEMO"] = "yes"  # the personas' page is among the addresses
    import django

    django.setup()
    from joinedup.core.teams.referrals import reference as referrals
    from joinedup.web.governance import pages, roles

    settings = (folder / "settings.md").read_text(encoding="utf-8")
    settings = with_table(with_table(settings, variables()), roles.as_table())
    return {
        "settings.md": settings,
        "permissions.md": pages.as_document(),
        "referrals.md": referrals.as_document(),
    }


def with_table(document: str, table: str) -> str:
    """A document with the table that has the same heading made anew.

    Examples
    --------
    >>> with_table("# T\\n\\n| a |\\n|---|\\n| 1 |\\n\\nEnd\\n", "| a |\\n|---|\\n| 2 |\\n")
    '# T\\n\\n| a |\\n|---|\\n| 2 |\\n\\nEnd\\n'
    """
    heading = re.escape(table.partition("\n")[0])
    return re.sub(rf"^{heading}\n(?:\|.*\n)*", lambda _: table, document, count=1, flags=re.MULTILINE)
