"""The one table of diagnostic codes: default severity, title, explanation; not the findings themselves (diagnostics.py).

Families: D reading and validating the document, S its semantics, C config, N names, U met and understood but not emitted
yet, T templates of the user, W writing, X usage. A code is never given a new meaning; a retired one is not reused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType

__all__ = ["CODES", "Code", "Severity"]


class Severity(IntEnum):
    """How much a finding matters; they compare: ``Severity.NOTE < Severity.WARNING < Severity.ERROR``."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word that a person reads."""
        return self.name.lower()


NOTE, WARNING, ERROR = Severity.NOTE, Severity.WARNING, Severity.ERROR


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding: ``title`` names it in a few words, ``explanation`` says why it matters and what we do."""

    severity: Severity
    title: str
    explanation: str


_READING = {
    "D001": Code(ERROR, "unreadable file", "The file does not exist, is a folder, or may not be read."),
    "D002": Code(ERROR, "not text", "The file is not UTF-8, UTF-16 or UTF-32 text, or holds control characters."),
    "D003": Code(ERROR, "too large", "The file is larger than the bound on documents (64 MiB)."),
    "D004": Code(ERROR, "empty document", "The file holds no value."),
    "D005": Code(ERROR, "root is not a mapping", "A document or config is a mapping of keys to values."),
    "D006": Code(ERROR, "not YAML", "The YAML syntax is broken here; nothing after this place was read."),
    "D007": Code(ERROR, "not JSON", "The JSON syntax is broken here; nothing after this place was read."),
    "D008": Code(WARNING, "several documents", "A `---` starts another YAML document; only the first one is read."),
    "D009": Code(WARNING, "duplicate key", "A mapping holds one key twice; the last value is taken."),
    "D010": Code(ERROR, "tag refused", "A YAML tag that is not one of JSON's types; no code is ever run to build it."),
    "D011": Code(ERROR, "nested too deep", "Values nest deeper than 200 levels."),
    "D012": Code(ERROR, "aliases expand too far", "Aliases repeat more than a million nodes, or one contains itself."),
    "D013": Code(ERROR, "number out of range", "JSON has no NaN or Infinity, and no client could hold such a number."),
    "D014": Code(ERROR, "key is not a scalar", "A YAML key is a list or mapping; JSON has only string keys."),
    "D015": Code(NOTE, "JSON read as YAML", "The file is called .json but only a YAML reader understands it."),
    "D016": Code(ERROR, "wrong merge", "What `<<` merges is neither a mapping nor a list of mappings."),
    "D017": Code(
        WARNING, "half a character", "Half of a surrogate pair is no character: it is read as U+FFFD, which says so."
    ),
    "D018": Code(WARNING, "text without quotes", "YAML reads `1.10` as a number; as text, it is what is written."),
    "D020": Code(ERROR, "not an overlay", "An overlay says `overlay: 1.0.0` and has a list of actions."),
    "D021": Code(ERROR, "wrong action", "An action of an overlay cannot be carried out as it is written."),
    "D022": Code(WARNING, "action without effect", "The target of an action selects nothing in the document."),
    "D024": Code(
        WARNING, "overlay of another document", "What the overlay extends is called otherwise than the document."
    ),
}

_VALIDATOR = {
    "D100": Code(WARNING, "not valid OpenAPI", "The validator rejects this place."),
    "D101": Code(WARNING, "required field missing", "The OpenAPI Specification requires a field that is not there."),
    "D102": Code(WARNING, "field not known here", "The OpenAPI Specification has no such field; it is ignored."),
    "D103": Code(WARNING, "wrong type", "The value has another type than the OpenAPI Specification asks for."),
    "D104": Code(WARNING, "value not allowed", "The value is outside of what the OpenAPI Specification allows."),
    "D105": Code(WARNING, "name not allowed", "Names of components consist of letters, digits, `.`, `-` and `_`."),
    "D106": Code(WARNING, "default does not fit", "A `default` is not valid against its own schema."),
    "D107": Code(WARNING, "required names no property", "`required` lists a property that the schema lacks."),
    "D108": Code(WARNING, "none of the alternatives", "The value fits none of the forms that are possible here."),
    "D109": Code(WARNING, "too few or repeated items", "A list or mapping is too short, too long, or repeats items."),
    "D110": Code(WARNING, "tags inconsistent", "A tag is declared twice, or its parent is not declared."),
    "D190": Code(NOTE, "not validated", "The validator failed on this part, so it went unchecked; reading goes on."),
}

_SEMANTICS = {
    "S001": Code(ERROR, "not an OpenAPI document", "A description says which OpenAPI version it follows: `openapi:`."),
    "S002": Code(NOTE, "newer OpenAPI version", "A minor version after 3.2 is read as 3.2; what it adds is not emitted."),
    "S003": Code(WARNING, "no operations", "No path holds an operation, so the client will have no methods."),
    "S004": Code(NOTE, "version is not a string", "YAML reads an unquoted 3.0 as a number; it is taken as the version."),
    "S010": Code(ERROR, "reference points nowhere", "A `$ref` names a place that the document does not have."),
    "S011": Code(ERROR, "reference cycle", "References lead back to themselves and no value ever comes."),
    "S012": Code(ERROR, "reference is not a string", "The value of `$ref` is a URI reference, always a string."),
    "S013": Code(WARNING, "mapping points nowhere", "A discriminator maps a value to a schema that does not exist."),
    "S014": Code(ERROR, "file not found", "A `$ref` names a file that does not exist or cannot be read."),
    "S015": Code(ERROR, "file out of bounds", "Only files below the folder of the root document are read."),
    "S016": Code(WARNING, "reference misspelt", "As written it names nothing; one place is clearly meant, and taken."),
    "S017": Code(WARNING, "reference not allowed here", "OpenAPI has none here; what it leads to is read in its place."),
    "S018": Code(ERROR, "cannot be fetched", "A URL that the document refers to gives no file, or is not allowed."),
    "S019": Code(WARNING, "schema contains itself", "A member of a composition is the composition; it adds nothing."),
    "S020": Code(WARNING, "operationId used twice", "An operationId is unique; names are told apart by other means."),
    "S021": Code(WARNING, "path parameter not declared", "A parameter of the path without a declaration is a required string."),
    "S022": Code(WARNING, "path parameter not in path", "A path parameter is declared that the path lacks; ignored."),
    "S023": Code(WARNING, "parameter declared twice", "Two parameters share name and place; the first is taken."),
    "S024": Code(WARNING, "operation without responses", "No response is described; any successful answer is accepted."),
    "S025": Code(ERROR, "chain of references too long", "More than 64 references or compositions lead from one to the next."),
    "S030": Code(WARNING, "security scheme not declared", "`security` names a scheme that is not declared; ignored."),
    "S032": Code(WARNING, "enum of another type", "YAML takes unquoted values for numbers; they are read as `type` says."),
    "S033": Code(ERROR, "not a method of HTTP", "`additionalOperations` maps methods of HTTP to operations; left out."),
    "S034": Code(WARNING, "path template of another kind", "Braces of a path hold a name alone; the name that is meant is taken."),
    "S035": Code(WARNING, "format misspelt", "One of the formats that decide a type is clearly meant, and taken."),
    "S036": Code(NOTE, "credential as parameter", "What most operations ask for by such a name is an option of the client."),
    "S037": Code(WARNING, "keyword of another type", "What is meant is read where that is clear, else it says nothing."),
    "S038": Code(WARNING, "read-only and write-only", "A property that is neither sent nor answered would be none; it is both."),
    "S039": Code(WARNING, "reference as a default", "A `default` is a value; a `$ref` in its place is not followed."),
    "S031": Code(NOTE, "3.0 spelling in 3.1", "`nullable` and boolean `exclusiveMinimum` ended with 3.0; read as there."),
}  # fmt: skip

_CONFIG = {
    "C001": Code(ERROR, "config without document", "Neither the config nor a flag says which document to read."),
    "C002": Code(WARNING, "unknown key", "The config vocabulary has no such key; it has no effect."),
    "C003": Code(ERROR, "wrong value", "The value is not one that this key takes."),
    "C004": Code(ERROR, "not TOML", "The TOML syntax of pyproject.toml is broken here."),
    "C006": Code(ERROR, "workspace.json unreadable", "workspace.json is not a mapping of strings."),
}

_UNSUPPORTED = {
    "U001": Code(ERROR, "Swagger 2.0", "Version 2.0 is another format; convert the document to OpenAPI 3 first."),
    "U003": Code(ERROR, "remote reference", "Only files are read, and URLs only where `--allow-remote-refs` says so."),
    "U004": Code(ERROR, "unknown major version", "OpenAPI 3 is read; another major version is another format."),
}

_LAYOUT = {
    "C301": Code(ERROR, "unknown kind of pagination", "A page scheme is of one of the kinds that the vocabulary has."),
    "C302": Code(ERROR, "page scheme without items", "A page scheme says which property of the answer holds items."),
    "C303": Code(
        ERROR, "no page scheme fits", "The config asks for pages, but the method has not what a scheme needs."
    ),
    "C304": Code(NOTE, "pages recognised", "Parameters and answer show how a list pages; the method gives pages."),
    "C305": Code(WARNING, "pages without a next one", "A page scheme says how the next page is asked for."),
    "C306": Code(WARNING, "page scheme named twice", "A page scheme has a name of its own, as its classes have."),
    "C310": Code(
        ERROR, "endpoint not in the document", "A method of the config calls what the document does not describe."
    ),
    "C311": Code(
        WARNING, "operation left out", "The config lays the API out, but this operation is in none of its resources."
    ),
    "C312": Code(
        WARNING, "example of no method", "An example request of the config calls what no method does; it is not shown."
    ),
    "C313": Code(WARNING, "used and left out", "An endpoint is both a method and listed as one that has none."),
    "C314": Code(WARNING, "left out, but not there", "An endpoint left out on purpose is none of the document."),
    "C315": Code(ERROR, "alias of no method", "An alias names another method of its resource that is emitted."),
    "C316": Code(WARNING, "endpoint spelled otherwise", "The one operation that is meant has another spelling."),
    "C317": Code(
        WARNING, "place of a method", "An operation says where its method stands, but not in a way that is known."
    ),
    "C318": Code(
        WARNING, "nothing by that name", "The config names a parameter, a purpose or a language that there is not."
    ),
    "C320": Code(
        ERROR, "model not in the document", "A model of the config names a schema that the document does not have."
    ),
    "C321": Code(ERROR, "alias of no model", "A model that is another name names a model of the config."),
    "C322": Code(WARNING, "model named twice", "A schema is one model, where the config names it first."),
    "C330": Code(ERROR, "unknown security scheme", "A client option feeds a security scheme that nobody declares."),
    "C346": Code(
        ERROR, "nothing to unwrap", "The answer of a method has no property by the name that the config gives."
    ),
    "C331": Code(ERROR, "not a duration", "A time is a number of milliseconds or an ISO 8601 duration."),
    "C332": Code(WARNING, "option never sent", "An option of the client is sent as a parameter that no method has."),
    "C333": Code(
        ERROR, "variable without value", "A URL of the config has a variable that no option of the client fills."
    ),
    "C334": Code(WARNING, "not a URL", "An environment of the config has no URL that requests can be sent to."),
    "C340": Code(
        ERROR, "transform cannot be made", "A change to the document finds nothing there, or not what it expects."
    ),
    "C341": Code(ERROR, "no such parameter", "A method streams by a parameter that it does not have."),
    "C342": Code(ERROR, "event model unknown", "The events of a stream are of a model that no resource has."),
    "C343": Code(
        ERROR, "not a rule for events", "Rules say by name or data which events they are for, and what becomes of them."
    ),
    "C350": Code(
        WARNING, "error that nothing tells", "A variant of `errors` has neither a status nor a value of its own."
    ),
    "N001": Code(WARNING, "name had to be numbered", "Two things want one Python name; pin one of them in the config."),
    "N002": Code(NOTE, "number in a path", "A number among the words of a path is part of names, unlike a parameter."),
}

_NOT_EMITTED = {
    "D120": Code(
        WARNING, "not a JSON type", "JSON Schema has seven types; a value of another one is read as any value."
    ),
    "U101": Code(
        NOTE,
        "condition ignored",
        "`not` and `if` say what is invalid, which no type can; properties of `then` and `else` are optional.",
    ),
    "U105": Code(NOTE, "enum of structures", "Only strings, integers, booleans and null can be literals in Python."),
    "U106": Code(
        WARNING, "unnamed schema contains itself", "A type that contains itself needs a name, so it must be a model."
    ),
    "U107": Code(WARNING, "allOf of nothing", "The members allow no value in common; read as any one of them."),
    "U108": Code(
        WARNING,
        "properties beside a union",
        "Not every member of the union is an object, so they are not joined to it.",
    ),
    "U201": Code(
        WARNING, "parameter not sent", "A parameter has a place and name that a request cannot carry; it is left out."
    ),
    "U202": Code(
        WARNING,
        "parameter with content",
        "Of parameters with `content`, JSON and text are written; else the caller does.",
    ),
    "U203": Code(WARNING, "style of another place", "Each place has its own styles; the default of the place is read."),
    "U206": Code(
        WARNING, "array of structures", "A query or form has none for them; each is JSON, or all run into one."
    ),
    "U204": Code(NOTE, "header that is counted", "`Content-Length` says how much is sent; no caller can know better."),
    "U205": Code(NOTE, "header of a part", "Parts of a form have no arguments for their headers, but those of files."),
    "U210": Code(NOTE, "other media types of a body", "A body is sent in one media type: JSON where it is offered."),
    "U211": Code(WARNING, "union as body", "The whole body is one argument; there is no overload for each member."),
    "U212": Code(WARNING, "parts by their place", "The parts of a body have names; by their place none is told apart."),
    "U213": Code(WARNING, "form without names", "The parts of a form have names; what is no object has none."),
    "U220": Code(
        NOTE,
        "successful answers of several kinds",
        "Of JSON, text, files and nothing, a method answers with the first.",
    ),
    "U221": Code(
        WARNING,
        "stream is read whole",
        "An answer is asked for in JSON where it is offered, and parts of one are not taken apart: it is read whole.",
    ),
    "U222": Code(NOTE, "other media types of an answer", "Answers are asked for in one media type: JSON if offered."),
    "U230": Code(NOTE, "callbacks", "Requests that the server makes are not part of a client."),
    "U231": Code(WARNING, "operations of an extension", "What only tools of one vendor read has no methods."),
    "U301": Code(
        WARNING, "part of a special resource", "`$shared` holds models alone, and `$client` no resources below it."
    ),
    "U302": Code(WARNING, "kind of method", "A method of this type is emitted on a resource, not on the client."),
    "U401": Code(WARNING, "kind of security scheme", "The client has no option for this scheme."),
    "U403": Code(NOTE, "webhooks", "No method of the config reads the events that the API sends."),
    "U405": Code(NOTE, "relative server", "Who serves the document knows the host; clients are given a `base_url`."),
    "U406": Code(NOTE, "server not called", "Of servers of an operation, each environment of the client has one."),
    "U502": Code(WARNING, "extension without effect", "An `x-stainless-*` key of the document is not followed."),
    "U503": Code(NOTE, "edition", "An edition pins defaults by a date; what the latest ones change is not known here."),
    "U510": Code(
        WARNING, "unknown command", "A transform of the config has a command that is not known; it is passed over."
    ),
}

_WRITING = {
    "W001": Code(ERROR, "not ours to write", "A file that the generator did not write is kept."),
    "W002": Code(
        ERROR, "output is out of date", "What the generator emits now differs from what is in the output folder."
    ),
    "W003": Code(ERROR, "cannot write", "The output folder could not be written; it is as it was before."),
    "W004": Code(
        ERROR,
        "edited output",
        "A file was edited since it was generated, and the edit cannot be merged with what is generated now.",
    ),
    "W005": Code(
        ERROR, "symbolic link", "Nothing is written through a symbolic link, which may lead out of the output folder."
    ),
    "W006": Code(
        ERROR, "unreadable manifest", "The manifest says which files are ours; without it none can be replaced."
    ),
    "W007": Code(
        ERROR, "output is busy", "Another run is writing, or one was interrupted in a way that cannot be undone."
    ),
    "W009": Code(
        ERROR,
        "conflict with an edit",
        "An edit and what is generated now change the same lines. The file holds both, between the markers that git writes.",
    ),
    "W010": Code(
        ERROR,
        "unresolved conflict",
        "Markers of an earlier conflict are still in the file; nothing is merged into them.",
    ),
    "W011": Code(
        ERROR,
        "edited file without a source",
        "A file that was edited is not generated any more. It stays as it is, and belongs to you from now on.",
    ),
    "W008": Code(
        WARNING, "nothing to compare with", "What is in the output folder cannot be read as a Python package."
    ),
}

_TEMPLATES = {
    "T001": Code(
        ERROR, "template cannot be printed", "A template of your own is broken, or what it prints is no Python."
    ),
    "T002": Code(
        WARNING,
        "template does not fit",
        "A template of your own overrides nothing, or what it was made from has changed.",
    ),
    "T003": Code(ERROR, "no templates", "The folder that the config names for templates is not there."),
}

_USAGE = {
    "X001": Code(ERROR, "config not found", "The config file named on the command line does not exist."),
    "X002": Code(ERROR, "nothing to generate from", "No config was found and no `--spec` was given."),
}

CODES: Mapping[str, Code] = MappingProxyType(
    {
        **_READING,
        **_VALIDATOR,
        **_SEMANTICS,
        **_CONFIG,
        **_LAYOUT,
        **_UNSUPPORTED,
        **_NOT_EMITTED,
        **_WRITING,
        **_TEMPLATES,
        **_USAGE,
    }
)
"""Code -> what it means. Everything that adds to a report is in here; ``Report.add`` refuses the rest."""
