"""How paths, tags and operationIds become resources and methods where no config says it: a table of what a reader expects."""

from __future__ import annotations

import pytest
import yaml

from sdkwright.layout import Asked, Gives
from sdkwright.layout.plan import place

TABLES = """
collections and items:
  get /v1/vector_stores: vector_stores.list
  post /v1/vector_stores: vector_stores.create
  get /v1/vector_stores/{id}: vector_stores.retrieve
  post /v1/vector_stores/{id}: vector_stores.update
  delete /v1/vector_stores/{id}: vector_stores.delete
  get /v1/vector_stores/{id}/files: vector_stores.files.list
  get /v1/vector_stores/{id}/files/{file_id}: vector_stores.files.retrieve
  get /v1/vector_stores/{id}/files/{file_id}/content: vector_stores.files.content
  post /v1/vector_stores/{id}/file_batches/{batch}/cancel: vector_stores.file_batches.cancel
  get /v1/me: me.retrieve
both ways to change:
  put /users/{id}: users.replace
  patch /users/{id}: users.update
  put /users/{id}/avatar: users.avatar.update
  delete /users/{id}/avatar: users.avatar.delete
  delete /users/{id}: users.delete
  delete /users: users.delete_all
  get /users/{id}/repos: users.repos.list
actions:
  get /orders: orders.list
  post /orders/{id}/cancel: orders.cancel
  post /orders/search: orders.search
  get /orders/find_by_status: orders.find_by_status
  post /orders/query: orders.query
  post /orders/query/batch: orders.query_batch
  post /orders:batchGet: orders.batch_get
  post /orders/{id}:undelete: orders.undelete
  put /orders/{id}/label: orders.update_label
  get /orders/by/external/{key}: orders.retrieve_by_external
  head /orders: orders.head
  options /orders: orders.options
  get /orders/{id}/test_runs: orders.test_runs.list
  get /orders/$count: orders.count
procedures:
  post /core/version: core.version
  post /core/stats: core.stats
  post /core/group-list: core.group_list
  post /sync/sync: sync.sync
  post /config/create: config.create
procedures with dots:
  post /users.list: users.list
  post /users.setPhoto: users.set_photo
  post /chat.postMessage: chat.post_message
  get /chat.history: chat.history
deep common prefixes:
  get /apis/apps/v1/: root.retrieve
  get /apis/apps/v1/deployments: deployments.list
  get /apis/apps/v1/namespaces/{namespace}/deployments: namespaces.deployments.list
  patch /apis/apps/v1/namespaces/{namespace}/deployments/{name}: namespaces.deployments.update
  put /apis/apps/v1/namespaces/{namespace}/deployments/{name}: namespaces.deployments.replace
  get /apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale: namespaces.deployments.scale.retrieve
  put /apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale: namespaces.deployments.scale.update
file extensions and composite segments:
  get /api/where/stops-for-route/{id}.json: stops_for_route.list
  get /api/where/stop/{id}.json: stop.retrieve
  get /api/where/diffs/{base}...{head}: diffs.retrieve
  get /api/where/users('{name}')/photo: users.photo
  get /api/where/current-time.xml: current_time.retrieve
two versions of one path:
  get /v1/users: v1.users.list
  get /v1/users/{id}: v1.users.retrieve
  get /v2/users: users.list
  get /v2/teams: teams.list
  get /v2beta1/agents: beta.agents.list
a constant query:
  post /responses: responses.create
  post /responses/compact: responses.compact
  post /responses/compact?beta=true: beta.responses.compact
a name without a value in the query, which asks for a part of what stands there:
  get /buckets/{bucket}: buckets.retrieve
  get /buckets/{bucket}?acl: buckets.acl.retrieve
  put /buckets/{bucket}?acl: buckets.acl.update
  get /buckets/{bucket}?location: buckets.location
  get /buckets/{bucket}/keys/{key}?torrent: buckets.keys.torrent
the same words with and without a parameter between:
  get /users/repos: users.repos.list
  get /users/{id}/repos: users.repos.list_for_user
collections whose word is no plural:
  get /chart: chart.list
  post /chart: chart.create
  get /chart/{pk}: chart.retrieve
  get /chart/{pk}/annotation: chart.annotation.list
  get /chart/{pk}/annotation/{annotation_id}: chart.annotation.retrieve
what is found in two ways:
  get /proposals: proposals.list
  get /proposals/{proposal_id}: proposals.retrieve
  get /proposals/{hash}/{index}: proposals.retrieve_by_index
versions that go on by operation:
  get /v1/projects/{id}/env: projects.env.list
  get /v9/projects/{id}/env/{key}: projects.env.retrieve
  post /v10/projects/{id}/env: projects.env.create
  get /v1/projects: v1.projects.list
  get /v2/projects: projects.list
  delete /v1/projects/{id}: projects.delete
verbs that are no first word:
  put /accounts/{id}/attach_method: accounts.attach_method
  put /accounts/{id}/stripe_attach_method: accounts.stripe_attach_method
  put /accounts/{id}/unlink: accounts.unlink
  put /accounts/{id}/axfr-retrieve: accounts.axfr_retrieve
  put /accounts/{id}/flush: accounts.flush
  put /accounts/{id}/post: accounts.update_post
  put /accounts/{id}/idList: accounts.update_id_list
  get /accounts: accounts.list
a verb twice:
  post /nodes/applyPolicy: nodes.apply_policy
  post /nodes/{id}/applyPolicy: nodes.apply_policy_for_node
verbs with what they are done to after them:
  get /session/create/{name}: session.create
  get /session/get/{name}: session.get
  get /articles/get/{id}: articles.get
  get /articles/get/{id}/history: articles.get_history
  get /articles/search/{query}: articles.search_by_query
  post /articles/search: articles.search
  get /cargo/getRoute/{origin}-{destination}: cargo.get_route
  get /archive/delete: archive.delete
  get /archive/delete/network: archive.delete_network
  get /pattern/run/{run_ref}/route_type/{type}: pattern.run.route_type.retrieve
  get /pattern/run/{run_ref}: pattern.run.retrieve
a word that the next one repeats:
  post /links/link/confirm: links.confirm
  post /links/link/init: links.init
  get /news/news/{id}: news.retrieve
  get /locale/locales: locales.list
  get /profile/profile: profile.retrieve
  get /profile/name: profile.name
  get /teams/{id}/teams: teams.teams.list
  get /teams/{id}: teams.retrieve
  post /sync/sync: sync.sync
numbers as versions:
  get /api/2/users/{id}: users.retrieve
  get /api/2/users: users.list
  get /health: health.retrieve
one thing in the form of many:
  get /accounts/{id}/details: accounts.details
  get /accounts/{id}/settings: accounts.settings.retrieve
  put /accounts/{id}/settings: accounts.settings.update
  get /accounts: accounts.list
one thing in several forms:
  get /ip: ip.retrieve
  get /ip.txt: ip.retrieve_txt
  get /ip/{ipv4}: ip.retrieve_by_ipv4
  get /ip/{ipv4}.txt: ip.retrieve_by_ipv4_txt
  get /zone: zone.retrieve
the name of the resource again:
  get /structure/structure_data: structure.data
  get /structure/{id}: structure.retrieve
  get /orders/order_by_code: orders.order_by_code
  get /orders/{id}: orders.retrieve
what is no id:
  get /search/geometry/{query}: search.geometry.retrieve
  post /search/geometry/{query}: search.geometry.create
words with a dot:
  get /people: people.list
  get /people/{id}: people.retrieve
  get /people.geo: people.geo
letters that are escaped:
  get /listings/%40acme/all.json: listings.acme.all
  get /listings/{id}: listings.retrieve
all of it below a tenant:
  get /v1/accounts: accounts.list
  get /v1/accounts/{account_id}: accounts.retrieve
  get /v1/accounts/{account_id}/models: models.list
  post /v1/accounts/{account_id}/models: models.create
  get /v1/accounts/{account_id}/models/{model_id}: models.retrieve
  post /v1/accounts/{account_id}/models/{model_id}:prepare: models.prepare
  get /v1/accounts/{account_id}/datasets: datasets.list
  get /v1/accounts/{account_id}/users/{user_id}: users.retrieve
a tenant that the API is about:
  post /organizations: organizations.create
  get /organizations/{id}/members: organizations.members.list
  get /organizations/{id}/roles: organizations.roles.list
  get /organizations/{id}/domains: organizations.domains.list
a tenant beside its things:
  get /orgs/{org}/repos: orgs.repos.list
  get /orgs/{org}/teams: orgs.teams.list
  get /orgs/{org}/hooks: orgs.hooks.list
  get /orgs/{org}/hooks/{hook_id}: orgs.hooks.retrieve
  get /orgs/{org}/teams/{team_id}: orgs.teams.retrieve
  get /orgs/{org}/repos/{repo_id}: orgs.repos.retrieve
  delete /orgs/{org}/repos/{repo_id}: orgs.repos.delete
  delete /orgs/{org}/hooks/{hook_id}: orgs.hooks.delete
  delete /orgs/{org}/teams/{team_id}: orgs.teams.delete
  get /repos: repos.list
verbs before their nouns:
  post /create-agent: agents.create
  get /get-agent/{agent_id}: agents.retrieve
  get /list-agents: agents.list
  patch /update-agent/{agent_id}: agents.update
  delete /delete-agent/{agent_id}: agents.delete
  post /create-phone-number: phone_number.create
  delete /delete-phone-number/{phone_number}: phone_number.delete
  post /v2/list-calls: calls.list
  get /v2/get-call/{call_id}: calls.retrieve
  post /create-batch-test: create_batch_test
what the client itself does:
  post /v1/search: search
  get /introspect: introspect
  post /query: query
  get /list: list.retrieve
  get /health: health.retrieve
  post /rerankings: rerankings.create
  post /exports: exports.create
what is a verb and more:
  post /search: search.create
  get /search/{id}: search.retrieve
looked up by something else:
  get /users: users.list
  get /users/{id}: users.retrieve
  get /users/email/{email}: users.retrieve_by_email
  put /users/external_id/{external_id}: users.update_by_external_id
  get /users/{id}/role/{role}: users.role.retrieve
  get /orders/code/{code}: orders.code.retrieve
a verb that is a thing here:
  post /browsers/{id}/process/exec: browsers.process.exec
  post /browsers/{id}/process/spawn: browsers.process.spawn
  get /browsers/{id}/process/{process_id}/status: browsers.process.status
  post /orders/import/contacts: orders.import_contacts
  post /orders/import/leads: orders.import_leads
what has no words:
  get /: root.retrieve
  get /{key}: root.retrieve_item
  put /{key}: root.update
procedures of services:
  post /acme.users.v1.UserService/GetUser: user_service.get_user
  post /acme.users.v1.UserService/ListUsers: user_service.list_users
  post /acme.orders.v1.OrderService/CreateOrder: order_service.create_order
  post /acme.orders.v1.OrderService/CancelOrder: order_service.cancel_order
services of one name in two packages:
  post /acme.v1.UserService/GetUser: v1.user_service.get_user
  post /acme.v1.UserService/ListUsers: v1.user_service.list_users
  post /acme.v2.UserService/GetUser: v2.user_service.get_user
  post /acme.v2.UserService/ListUsers: v2.user_service.list_users
verbs and what they are done to, alone:
  post /get_rates: get_rates
  post /get_recent_changes: get_recent_changes
  post /delegate_fulfillment: delegate_fulfillment
  post /connect: connect
functions, actions and keys of OData:
  get /People: people.list
  get /People('{name}'): people.retrieve
  get /People/$count: people.count
  get /People('{name}')/Trips({id}): people.trips.retrieve
  get /People('{name}')/Acme.Trips.GetFavorite(): people.get_favorite
  post /People('{name}')/Acme.Trips.Share: people.share
  get /People/microsoft.graph.delta(): people.delta
  get /GetNearest(lat={lat},lon={lon}): get_nearest
  post /Trips({id})/Acme.Booking.Cancel: trips.cancel
  get /reports/getCounts(period='{period}'): reports.get_counts
  get /applications: applications.list
  get /applications/{id}: applications.retrieve
  get /applications(appId='{appId}'): applications.retrieve_by_app_id
  get /sheets/{id}/range(address='{address}')/format: sheets.range.format
letters of any script:
  get /größe/{id}: größe.retrieve
  get /用户: 用户.retrieve
  post /用户: 用户.create
"""


