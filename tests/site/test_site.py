"""`sdkwright docs`: what is on the site, that it holds together, that text of a document stays text, and what it replaces."""

from __future__ import annotations

import json
import shutil
from urllib.parse import urlsplit

from commands import docs
from pages import broken_links, pages, read


def test_each_method_has_a_place_with_its_signature_calls_and_request(seed_site):
    page = read(seed_site / "resources/beta/models.html")
    text = "".join(page.text)
    for method in ("retrieve", "list"):
        assert f"anthropic.resources.beta.models.Models.{method}" in page.anchors
    assert "GET /v1/models/{model_id}" in text
    assert "GET /v1/models/claude-sonnet-4-20250514 HTTP/1.1" in text
    assert "x-api-key: ..." in text
    assert '"display_name": "Claude Sonnet 4"' in text
    assert "await client.beta.models.retrieve(" in text
    assert "Number of items to return per page." in text
    assert "extra_headers" in text


def test_a_signature_links_to_the_type_that_it_names(seed_site):
    page = read(seed_site / "resources/beta/models.html")
    target = "types/beta/beta_model_info.html#anthropic.types.beta.beta_model_info.BetaModelInfo"
    assert any(link.endswith(target) for link in page.links)


def test_a_type_shows_its_fields(seed_site):
    page = read(seed_site / "types/beta/beta_model_info.html")
    text = "".join(page.text)
    for field in ("id", "created_at", "display_name", "type"):
        assert f"anthropic.types.beta.beta_model_info.BetaModelInfo.{field}" in page.anchors
    assert "RFC 3339 datetime string representing the time at which the model was released." in text


def test_every_link_leads_somewhere(seed_site, hostile_site):
    assert broken_links(seed_site) == []
    assert broken_links(hostile_site) == []


def test_nothing_is_loaded_from_another_machine(seed_site, hostile_site):
    for page in [*pages(seed_site), *pages(hostile_site)]:
        assert [address for address in page.loaded if urlsplit(address).netloc] == [], page.path


def test_the_search_knows_methods_types_and_fields(seed_site):
    index = json.loads((seed_site / "search.json").read_text())
    found = json.dumps(index)
    for words in ("client.beta.models", "BetaModelInfo", "created_at", "RateLimitError"):
        assert words in found


def test_html_in_a_document_is_text_on_the_site(seed_site, hostile_site):
    """Scripts, handlers and frames are those that pages of a harmless document have; the words can still be read."""
    harmless = {script for page in pages(seed_site) for script in page.inline}
    for page in pages(hostile_site):
        assert not [script for script in page.inline if script not in harmless and "alert" in script], page.path
        for tag, attributes in page.elements:
            assert tag not in ("iframe", "object", "embed", "svg-onload"), page.path
            assert not [key for key in attributes if key.startswith("on")], (page.path, tag, attributes)
            for key in ("href", "src"):
                scheme = urlsplit(attributes.get(key, "")).scheme.lower()
                assert scheme in ("", "http", "https", "mailto"), (page.path, tag, attributes)
    text = "".join(read(hostile_site / "resources/things.html").text)
    assert "<script>alert(5)</script>" in text
    assert '<div onmouseover="alert(6)">' in text


def test_a_description_cannot_include_files_or_modules(hostile_site):
    for page in pages(hostile_site):
        text = "".join(page.text)
        assert "root:" not in text
        assert "Popen" not in text
        assert not [anchor for anchor in page.anchors if anchor.startswith(("subprocess", "os.", "anthropic"))]


def test_a_folder_of_somebody_else_is_not_replaced(tmp_path):
    place = tmp_path / "site"
    place.mkdir()
    (place / "thesis.txt").write_text("mine")
    done = docs("--config", "spec/sdkwright.yml", "--output", place)
    assert done.returncode == 1
    assert "holds files that `sdkwright docs` did not make" in done.stderr
    assert [path.name for path in place.iterdir()] == ["thesis.txt"]


def test_a_site_of_ours_is_replaced_and_survives_a_broken_document(seed_site, tmp_path):
    place = tmp_path / "site"
    shutil.copytree(seed_site, place)
    (place / "old.html").write_text("old")
    (tmp_path / "broken.yaml").write_text("openapi: 3.1.0\npaths: [")
    done = docs("--spec", tmp_path / "broken.yaml", "--output", place)
    assert done.returncode == 1
    assert "broken.yaml:2:" in done.stderr
    assert (place / "old.html").is_file()

    (tmp_path / "fine.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: Fine, version: '1'}\npaths:\n  /a:\n    get:\n      responses: {'204': {description: ok}}\n"
    )
    done = docs("--spec", tmp_path / "fine.yaml", "--output", place, "--sources", tmp_path / "sources")
    assert done.returncode == 0, done.stderr
    assert not (place / "old.html").exists()
    assert (tmp_path / "sources/zensical.toml").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.yaml", "fine.yaml", "site", "sources"]
