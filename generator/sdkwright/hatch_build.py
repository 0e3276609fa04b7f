"""The build hook for hatchling: a project that holds a document builds a wheel that holds the SDK; not a stage of its own.

In the project's pyproject.toml::

    [build-system]
    requires = ["hatchling", "sdkwright"]
    build-backend = "hatchling.build"

    [tool.hatch.build.hooks.sdkwright]
    spec = "openapi.yaml"        # or: config = "sdkwright.yml"
    package = "acme"             # optional, as are http-library and strict

Nothing is written into the project: the package is emitted into a temporary folder and packed from there.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl

if TYPE_CHECKING:
    from sdkwright.config.options import GenerateOptions

__all__ = ["SdkwrightBuildHook", "hatch_register_build_hook"]

_KEYS = {"spec": str, "config": str, "package": str, "http-library": str, "strict": bool}
# what hatchling itself takes from the table of any hook
_HATCHLINGS = frozenset(
    {"dependencies", "enable-by-default", "require-runtime-dependencies", "require-runtime-features"}
)


class HookError(Exception):
    """The hook is set up wrongly, or the document gives no SDK; what is wrong with that is printed before."""


class SdkwrightBuildHook(BuildHookInterface[Any]):
    """Emits the package before a wheel is packed. A source distribution holds the document instead, and builds the same wheel."""

    PLUGIN_NAME = "sdkwright"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it packs; `version` is `standard` or `editable`, both of which hold the emitted package."""
        del version
        if self.target_name != "wheel":
            return
        self._folder = tempfile.TemporaryDirectory(prefix="sdkwright-")
        out = Path(self._folder.name)
        try:
            self._emit(self._options(out))
        except HookError as error:
            self.app.abort(f"sdkwright: {error}")
        for folder in sorted((out / "src").iterdir()):
            build_data["force_include"][str(folder)] = folder.name
            build_data["force_include_editable"][str(folder)] = folder.name

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called by hatchling when the wheel is packed; after a build that failed the folder goes with the process."""
        del version, build_data, artifact_path
        if hasattr(self, "_folder"):
            self._folder.cleanup()

    def _options(self, out: Path) -> GenerateOptions:
        from sdkwright.config.options import GenerateOptions

        given = {name: value for name, value in self.config.items() if name not in _HATCHLINGS}
        for name, value in given.items():
            if name not in _KEYS or not isinstance(value, _KEYS[name]):
                allowed = ", ".join(_KEYS)
                raise HookError(f"[tool.hatch.build.hooks.sdkwright] {name} = {value!r} is not one of: {allowed}")
        if not given.keys() & {"spec", "config"}:
            raise HookError(
                '[tool.hatch.build.hooks.sdkwright] needs spec = "openapi.yaml" or config = "sdkwright.yml"'
            )
        root = Path(self.root)
        return GenerateOptions(
            config=root / given["config"] if "config" in given else None,
            spec=root / given["spec"] if "spec" in given else None,
            output=out,
            package=given.get("package"),
            http_library=given.get("http-library"),
            strict=given.get("strict", False),
        )

    def _emit(self, options: GenerateOptions) -> None:
        import sys

        from sdkwright.console import print_findings
        from sdkwright.guard import guarded
        from sdkwright.pipeline import generate

        with guarded():
            result = generate(options)
            print_findings(result.report, sys.stderr, as_json=False)
        if result.outcome is None or result.report.has_errors:
            raise HookError("the document gives no SDK; see the findings above")


@hookimpl
def hatch_register_build_hook() -> type[BuildHookInterface[Any]]:
    """Found by hatchling through the entry point `hatch`."""
    return SdkwrightBuildHook