@pytest.mark.parametrize(("title", "table"), yaml.safe_load(TABLES).items())
def test_each_endpoint_is_where_a_reader_looks_for_it(title: str, table: dict[str, str]) -> None:
    asked = [Asked(*endpoint.split(" ", 1)) for endpoint in table]
    for given in (asked, asked[::-1]):
        assert {
            f"{placed.asked.verb} {placed.asked.path}": ".".join((*placed.resource, placed.key))
            for placed in place(given)
        } == table, title


def calls(*asked: Asked) -> list[str]:
    return [
        ".".join((*placed.resource, placed.key)) for placed in sorted(place(asked), key=lambda p: asked.index(p.asked))
    ]


def test_an_operation_id_names_the_verb_of_a_thing_that_is_not_a_collection() -> None:
    image = Asked("post", "/planets/{id}/image", "uploadImage")
    assert calls(image, Asked("get", "/planets")) == ["planets.upload_image", "planets.list"]


def test_an_operation_id_tells_two_operations_apart_before_a_number_does() -> None:
    one = Asked("put", "/pet", "updatePet")
    other = Asked("post", "/pet/{id}", "updatePetWithForm")
    item = Asked("get", "/pet/{id}", "getPetById")
    assert calls(one, other, item) == ["pet.update", "pet.update_with_form", "pet.retrieve"]


