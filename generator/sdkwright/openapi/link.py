"""Makes one tree of a description: reads the files that it refers to, and makes each reference a `#/...` of that tree.

Later stages know one root and JSON Pointers, be the description one file or many (docs/decisions/0009-one-tree.md). What a
reference names is library.py's to say; here is where references count, what kind of node each leads to, and what is told.
"""

from __future__ import annotations

from dataclasses import field, replace
from urllib.parse import unquote

from sdkwright.diagnostics import Report, display
from sdkwright.inert import dataclass
from sdkwright.openapi.astray import Astray
from sdkwright.openapi.dynamic import SAYING, Dynamic, is_in_place, recursive
from sdkwright.openapi.here import Here, Trail, trail_to
from sdkwright.openapi.identifiers import static
from sdkwright.openapi.items import ITEMS, beside, is_extended, merged, twice
from sdkwright.openapi.leads import Leads
from sdkwright.openapi.library import Address, Failure, File, Library, Reach
from sdkwright.openapi.mend_schemas import is_schema
from sdkwright.openapi.parts import STRAIGHT, Parts, Use
from sdkwright.openapi.refs import reference
from sdkwright.openapi.sections import Part
from sdkwright.openapi.straight import is_straight_around, straight
from sdkwright.openapi.tree import Entries, Entry, Linked, assembled
from sdkwright.openapi.walk import FOLLOWED, NAMED, Kind, children, is_foreign, label_of, with_changed
from sdkwright.pointer import ROOT, Json, Pointer, child, parent, tokens
from sdkwright.read import Document
from sdkwright.read.folder import Folder
from sdkwright.read.trees import replaced

__all__ = ["Linked", "link"]

_DEEPEST = 400


def link(document: Document, report: Report, reach: Reach, parts: Parts | None = None) -> Linked:
    """The document with everything that it refers to; what leads nowhere is in the report and stays as it was written."""
    folder = Folder.around(document.path, report, reach.folders) if document.url is None else None
    library, entries, parts = Library(folder, report, reach.fetch), Entries(), parts or Parts()
    crooked = parts.crooked(document.root)
    root = library.add_root(document, is_nameless=crooked is not None)
    linker = _Linker(library, report, parts, entries, Leads(library, entries), Dynamic(library))
    linker.entries.add(root, ROOT, Kind.OBJECT, "")
    linker.run(root, crooked)
    linked = assembled(document, library, linker.edits, linker.entries, linker.origins)
    linked = replace(linked, parts=parts)
    report.sources["spec"] = linked
    linker.astray.tell(linked, report)
    return linked


