"""The whole API: its client, resources, models and page schemes; owns the tree, not what hangs in it."""

from __future__ import annotations

import enum
from dataclasses import field
from typing import ClassVar

from sdkwright.inert import dataclass
from sdkwright.ir.distribution import Distribution
from sdkwright.ir.errors import Errors
from sdkwright.ir.operations import Location, Method, Security
from sdkwright.ir.paging import PageScheme
from sdkwright.ir.reach import Reach
from sdkwright.ir.types import JSONScalar, Reference, Type
from sdkwright.pointer import Json, Pointer, tokens
from sdkwright.sealed import Sealable

ResourcePath = tuple[str, ...]
SHARED: ResourcePath = ("$shared",)
CLIENT: ResourcePath = ("$client",)


@dataclass(frozen=True, slots=True)
class Model(Sealable):
    """A schema that has a name of its own and a module of its own.

    `home` is the path of the resource whose types it belongs to, `types` that of the folder which holds them;
    `key` is the word that the config or the document gives it, `reach` what its type refers to. `param` is what the config calls the twin that requests
    take; without `has_suffix`, that is called as the model where nothing else is.
    """

    pointer: Pointer
    key: str
    pinned: bool
    home: ResourcePath
    types: ResourcePath
    type: Type
    reach: Reach
    description: str | None
    in_request: bool
    in_response: bool
    param: str | None = None
    has_suffix: bool = True

    PARTS: ClassVar[tuple[str, ...]] = ("type",)

    @property
    def is_alias(self) -> bool:
        """Whether it is another name for a model, which the config gives: it stands in no document."""
        return tokens(self.pointer)[-2:-1] == ("models",) and isinstance(self.type, Reference)

    @property
    def is_shared(self) -> bool:
        """Whether it belongs to no resource, since the config shares it out to all."""
        return self.home == SHARED


@dataclass(frozen=True, slots=True)
class EventReader:
    """A method that reads what the API sends by itself. `secret` is the option of the client that holds the key, where one does."""

    key: str
    site: Pointer
    verified: bool
    event: Reference
    secret: str | None


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name for a method of the same resource; `target` is that method's site."""

    key: str
    site: Pointer
    target: Pointer


@dataclass(frozen=True, slots=True)
class Resource:
    """A node of the tree of attributes below the client. `types` is the path of the folder that holds its types.

    With `alone`, it is a folder even where it has no resources of its own.
    """

    path: ResourcePath
    types: ResourcePath
    site: Pointer
    description: str | None
    methods: tuple[Method, ...]
    resources: tuple[Resource, ...]
    readers: tuple[EventReader, ...] = ()
    alone: bool = False
    aliases: tuple[Alias, ...] = ()

    @property
    def is_client(self) -> bool:
        """Whether its methods are those of the client itself."""
        return self.path == CLIENT

    @property
    def is_folder(self) -> bool:
        """Whether it is a package with a module of its own name inside."""
        return self.alone or bool(self.resources)


@dataclass(frozen=True, slots=True)
class Group:
    """A resource of the config that has models in itself or below, and no methods: no attribute, but a part of the index."""

    path: ResourcePath
    site: Pointer


Environments = tuple[tuple[str, str], ...]
"""Names and URLs, which may hold `{variables}`."""


class CredentialRole(enum.Enum):
    """How a client option takes part in authentication."""

    API_KEY_HEADER = "api-key-header"
    API_KEY_QUERY = "api-key-query"
    API_KEY_COOKIE = "api-key-cookie"
    BEARER = "bearer"
    AUTHORIZATION = "authorization"
    BASIC_USERNAME = "basic-username"
    BASIC_PASSWORD = "basic-password"  # noqa: S105 (the name of a role)
    DIGEST_USERNAME = "digest-username"
    DIGEST_PASSWORD = "digest-password"  # noqa: S105 (likewise)
    CLIENT_ID = "client-id"
    CLIENT_SECRET = "client-secret"  # noqa: S105 (likewise)