@pytest.mark.parametrize(
    "operation_id", ["GPUClusterService_List", "clusters/list", "clusters.list", "list_clusters_clusters_get"]
)
def test_a_service_before_an_operation_id_and_a_path_after_it_say_nothing(operation_id: str) -> None:
    assert calls(Asked("get", "/clusters", operation_id), Asked("get", "/x")) == ["clusters.list", "x.retrieve"]


def test_the_answer_tells_a_list_from_a_single_thing() -> None:
    many = Asked("get", "/inventory", gives=Gives.MANY)
    one = Asked("get", "/settings", gives=Gives.ONE)
    assert calls(many, one) == ["inventory.list", "settings.retrieve"]


def test_a_whole_whose_answer_is_no_item_is_a_list_of_what_is_made_there() -> None:
    """As FHIR has it: a search of patients gives a bundle, be that one thing."""
    bundle = Asked("get", "/Patient", gives=Gives.ONE, answer="#/components/schemas/Bundle")
    item = Asked("get", "/Patient/{id}", gives=Gives.ONE, answer="#/components/schemas/Patient")
    made = Asked("post", "/Patient")
    assert calls(bundle, item, made) == ["patient.list", "patient.retrieve", "patient.create"]
    same = Asked("get", "/Patient", gives=Gives.ONE, answer=item.answer)
    assert calls(same, item, made)[0] == "patient.retrieve"
    assert calls(bundle, item)[0] == "patient.retrieve"


