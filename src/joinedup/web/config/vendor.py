"""How are another project's browser files brought in without naming a remote host?

Unpack the npm package (`npm pack nhsuk-frontend@10.6.1`, then `tar xzf`) and run
`python -m joinedup.web.config.vendor package/`: the few files the pages need are copied
into `static/vendor/nhsuk`, cleaned, and listed in `manifest.json` with their checksums.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "static" / "vendor"
ICONS = ("arrow-down", "arrow-up-down", "arrow-up", "cross")  # those the stylesheet refers to
REMOTE_HOST = re.compile(rb"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)


def clean(text: str) -> str:
    """Leave out what would fetch from elsewhere, or break hashed file names.

    The @font-face rules fetch Frutiger, which is licensed for NHS use only; the stack then falls
    back to Arial. Source maps are not shipped. Icons are named relative to the stylesheet.

    Examples
    --------
    >>> clean('@font-face{src:url(https://host.example/a.woff)}a{b:url(/assets/images/c.svg)}/*# sourceMappingURL=d */')
    'a{b:url(images/c.svg)}'
    """
    text = re.sub(r"@font-face\s*\{[^}]*\}", "", text)
    text = re.sub(r"(?m)(/\*|//)[#@]\s*sourceMappingURL=\S*(\s*\*/)?\s*$", "", text)
    return text.replace("url(/assets/images/", "url(images/")


def remote_hosts(content: bytes) -> set[str]:
    """The remote hosts a file names; the names of XML vocabularies are no addresses."""
    return {found.decode() for found in REMOTE_HOST.findall(content)}


def bring_in(package: Path) -> dict[str, object]:
    """Copy the needed files of an unpacked nhsuk-frontend; returns the manifest."""
    described = json.loads((package / "package.json").read_text(encoding="utf-8"))
    built, into = package / "dist" / "nhsuk", VENDOR / "nhsuk"
    (into / "images").mkdir(parents=True, exist_ok=True)
    for name in ("nhsuk-frontend.min.css", "nhsuk-frontend.min.js"):
        (into / name).write_text(clean((built / name).read_text(encoding="utf-8")), encoding="utf-8")
    for icon in ICONS:
        name = f"nhsuk-icon-{icon}.svg"
        (into / "images" / name).write_bytes((built / "assets" / "images" / name).read_bytes())
    manifest = {
        "name": described["name"],
        "version": described["version"],
        "licence": described["license"],
        "changed": "font faces and source maps left out; icons named relative to the stylesheet",
        "sha256": checksums(into),
    }
    (into / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return manifest


def checksums(folder: Path) -> dict[str, str]:
    """SHA-256 of every vendored file of a folder, by its path within it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(bring_in(Path(sys.argv[1])), indent=2) + "\n")
