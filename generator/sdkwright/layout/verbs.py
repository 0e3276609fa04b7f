"""Words that say what is done, and whether a word names one thing or many; knows no paths."""

from __future__ import annotations

import re

from sdkwright.naming.words import singular, snake

# what the first word of a path segment or an operationId is when it is an action
_VERBS = """
accept acknowledge activate add append apply approve archive assign attach attempt authorize batch block bulk buy
calculate cancel capture change check clean cleanup clear clone close complete compute confirm connect contains
convert copy count deactivate decline deploy detach disable disconnect dismiss download duplicate edit enable end
enroll estimate evaluate execute exists expire export extend fetch filter finalize find finish follow forget generate
grant import increment init initialize insert invalidate invite invoke join kill launch leave link list lock lookup
mark merge migrate mount move mute notify obscure pause ping play poll prepare preview process promote publish purge
query reactivate reauthenticate reauthorize rebuild recalculate recover redeem refresh refund regenerate register
reject release reload remove rename render reopen reorder replace request resend reset resolve restart restore resume
retry revert revoke rollback rotate run save scan scroll search seek send set share shutdown simulate skip split start
stop submit subscribe suggest suspend swap switch sync terminate test toggle touch transfer translate trigger
unarchive unassign unblock undelete undo unfollow uninstall unlink unlock unmount unmute unpublish unregister
unsubscribe update upload upsert validate verify vote wait withdraw
"""
VERBS = frozenset(_VERBS.split())
# those of them that as often begin the name of a thing
_ALSO_NOUNS = """
batch block bulk change check copy end export filter import link poll process query request run search share split start
stop sync test transfer vote
"""
ALSO_NOUNS = frozenset(_ALSO_NOUNS.split())
SHORTEST_PLURAL = 3
# verbs of operationIds that say no more than the verb of HTTP does
_PLAIN = (
    "create delete destroy fetch get head index list make new patch post put read replace retrieve show update query"
)
PLAIN = frozenset(_PLAIN.split())
LISTING = frozenset({"find", "list", "search"})
_LIST_PROPERTIES = """
contents data edges elements entries hits items list nodes objects records resources results rows values
"""
LIST_PROPERTIES = frozenset(_LIST_PROPERTIES.split())
CONNECTORS = frozenset({"at", "by", "for", "from", "in", "of", "on", "per", "to", "with", "without"})
FILLERS = frozenset({"a", "an", "the", "of", "for", "to", "from", "in", "by", "multiple", "several", "and", "or"})
STRUCTURED = re.compile(r"^(?:.*[/.:]|[A-Z][A-Za-z0-9]*_(?=[A-Z]))")


def is_verb(word: str) -> bool:
    """Whether a word of a path (in snake case) begins with what is done: `find_by_status`; not `test_runs`."""
    return word.partition("_")[0] in VERBS and not is_many(word)


def is_many(word: str) -> bool:
    """Whether a word names many: `files`, `top_tracks`, `stops_for_route`; not `status`, nor `list_plugins`."""
    tokens = word.split("_")
    if tokens[0] in VERBS and (len(tokens) == 1 or tokens[0] not in ALSO_NOUNS):
        return False
    cut = next((index for index, token in enumerate(tokens) if index and token in CONNECTORS), len(tokens))
    head = tokens[cut - 1]
    return len(head) > SHORTEST_PLURAL - 1 and singular(head) != head


def is_many_of(word: str) -> bool:
    """Whether a word names the many that belong to one: `stops_for_route`."""
    return is_many(word) and not CONNECTORS.isdisjoint(word.split("_")[1:])


def stem(word: str) -> str:
    """The word to compare by: in the singular."""
    return singular(word)


def operation_words(operation_id: str, path_words: tuple[str, ...], verb: str) -> tuple[str, ...]:
    """The words of an operationId, without the name of a service before it and without path and verb after it."""
    tokens = tuple(word for word in snake(STRUCTURED.sub("", operation_id) or operation_id).split("_") if word)
    tail = ("_".join((*path_words, verb))).split("_")
    if len(tokens) > len(tail) and list(tokens[-len(tail) :]) == tail:
        tokens = tokens[: -len(tail)]
    return tokens


def beyond(tokens: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens without those that `known` words say already, and without fillers at either end."""
    said = {stem(token) for word in known for token in word.split("_")} | {"".join(word.split("_")) for word in known}
    left = [token for token in tokens if stem(token) not in said]
    while left and left[0] in FILLERS - CONNECTORS:
        left.pop(0)
    while left and left[-1] in FILLERS:
        left.pop()
    return tuple(left)