def test_what_holds_many_does_so_wherever_it_is_the_answer() -> None:
    """The versions of a patient are a bundle as well, and one of them is a patient."""
    item = "#/components/schemas/Patient"
    bundle = Asked("get", "/Patient", gives=Gives.ONE, answer="#/components/schemas/Bundle")
    patients = bundle, Asked("get", "/Patient/{id}", gives=Gives.ONE, answer=item), Asked("post", "/Patient")
    versions = Asked("get", "/Patient/{id}/_history", gives=Gives.ONE, answer=bundle.answer)
    version = Asked("get", "/Patient/{id}/_history/{version_id}", gives=Gives.ONE, answer=item)
    assert calls(*patients, versions, version)[3:] == ["patient.history.list", "patient.history.retrieve"]


def test_an_operation_id_says_what_a_query_or_a_put_is() -> None:
    people = Asked("query", "/people", "searchPeople"), Asked("query", "/places"), Asked("get", "/people")
    assert calls(*people) == ["people.search", "places.query", "people.list"]
    rooms = [
        Asked(verb, "/rooms/{room}", f"Rooms_{word}") for verb, word in (("put", "CreateOrUpdate"), ("get", "Get"))
    ]
    assert calls(*rooms) == ["rooms.create_or_update", "rooms.retrieve"]
    assert calls(Asked("get", "/mtls")) == ["mtls.retrieve"]