@dataclass(frozen=True, slots=True)
class Credential:
    """The security scheme that a client option feeds. `parameter` is the header, query or cookie name on the wire.

    `keyword` stands before the credentials of an HTTP scheme that has no role of its own; `token_url` is where the client
    of OAuth 2 gets its tokens, `scopes` what it asks for there. A pair of user name and password that is not `encoded` is sent
    as it is.
    """

    scheme: str
    role: CredentialRole
    parameter: str
    keyword: str | None = None
    token_url: str | None = None
    encoded: bool = True
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientOption:
    """One argument of the client's constructor.

    `header`, `query` and `cookie` are names under which it goes with every request; `places` are the parameters of methods that
    it stands in for.
    """

    key: str
    type: Type
    nullable: bool
    environment_variable: str | None
    default: JSONScalar
    description: str | None
    credential: Credential | None
    header: str | None
    server_variable: str | None = None
    query: str | None = None
    cookie: str | None = None
    example: JSONScalar = None
    places: tuple[tuple[Location, str], ...] = ()


class Handling(enum.Enum):
    """What becomes of an event of a stream."""

    YIELD = "yield"
    CONTINUE = "continue"
    ERROR = "error"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class EventRule:
    """What becomes of the events that have one of these names (None: any) and data that starts so."""

    handle: Handling
    names: tuple[str | None, ...] | None
    data_starts_with: str | None
    error_property: str | None


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """Defaults of the client; times are in seconds. With a `security`, a call sends the first alternative there is a value for.

    `events` are the rules for events of streams, of which the first that fits counts; None where the runtime has its own.
    """

    timeout: float
    connect_timeout: float
    max_retries: int
    initial_retry_delay: float
    max_retry_delay: float
    max_connections: int
    max_keepalive_connections: int
    default_headers: tuple[tuple[str, str], ...]
    platform_header_prefix: str | None
    idempotency_header: str | None
    request_id_header: str | None
    array_format: str
    nested_format: str
    allow_anonymous: bool
    security: Security | None = None
    events: tuple[EventRule, ...] | None = None
    error_message: tuple[str, ...] = ()
    response_headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Client:
    """The client class: what it is called, where it sends, how it identifies itself."""

    name: str
    environment_prefix: str
    environments: Environments
    options: tuple[ClientOption, ...]
    settings: ClientSettings


@dataclass(frozen=True, slots=True)
class Package:
    """The distribution that is emitted."""

    import_name: str
    project_name: str
    version: str
    title: str
    summary: str | None
    documentation: str | None
    resource_suffix: bool
    sort_properties: bool
    http_library: str
    protects_namespace: bool = True
    distribution: Distribution = field(default_factory=Distribution)


@dataclass(frozen=True, slots=True)
class Example:
    """A call to show to readers. `use` says what it shows (`default`, `headline`, `pagination`...), `method` is a method's site.

    `params` are values by wire name; `response_property` is a property of the answer, by wire name. `file` is the parameter
    that takes a file, and the path of that, where the example says so.
    """

    use: str
    method: Pointer
    params: tuple[tuple[str, Json], ...]
    response_property: str | None
    assign_to: str | None
    file: tuple[str | None, str] | None = None


@dataclass(frozen=True, slots=True)
class Api:
    """Everything that a document and a config say, once they are understood.

    `configured`: the config lays it out, so that programs may rely on all names that such a layout gives.
    `own` holds the methods of the client itself; `groups` come where the config has them, which `order` tells.
    """

    package: Package
    client: Client
    resources: tuple[Resource, ...]
    models: tuple[Model, ...]
    schemes: tuple[PageScheme, ...]
    examples: tuple[Example, ...] = ()
    configured: bool = False
    own: Resource | None = None
    groups: tuple[Group, ...] = ()
    order: tuple[ResourcePath, ...] = ()
    errors: Errors | None = None
