"""The base class of every model of the package: how one is made, copied, printed and written; reads no response."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias, TypeVar, Union, cast

import pydantic
from pydantic import ConfigDict
from typing_extensions import Self, override

ModelT = TypeVar("ModelT", bound="BaseModel")
IncEx: TypeAlias = Union[set[int], set[str], Mapping[int, Union["IncEx", bool]], Mapping[str, Union["IncEx", bool]]]

_SECRET = re.compile(
    r"(?:password|passphrase|secret|api_?key|(?:access|auth|bearer|refresh)_?token|(?:access|private|signing)_?key)$",
    re.IGNORECASE,
)
_FALSE = ("false", "0", "no", "off", "")


class BaseModel(pydantic.BaseModel):
    """A value of the API: declared fields are attributes, and so are fields that this version does not know."""

    __module__ = __name__.rsplit("._core", 1)[0]
    # Slots, because pydantic's private attributes cost a Python call for every instance that is read.
    __slots__ = ("_sdk_odd", "_sdk_request_id")

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="allow",
        protected_namespaces=(),
        defer_build=os.environ.get("DEFER_PYDANTIC_BUILD", "true").lower() not in _FALSE,
    )

    if TYPE_CHECKING:
        # of any type, so that a model may say of which type its unknown properties are
        __pydantic_extra__: Any = pydantic.Field(init=False)

    def __init_subclass__(cls, **options: Any) -> None:
        # pydantic copies a field of a base as it is. One of a class that is loaded after the base, which leads back to it,
        # is finished by then in the module of the base alone, so that happens before the copy.
        for base in cls.__bases__:
            if issubclass(base, BaseModel) and not base.__pydantic_fields_complete__:
                from .reading import finish

                finish(base)
        super().__init_subclass__(**options)

    @property
    def model_fields_set(self) -> set[str]:
        """The declared fields that the answer, or whoever made the model, gave: tells an absent value from a null one."""
        return super().model_fields_set - (self.__pydantic_extra__ or {}).keys()

    @property
    def _request_id(self) -> str | None:
        """The server's own name for the request that this came from; set on the outermost model only."""
        return cast("str | None", getattr(self, "_sdk_request_id", None))

    @_request_id.setter
    def _request_id(self, value: str | None) -> None:
        object.__setattr__(self, "_sdk_request_id", value)

    @classmethod
    def construct(  # pyright: ignore[reportIncompatibleMethodOverride]
        __cls: type[ModelT],
        _fields_set: set[str] | None = None,
        **values: object,
    ) -> ModelT:
        """A model from values by wire name, without validating: what fits is read, what does not is kept as it is.

        Never raises for a value; absent fields get their default, else `None`.
        """
        from .reading import read_fields

        model = cast("ModelT", read_fields(values, __cls))
        given = model.__pydantic_fields_set__ & __cls.__pydantic_fields__.keys() if _fields_set is None else _fields_set
        object.__setattr__(model, "__pydantic_fields_set__", set(given))
        return model

    if not TYPE_CHECKING:
        model_construct = construct

    def to_dict(
        self,
        *,
        mode: Literal["json", "python"] = "python",
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = True,
    ) -> dict[str, object]:
        """The fields that were set, by the names that the API uses.

        mode: "json" gives only what JSON has (dates as text), "python" keeps Python objects.
        use_api_names: False for the names of the attributes.
        exclude_unset, exclude_defaults, exclude_none: leave out fields not set, at their default, or `None`.
        warnings: warn of values that are not of their declared type, unless they came like that from the API.
        """
        return self.model_dump(
            mode=mode,
            by_alias=use_api_names,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
            warnings=warnings,
        )

    def to_json(
        self,
        *,
        indent: int | None = 2,
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = True,
    ) -> str:
        """The same as `to_dict` as JSON text; `indent=None` writes it without any white space."""
        return self.model_dump_json(
            indent=indent,
            by_alias=use_api_names,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
            warnings=warnings,
        )

    @override
    def __str__(self) -> str:
        return repr(self)

    @override
    def __repr_args__(self) -> Any:
        # Models end up in logs, and not every document says of every secret that it is one.
        return [
            (name, value)
            for name, value in super().__repr_args__()
            if not (isinstance(value, str) and _SECRET.search(name or ""))
        ]

    # The options stand here one by one, as programs and their tools read the signatures of published SDKs.
    @override
    def model_dump(  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
        *,
        mode: Literal["json", "python"] | str = "python",
        include: IncEx | None = None,
        exclude: IncEx | None = None,
        context: Any | None = None,
        by_alias: bool | None = None,
        exclude_unset: bool = False,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        exclude_computed_fields: bool = False,
        round_trip: bool = False,
        warnings: bool | Literal["none", "warn", "error"] = True,
        fallback: Callable[[Any], Any] | None = None,
        serialize_as_any: bool = False,
        **options: Any,
    ) -> dict[str, Any]:
        """The model as a dict by attribute names; see pydantic's `model_dump` for the options."""
        newer = _asked(by_alias=by_alias, fallback=fallback, exclude_computed_fields=exclude_computed_fields or None)
        return super().model_dump(
            mode=mode,
            include=include,
            exclude=exclude,
            context=context,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
            round_trip=round_trip,
            warnings=self._warnings(warnings),
            serialize_as_any=serialize_as_any,
            **newer,
            **options,
        )

    @override
    def model_dump_json(  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
        *,
        indent: int | None = None,
        ensure_ascii: bool = False,
        include: IncEx | None = None,
        exclude: IncEx | None = None,
        context: Any | None = None,
        by_alias: bool | None = None,
        exclude_unset: bool = False,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        exclude_computed_fields: bool = False,
        round_trip: bool = False,
        warnings: bool | Literal["none", "warn", "error"] = True,
        fallback: Callable[[Any], Any] | None = None,
        serialize_as_any: bool = False,
        **options: Any,
    ) -> str:
        """The model as JSON text by attribute names; see pydantic's `model_dump_json` for the options."""
        computed, ascii_only = exclude_computed_fields or None, ensure_ascii or None
        newer = _asked(by_alias=by_alias, fallback=fallback, exclude_computed_fields=computed, ensure_ascii=ascii_only)
        return super().model_dump_json(
            indent=indent,
            include=include,
            exclude=exclude,
            context=context,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
            round_trip=round_trip,
            warnings=self._warnings(warnings),
            serialize_as_any=serialize_as_any,
            **newer,
            **options,
        )

    def _warnings(self, asked: bool | Literal["none", "warn", "error"]) -> bool | Literal["none", "warn", "error"]:
        # A value that the API sent in another shape is not the caller's doing; "warn" and "error" are still obeyed.
        return "none" if asked is True and getattr(self, "_sdk_odd", False) else asked

    @override
    def __copy__(self) -> Self:
        return self._keep_origin(super().__copy__())

    @override
    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        return self._keep_origin(super().__deepcopy__(memo))

    @override
    def __reduce_ex__(self, protocol: Any) -> Any:
        # `Page[Item]` is made at run time: no module has it under that name.
        made = type(self).__pydantic_generic_metadata__
        if made["origin"] is None:
            return super().__reduce_ex__(protocol)
        return _empty, (made["origin"], made["args"]), self.__getstate__()

    @override
    def __getstate__(self) -> dict[Any, Any]:
        return {**super().__getstate__(), **{name: getattr(self, name, None) for name in BaseModel.__slots__}}

    @override
    def __setstate__(self, state: dict[Any, Any]) -> None:
        super().__setstate__(state)
        for name in BaseModel.__slots__:
            object.__setattr__(self, name, state.get(name))

    def _keep_origin(self, copy: ModelT) -> ModelT:
        for name in BaseModel.__slots__:
            object.__setattr__(copy, name, getattr(self, name, None))
        return copy


def _asked(**options: Any) -> dict[str, Any]:
    """The options that were asked for: not every pydantic 2 knows them all."""
    return {name: value for name, value in options.items() if value is not None}


def _empty(origin: Any, arguments: tuple[Any, ...]) -> Any:
    kind = origin[arguments]
    return kind.__new__(kind)