def test_one_thing_beside_things_of_its_name_is_no_list() -> None:
    own, by_name = Asked("get", "/user", "getUser", gives=Gives.ONE), Asked("get", "/user/{login}", gives=Gives.ONE)
    assert calls(own, by_name) == ["user.retrieve", "user.retrieve_item"]
    listed = Asked("get", "/geometry", "geometry_list", gives=Gives.ONE)
    assert calls(listed, Asked("get", "/geometry/{id}", "geometry_retrieve")) == ["geometry.list", "geometry.retrieve"]


@pytest.mark.parametrize("word", ["card", "cards", "settings"])
@pytest.mark.parametrize("gives", [Gives.ONE, Gives.UNKNOWN])
def test_one_thing_beside_a_part_of_it_is_no_list(word: str, gives: Gives) -> None:
    whole, part = Asked("get", f"/x/{{id}}/{word}", gives=gives), Asked("get", f"/x/{{id}}/{word}/{{field}}")
    named = ["list", "retrieve"] if word == "cards" else ["retrieve", "retrieve_by_field"]
    assert calls(whole, part, Asked("get", "/x"))[:2] == [f"x.{word}.{name}" for name in named]


def test_what_is_many_in_its_form_and_answer_is_a_list() -> None:
    settings = Asked("get", "/fields/{id}/settings", gives=Gives.MANY), Asked("get", "/fields")
    assert calls(*settings) == ["fields.settings.list", "fields.list"]


def test_one_answer_that_is_called_as_many_is_retrieved() -> None:
    teams = Asked("get", "/teams/{id}", gives=Gives.ONE)
    members = Asked("get", "/teams/{id}/members", gives=Gives.ONE)
    events = Asked("get", "/teams/{id}/export_events", gives=Gives.ONE)
    logo = Asked("get", "/teams/{id}/logo", gives=Gives.ONE)
    assert calls(teams, members, events, logo) == [
        "teams.retrieve",
        "teams.retrieve_members",
        "teams.export_events",
        "teams.logo",
    ]


def test_words_that_a_path_writes_together_are_apart_where_operation_ids_have_them_apart() -> None:
    claims, one = "/persistentvolumeclaims", "/persistentvolumeclaims/{name}"
    assert calls(
        Asked("get", claims, "listPersistentVolumeClaim", gives=Gives.MANY),
        Asked("get", one, "readPersistentVolumeClaim"),
    ) == ["persistent_volume_claims.list", "persistent_volume_claims.retrieve"]
    assert calls(Asked("get", "/permissionpolicies", tag="Permission Policy", gives=Gives.MANY)) == [
        "permission_policies.list"
    ]


