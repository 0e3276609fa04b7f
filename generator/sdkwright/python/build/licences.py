"""LICENSE and SECURITY.md of the distribution, and how its metadata name the licence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sdkwright.ir.distribution import License
from sdkwright.python.build.parts import Building
from sdkwright.python.document_views import HolderView, SecurityView
from sdkwright.python.markdown import address, code, plain, prose, text
from sdkwright.python.views import Copied, DocumentView, Module

__all__ = ["license_expression", "license_file", "notices"]

TEXT = "text.jinja"
EXTENSION = re.compile(r"(\.[A-Za-z0-9]+)?")
SPDX = frozenset(
    ["0BSD", "AFL-3.0", "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "EPL-2.0", "EUPL-1.2", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "ISC", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MPL-2.0", "MS-PL", "OSL-3.0", "PostgreSQL", "Unlicense", "WTFPL", "Zlib"]
)
"""Identifiers that configs name; what is none of them is a licence of its own (PEP 639, `LicenseRef-`)."""


def license_expression(given: License) -> str:
    """The licence as metadata name it."""
    by_folded = {name.lower(): name for name in SPDX}
    known = by_folded.get(given.name.strip().lower())
    return known or "LicenseRef-" + (re.sub(r"[^A-Za-z0-9.-]+", "-", given.name).strip("-") or "Proprietary")


def license_file(given: License | None) -> str | None:
    """The name of the file with the text of the licence, where there is one."""
    if given is None or (given.text is None and license_expression(given) not in ("MIT", "Apache-2.0")):
        return None
    return "LICENSE" + (given.extension if EXTENSION.fullmatch(given.extension) else "")


def notices(building: Building, folder: Path) -> Iterator[Module | Copied]:
    """The files; `folder` holds the texts of licences that many have."""
    distribution = building.api.package.distribution
    given, name = distribution.license, license_file(distribution.license)
    if given is not None and name is not None:
        path = PurePosixPath(name)
        if given.text is not None:
            yield Module(path, TEXT, DocumentView(plain(given.text)))
        elif license_expression(given) == "MIT":
            holder = distribution.owner or building.api.package.title
            yield Module(path, "licenses/MIT.jinja", HolderView(plain(" ".join(holder.split()))))
        else:
            yield Copied(path, folder / "Apache-2.0.txt")
    policy = distribution.security
    if policy is not None:
        view = SecurityView(
            project=code(building.api.package.project_name),
            contact=text(policy.contact) if policy.contact is not None else None,
            policy=address(policy.url) if policy.url is not None else None,
            terms=prose(policy.terms) if policy.terms is not None else None,
        )
        yield Module(PurePosixPath("SECURITY.md"), "SECURITY.md.jinja", view)
