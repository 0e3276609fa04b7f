"""Words that say what is done, and whether a word names one thing or many; knows no paths."""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType

from sdkwright.naming.words import singular, snake

# what the first word of a path segment or an operationId is when it is an action
_VERBS = """
abort accept acknowledge acquire activate add analyze annotate append apply approve archive assign associate attach
attempt authenticate authorize automate batch block bulk buy calculate cancel capture change check classify clean
cleanup clear clone close compare complete compress compute confirm connect contains convert copy count crawl deactivate
decline decode decompress decrypt deduplicate delegate deploy deprecate deprovision detach detect disable detokenize disassociate disconnect dismiss dissociate
downgrade download duplicate edit enable encrypt end enroll escalate estimate evaluate evict exec execute exists
expire export extend extract fetch filter finalize find finish flush follow forget generate geocode grant hide
impersonate import increment infer ingest init initialize insert introspect invalidate invite invoke join kick kill
launch leave link list lock lookup mark merge migrate moderate mount move mute normalize notify obscure optimize parse
pause ping play poll predict prepare preview process promote provision publish purchase purge query reactivate
reassign reauthenticate reauthorize reboot rebuild recalculate reconcile recover rectify redact redeem refresh refund
regenerate register reindex reinstall reject release reload remove rename render reopen reorder replace replay
reprocess request requeue rerank rerun rescan resend reset resize resolve restart restore resubmit resume retrain
retry revert revoke rewind rollback rotate run save scan schedule scrape scroll search seek send set share shutdown
simulate skip snooze spawn split start stop submit subscribe suggest summarize suspend swap switch sync terminate test
toggle tokenize touch transcribe transfer translate trigger truncate unarchive unassign unblock undelete undo unfollow
uninstall unlink unlock unmount unmute unpublish unregister unschedule unsnooze unsubscribe untag update upgrade
upload upsert validate verify vote wait wipe withdraw
"""
VERBS = frozenset(_VERBS.split())
# those of them that as often begin the name of a thing
_ALSO_NOUNS = """
batch block bulk change check copy end export filter import leave link poll process query request run schedule search
share split start stop sync test transfer trigger vote
"""
ALSO_NOUNS = frozenset(_ALSO_NOUNS.split())
# those that say what is done wherever they stand: `stripe_attach_payment_method`
FIRM = VERBS - ALSO_NOUNS
SHORTEST_PLURAL = 3
# verbs of operationIds that say no more than the verb of HTTP does
_PLAIN = (
    "create delete destroy fetch get head index list make new patch post put read replace retrieve show update query"
)
PLAIN = frozenset(_PLAIN.split())
# those of them that, at the end of a word, say what is done: `axfr-retrieve`; not `head`, `index`, `list`, `post`
_ENDS = frozenset({"create", "delete", "destroy", "fetch", "replace", "retrieve", "update"})
# verbs that begin the name of no thing, and those whose answer depends on what is given: a parameter after them says what
_DOING = _ENDS | {"get"}
_BEFORE_WORDS = frozenset({"create", "delete", "get", "retrieve"})
_TAKING = (FIRM - {"list"}) | _DOING | {"query", "search"}
# words for one thing whose form is that of many
_SETS = frozenset({"details", "preferences", "settings", "statistics", "stats"})
_KEYS = "address code hash id ident identifier key login name no number or pk ref slug title uid username uuid"
KEYS = frozenset(_KEYS.split())
# verbs of operationIds -> the standard name of what they ask for, or change
ASKING = MappingProxyType(
    {"get": "retrieve", "read": "retrieve", "retrieve": "retrieve", "fetch": "retrieve", "show": "retrieve"}
)
CHANGING = MappingProxyType(
    {"update": "update", "patch": "update", "modify": "update", "edit": "update", "replace": "update"}
)
# verbs of HTTP that change what there is -> the standard name of that
CHANGES = MappingProxyType({"put": "update", "patch": "update", "delete": "delete"})
LISTED = frozenset({"all", "index", "list", "paginated"})
LISTING = frozenset({"find", "list", "search"})
_LIST_PROPERTIES = """
content contents data edges elements entries hits items list nodes objects records resources result results rows values
"""
LIST_PROPERTIES = frozenset(_LIST_PROPERTIES.split())
CONNECTORS = frozenset({"at", "by", "for", "from", "in", "of", "on", "per", "to", "with", "without"})
FILLERS = frozenset({"a", "an", "the", "of", "for", "to", "from", "in", "by", "multiple", "several", "and", "or"})
NUMBER = re.compile(r"(?<=[A-Za-z])_(\d+)$")
USING = re.compile(r"(?<=[A-Za-z0-9])Using(?:GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH)$")
STRUCTURED = re.compile(r"^(?:.*[/.:]|[A-Z][A-Za-z0-9]*_(?=[A-Z]))")


def is_verb(word: str) -> bool:
    """Whether a word of a path (in snake case) begins with what is done, or undone: `find_by_status`; not `test_runs`."""
    first, _, rest = word.partition("_")
    if first in (_BEFORE_WORDS if rest else _DOING):
        return True
    return (first in VERBS or (first.startswith("un") and first[2:] in VERBS)) and not is_many(word)