def test_words_that_are_said_as_one_somewhere_stay_one() -> None:
    here, there = Asked("get", "/workspaces", "listWorkSpaces"), Asked("get", "/workspaces/{id}", "getWorkspace")
    assert calls(here, there) == ["workspaces.list", "workspaces.retrieve"]
    assert calls(Asked("get", "/webhooks", "listWebHooks")) == ["webhooks.list"]


def test_a_tag_is_the_resource_that_paths_call_so() -> None:
    listed = Asked("get", "/manufacturing_orders", tag="Manufacturing Order")
    one = Asked("get", "/manufacturing_orders/{id}", tag="Manufacturing Order")
    more = [Asked("post", f"/manufacturing_order_{word}", tag="Manufacturing Order") for word in ("unlink", "close")]
    other = Asked("get", "/x", tag="X")
    assert calls(listed, one, *more, other)[2:4] == ["manufacturing_orders.unlink", "manufacturing_orders.close"]


def test_many_by_a_parameter_that_names_another_thing_are_a_list() -> None:
    buckets = Asked("get", "/buckets"), Asked("get", "/buckets/{cluster_id}", gives=Gives.MANY)
    found = Asked("get", "/buckets/{bucket_id}/keys/{id}", gives=Gives.MANY)
    assert calls(*buckets, found) == ["buckets.list", "buckets.list_by_cluster_id", "buckets.keys.list"]


@pytest.mark.parametrize(
    "operation_id", ["updatePayable", "updatePayable_2", "updatePayableUsingPUT", "updatePayableUsingPUT_1"]
)
def test_what_a_framework_appends_to_an_operation_id_says_nothing(operation_id: str) -> None:
    taken = Asked("put", "/finance/payables/{id}", "other")
    asked = Asked("put", "/finance/{id}/payables/{number}", operation_id)
    assert calls(taken, asked) == ["finance.payables.update", "finance.payables.update_for_finance"]
    assert calls(Asked("put", "/a/{id}", "x"), Asked("put", "/a/{b}/{id}", operation_id))[1] == "a.update_payable"


def test_a_put_that_creates_what_can_be_asked_for_is_a_create() -> None:
    rules = (
        Asked("put", "/rules", "createRule"),
        Asked("post", "/rules/{id}", "updateRule"),
        Asked("get", "/rules/{id}"),
    )
    assert calls(*rules) == ["rules.create", "rules.update", "rules.retrieve"]


def test_the_verb_of_an_operation_id_that_is_the_word_of_the_path_is_the_method() -> None:
    silence = Asked("put", "/users/{id}/silence", "silenceUser")
    errors = Asked("get", "/users/importErrors", "import_errors", gives=Gives.ONE)
    assert calls(silence, errors, Asked("get", "/users")) == ["users.silence", "users.import_errors", "users.list"]


def test_paths_that_say_what_is_done_to_what_are_procedures_with_any_verb() -> None:
    words = ("createPad", "deletePad", "listPads", "getText")
    asked = [
        Asked(verb, f"/{word}", f"{word}Using{verb.upper()}", tag="pad") for word in words for verb in ("get", "post")
    ]
    names = ["create_pad", "delete_pad", "list_pads", "get_text"]
    assert calls(*asked) == [f"pad.{name}{end}" for name in names for end in ("_get", "")]


def test_lone_words_are_gathered_under_their_tag() -> None:
    words = [Asked("get", f"/{word}", tag="Service") for word in ("healthz", "livez")]
    assert calls(*words, Asked("get", "/users", tag="Users")) == ["service.healthz", "service.livez", "users.list"]


def test_parents_of_a_tag_come_before_the_words_of_the_path() -> None:
    books = Asked("get", "/books", tag="books", above=("shop", "products"))
    assert calls(books, Asked("get", "/shop/orders")) == ["shop.products.books.list", "shop.orders.list"]


def test_a_method_gives_way_to_a_resource_of_its_name() -> None:
    login = Asked("post", "/session:login")
    below = Asked("get", "/session/login/{id}")
    assert calls(login, below) == ["session.login_post", "session.login.retrieve"]
