"""`organization`, `targets.python` and `settings` of the config -> what the files beside the package say."""

from __future__ import annotations

from sdkwright.config import Config
from sdkwright.config.settings import License as LicenseConfig
from sdkwright.config.target import PyPI
from sdkwright.ir.distribution import Distribution, License, SecurityPolicy

__all__ = ["lower_distribution", "project_name"]

HOST = "https://github.com"


def lower_distribution(config: Config) -> Distribution:
    """What the config says; without a config, nothing."""
    target, organization = config.targets.python, config.organization
    repository, _, branch = (target.production_repo or "").partition("#")
    return Distribution(
        owner=organization.name,
        contact=organization.contact,
        repository=f"{HOST}/{repository}" if repository else None,
        branch=branch or None,
        published=not repository or _is_published(config),
        readme_title=target.readme_title,
        license=_license(config),
        security=_security(config),
        file_header=config.settings.file_header,
        opentelemetry=target.options.opentelemetry,
        websockets_extra=target.options.websockets_extra_name,
        needs_websockets=bool(config.settings.require_websocket_dependencies),
    )


def project_name(config: Config, import_name: str) -> str:
    """What users install: as the target says, as it is published, else as what is imported."""
    target = config.targets.python
    published = target.publish.pypi if target.publish is not None else None
    named = published.package_name if isinstance(published, PyPI) else None
    return target.project_name or named or import_name.replace("_", "-").replace(".", "-")


def _is_published(config: Config) -> bool:
    publish = config.targets.python.publish
    return publish is not None and publish.pypi is not False


def _license(config: Config) -> License | None:
    given, classifier = config.settings.license, config.settings.python.license_classifier
    match given:
        case LicenseConfig():
            extension = f".{given.extension.lstrip('.')}" if given.extension else ""
            return License(given.name, given.contents, extension, classifier)
        case str():
            return License(given, classifier=classifier)
        case None:
            return None


def _security(config: Config) -> SecurityPolicy | None:
    organization = config.organization
    contact = organization.security_contact or organization.contact
    url, terms = organization.security_policy_url, organization.security_policy_terms
    return SecurityPolicy(contact, url, terms) if contact or url or terms else None