def takes(word: str, parameter: str) -> bool:
    """Whether a verb is done to what a parameter after it says, and is no thing that the parameter names: `get/{id}`, `search/{query}`."""
    first = word.partition("_")[0]
    return first in _DOING or (first in _TAKING and not names_one_of(parameter, word))


def is_thing(word: str, parameter: str) -> bool:
    """Whether a parameter says that the word before it, a verb by itself, is a thing: `run/{run_ref}`."""
    tokens = parameter.split("_")
    while len(tokens) > 1 and tokens[-1] in KEYS:
        tokens.pop()
    return tokens[-1] not in KEYS and "_".join(tokens) == word and parameter != word


def is_phrase(word: str) -> bool:
    """Whether a word of a path says what is done to what: `create_author`."""
    return "_" in word and word.partition("_")[0] in VERBS | PLAIN


def ends_in_verb(word: str) -> bool:
    """Whether a word of a path ends in what is done, after how or to what: `axfr_retrieve`."""
    return word.rpartition("_")[0] != "" and word.rpartition("_")[2] in _ENDS


def is_many(word: str) -> bool:
    """Whether a word names many: `files`, `top_tracks`, `stops_for_route`; not `status`, nor `list_plugins`, nor one thing as `settings` is."""
    return is_plural(word) and word.rpartition("_")[2] not in _SETS


def is_plural(word: str) -> bool:
    """Whether a word has the form of one that names many."""
    tokens = word.split("_")
    if tokens[0] in VERBS and (len(tokens) == 1 or tokens[0] not in ALSO_NOUNS):
        return False
    cut = next((index for index, token in enumerate(tokens) if index and token in CONNECTORS), len(tokens))
    head = tokens[cut - 1]
    return len(head) > SHORTEST_PLURAL - 1 and singular(head) != head


def is_many_of(word: str) -> bool:
    """Whether a word names the many that belong to one: `stops_for_route`."""
    return is_many(word) and not CONNECTORS.isdisjoint(word.split("_")[1:])


def says_many(said: tuple[str, ...], word: str) -> bool:
    """Whether the words of an operationId say that there are several of what `word` names: `chart_list`, `getAllCharts`."""
    last = word.rpartition("_")[2]
    return not LISTED.isdisjoint(said) or any(singular(each) == last != each for each in said)


def names_one_of(parameter: str, word: str) -> bool:
    """Whether a parameter says which one of those that `word` names is meant: `id`, or `country_id` of `countries`."""
    tokens = parameter.split("_")
    while tokens and tokens[-1] in KEYS:
        tokens.pop()
    left, one = stem("_".join(tokens)), stem(word)
    return not left or one.endswith(left) or left.endswith(one)


def is_key(parameter: str, word: str) -> bool:
    """Whether a parameter says which one of many is meant, by its name or by what keys are called: `thing_id`."""
    return parameter.rpartition("_")[2] in KEYS or names_one_of(parameter, word)


@cache  # a document has few words and compares them all the time
def stem(word: str) -> str:
    """The word to compare by: in the singular."""
    return singular(word)


def without_owner(name: str, owner: str) -> str:
    """The name of a method without the name of its resource before it: `structure_data` of `structure` is `data`."""
    tokens, before = name.split("_"), owner.split("_")
    rest = tokens[len(before) :]
    is_said = [stem(token) for token in tokens[: len(before)]] == [stem(token) for token in before]
    says_more = rest and rest[0] not in CONNECTORS and not rest[0].isdigit() and tokens[0] not in VERBS
    return "_".join(rest) if is_said and says_more else name


@cache
def path_words(path: str) -> tuple[str, ...]:
    """The words of a path, those of its parameters among them."""
    return tuple(word for part in re.split(r"[/{}]", path) if (word := snake(part)))


@cache  # each is asked for wherever its operation may stand
def operation_words(operation_id: str, path_words: tuple[str, ...], verb: str) -> tuple[str, ...]:
    """The words of an operationId, without the name of a service before it and without path and verb after it."""
    plain = _without_number(operation_id, path_words)
    tokens = tuple(word for word in snake(STRUCTURED.sub("", plain) or plain).split("_") if word)
    tail = ("_".join((*path_words, verb))).split("_")
    if len(tokens) > len(tail) and list(tokens[-len(tail) :]) == tail:
        tokens = tokens[: -len(tail)]
    return tokens


def _without_number(operation_id: str, path_words: tuple[str, ...]) -> str:
    """The same without what frameworks append to tell methods of one name apart: `getById_2`, `copyPadUsingPOST_1`."""
    number = NUMBER.search(operation_id)
    if number is not None and number[1] not in path_words:
        operation_id = operation_id[: number.start()]
    return USING.sub("", operation_id)


def beyond(tokens: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens without those that `known` words say already, and without fillers at either end."""
    said = {stem(token) for word in known for token in word.split("_")} | {"".join(word.split("_")) for word in known}
    left = [token for token in tokens if stem(token) not in said]
    while left and left[0] in FILLERS - CONNECTORS:
        left.pop(0)
    while left and left[-1] in FILLERS:
        left.pop()
    return tuple(left)