@dataclass(slots=True)
class _Linker:
    library: Library
    report: Report
    parts: Parts
    entries: Entries
    leads: Leads
    dynamic: Dynamic
    edits: dict[Entry, Json] = field(default_factory=dict[Entry, Json])
    origins: dict[Pointer, tuple[str | None, Pointer]] = field(
        default_factory=dict[Pointer, tuple[str | None, Pointer]]
    )
    astray: Astray = field(default_factory=Astray)
    splicing: list[tuple[File, Pointer]] = field(default_factory=list[tuple[File, Pointer]])
    # identities of parts that may be taken over, and the references of the one that is being walked, or of all that is in none; None for an odd one
    whole: set[int] = field(default_factory=set[int])
    uses: list[Use | None] = field(default_factory=list["Use | None"])

    def run(self, root: File, crooked: list[Part] | None) -> None:
        """Link all there is; where those parts are known that are ``crooked``, of the root these alone, since all else stays as it is."""
        self.parts.modern = root.modern
        if not root.names.bases and not root.names.dynamic:
            self.whole = {id(part.node) for part in self.parts.listed(root.value)}
        for entry in self.entries.waiting():
            here = Here(entry.file, entry.file.base_at(entry.pointer), entry.pointer, entry.mounted)
            if entry.file is root and entry.pointer == ROOT:
                self.edits[entry] = self._root(root, here, crooked)
            else:
                self.edits[entry] = self._linked(entry.value, entry.kind, entry.label, here, None)

    def _root(self, root: File, here: Here, crooked: list[Part] | None) -> Json:
        """The root document, and a note of the parts that are straight, if all that is in no part is."""
        if crooked is not None:
            self.parts.used_before(crooked)
            made = ((part, self._linked(*part[1:], here, trail_to(part.place))) for part in crooked)
            new = replaced(root.value, {part.place: value for part, value in made if value is not part.node})
        else:
            new = self._linked(root.value, Kind.OBJECT, "", here, None)
        if crooked is not None or is_straight_around(root, new, self.uses):
            self.parts.hushed(STRAIGHT, straight(self.parts, root.value, crooked))
        return new

    def _linked(self, node: Json, kind: Kind, label: str, here: Here, trail: Trail) -> Json:
        """The node with its references made local; the node itself where nothing changes."""
        if id(node) not in self.whole or self.splicing or not isinstance(node, dict):
            return self._walked(node, kind, label, here, trail)
        known = self.parts.uses(node, kind, label)
        if known is not None and self.leads.all_lead(known, here):
            self.parts.used(node, kind, label, known)
            return node
        around, self.uses = self.uses, []
        new = self._walked(node, kind, label, here, trail)
        uses, self.uses = dict.fromkeys(self.uses), around
        if new is node and None not in uses:
            self.parts.used(node, kind, label, tuple(use for use in uses if use is not None))
        return new

    def _walked(self, node: Json, kind: Kind, label: str, here: Here, trail: Trail) -> Json:
        if isinstance(node, dict):
            if "$ref" in node and (
                is_foreign(node["$ref"], kind, label) or is_extended(node, label) or (self.splicing and label in ITEMS)
            ):
                return self._spliced(node, kind, label, here, trail)
            if kind not in NAMED:
                if kind is Kind.SCHEMA and (here.bound or here.file.names.bases or here.file.names.dynamic):
                    here = self.dynamic.entered(here, node, here.pointer(trail))
                    if (copied := self._rebound(node, label, here, trail)) is not None:
                        return copied
                node = self._own(node, kind, label, here, trail)
        changed: dict[str | int, Json] = {}
        for key, value, below in children(kind, node):
            under = label_of(key, kind, label)
            if id(value) not in self.whole and self.leads.is_done(value, below, under, here, self.uses):
                continue
            inner = replace(here, near=frozenset()) if here.near and not is_in_place((key,)) else here
            new = self._linked(value, below, under, inner, (trail, key))
            if new is not value:
                changed[key] = new
        return with_changed(node, changed)

    def _own(self, node: dict[str, Json], kind: Kind, label: str, here: Here, trail: Trail) -> dict[str, Json]:
        """One mapping without what is below it: its reference, its names, its mapping."""
        if kind is Kind.SCHEMA:
            if here.file.modern:
                node = static(node, here.bound)
                if isinstance(node.get("$recursiveRef"), str) and "$ref" not in node:
                    self.uses.append(None)
                    node = recursive(node, here.file, here.pointer(trail))
            if "discriminator" in node:
                node = self._mapped(node, here, trail)
        elif trail is None and here.mounted == ROOT and "$self" in node:
            node = {key: value for key, value in node.items() if key != "$self"}
        if "$ref" not in node:
            return node
        ref = node["$ref"]
        found = self._found(ref, here, (trail, "$ref"), kind)
        if isinstance(found, Failure):
            if here.file.name and isinstance(ref, str) and ref.startswith("#"):
                return node | {"$ref": here.file.name + ref}  # else it would be read as one of the root document
            return node
        self.entries.add(found.file, found.pointer, kind, label)
        local = reference(found.mounted)
        self.uses.append(use := Use(ref, kind.name, label) if isinstance(ref, str) else None)
        if isinstance(found.node, dict) and "$ref" in found.node:
            self.astray.chained[here.place((trail, "$ref"))] = local
        else:
            self.leads.done(use, kind, found, here)
        return node if isinstance(ref, str) and unquote(ref) == found.mounted else node | {"$ref": local}

    def _rebound(self, node: dict[str, Json], label: str, here: Here, trail: Trail) -> Json:
        """A schema that refers to another which means something else here (dynamic.py): a copy of that one, in `allOf` beside more.

        None for any other schema. A copy that is the whole of a schema is what later uses of the same refer to.
        """
        ref = node.get("$ref")
        found = self.library.resolve(ref, here.file, here.base) if isinstance(ref, str) and here.bound else None
        if not isinstance(found, Address):
            return None
        there, bound = self.dynamic.rebound(found, here)
        if not bound:
            return None
        self.uses.append(None)
        rest = {key: value for key, value in node.items() if key != "$ref"}
        refining = self._linked(rest, Kind.SCHEMA, label, here, trail)
        assert isinstance(refining, dict)
        key = found.file.name, found.pointer, bound
        if (known := self.dynamic.copies.get(key)) is not None:
            self.entries.mark(known)
            return {**refining, "$ref": reference(known)}
        listed = refining.get("allOf")
        members = listed if isinstance(listed, list) else []
        whole = here.place(trail)
        place = child(whole, "allOf", len(members)) if refining else whole
        self.dynamic.copies[key] = whole if SAYING.isdisjoint(refining) else place
        self.splicing.append((found.file, found.pointer))
        self.origins[place] = found.file.source, found.pointer
        copied = self._linked(found.node, Kind.SCHEMA, label, replace(there, mounted=place), None)
        self.splicing.pop()
        return {**refining, "allOf": [*members, copied]} if refining else copied

    def _found(self, ref: Json, here: Here, trail: Trail, kind: Kind | None = None) -> Address | Failure:
        """What a reference names; that it names nothing, or is misspelt, is noted."""
        if not isinstance(ref, str):
            hint = 'a reference is text: `$ref: "#/components/schemas/Name"`'
            found: Address | Failure = Failure("S012", f"`$ref` is {ref} here, not text", hint)
        else:
            found = self.leads.found(ref, here, trail, kind)
        if isinstance(found, Failure):
            self.uses.append(None)
            if found.message:
                self.astray.failures.setdefault(found, {})[here.place(trail)] = str(ref)
        elif found.reading is not None:
            self.uses.append(None)
            what = "nothing" if str(ref).strip("#/") else "no schema"
            message = f"{display(ref, 100)} names {what} as it is written; read as `{found.reading}`"
            self.report.add("S016", here.place(trail), message, hint="write it like that")
        return found

    def _spliced(self, node: dict[str, Json], kind: Kind, label: str, here: Here, trail: Trail) -> Json:
        """What a reference leads to, in its place: where OpenAPI allows none, nobody would follow it later."""
        found = self._found(node["$ref"], here, (trail, "$ref"))
        rest = self._linked({key: value for key, value in node.items() if key != "$ref"}, kind, label, here, trail)
        if isinstance(found, Failure) or not isinstance(rest, dict):
            return rest
        at = here.place(trail)
        if (found.file, found.pointer) in self.splicing or len(tokens(at)) > _DEEPEST:
            message = f"{display(node['$ref'], 100)} leads back to itself through references only"
            self.astray.failures.setdefault(Failure("S011", message), {})[child(at, "$ref")] = ""
            return rest
        if label == "content" and is_schema(found.node):
            return self._with_schema(node["$ref"], kind, label, here, trail)
        is_item = label in ITEMS and kind is Kind.OBJECT
        if not is_item:
            self._note_splice(node["$ref"], label, here, trail)
        if isinstance(found.node, dict) and kind in NAMED and (kind is Kind.SCHEMAS or label in FOLLOWED):
            return self._pointed(found, kind, label) | rest
        taken = self._taken(found, kind, label, at)
        if not isinstance(taken, dict):
            return taken
        for keys in beside(taken, rest):
            self.origins[child(at, *keys)] = here.file.source, child(here.pointer(trail), *keys)
        if not is_item:
            return taken | rest
        for key in twice(taken, rest):
            message = f"`{key}` stands beside a reference and where that leads; both are taken, first what is beside it"
            self.report.add("S017", child(at, key), message, hint="take one of the two out")
        return merged(taken, rest)

    def _taken(self, found: Address, kind: Kind, label: str, at: Pointer) -> Json:
        """What stands elsewhere as it is at this place; to what a discriminator maps, its own file says."""
        self.splicing.append((found.file, found.pointer))
        there = Here(found.file, found.file.base_at(found.pointer), found.pointer, at)
        self.origins[at] = found.file.source, found.pointer
        taken = self._linked(found.node, kind, label, there, None)
        self.splicing.pop()
        within = replace(there, mounted=parent(at))
        return self._mapped({label: taken}, within, None)[label] if label == "discriminator" else taken

    def _note_splice(self, ref: Json, label: str, here: Here, trail: Trail) -> None:
        at = child(here.place(trail), "$ref")
        self.origins[at] = here.file.source, child(here.pointer(trail), "$ref")
        if label not in ("content", "encoding"):  # 3.2 allows one for media types
            message = f"OpenAPI allows no reference here; {display(ref, 100)} is read as if it stood here"
            self.report.add("S017", at, message, hint="write out what it leads to, or make each entry a reference")

    def _with_schema(self, ref: Json, kind: Kind, label: str, here: Here, trail: Trail) -> Json:
        """A media type that refers to a schema, as one that has it: so the schema keeps its name."""
        at = here.place(trail)
        self.origins[child(at, "schema")] = self.origins[child(at, "$ref")] = here.file.source, here.pointer(trail)
        message = f"a media type is no schema; read as one whose `schema` refers to {display(ref, 100)}"
        self.report.add("S017", child(at, "$ref"), message, hint="put `schema:` before it")
        return self._linked({"schema": {"$ref": ref}}, kind, label, here, trail)

    def _pointed(self, found: Address, kind: Kind, label: str) -> dict[str, Json]:
        """A map of names that stands elsewhere, as references to each of its nodes, so that these stay one with those there."""
        pointed: dict[str, Json] = {}
        for key in found.node if isinstance(found.node, dict) else ():
            self.entries.add(found.file, child(found.pointer, key), NAMED[kind], label)
            pointed[key] = {"$ref": reference(child(found.mounted, key))}
        return pointed

    def _mapped(self, schema: dict[str, Json], here: Here, trail: Trail) -> dict[str, Json]:
        """A schema whose discriminator maps values to references of the one tree; a bare name means a component schema."""
        discriminator = schema["discriminator"]
        mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
        if not isinstance(discriminator, dict) or not isinstance(mapping, dict):
            return schema
        new: dict[str, Json] = {
            value: self._mapping(value, ref, here, trail) if isinstance(ref, str) else ref
            for value, ref in mapping.items()
        }
        mapped: dict[str, Json] = {**discriminator, "mapping": new}
        return schema if new == mapping else {**schema, "discriminator": mapped}

    def _mapping(self, value: str, ref: str, here: Here, trail: Trail) -> str:
        """The reference that one value is mapped to, as `Leads` has it; that there is none is told."""
        found = self.leads.mapped_to(ref, here)
        if not isinstance(found, Failure):
            self.uses.append(Use(ref, "", ""))
            return found
        self.uses.append(None)
        at = child(here.place(trail), "discriminator", "mapping", value)
        message = f"{display(value)} is mapped to {display(ref)}, which does not exist"
        self.report.add("S013", at, message, hint=found.hint)
        return ref
