"""The OpenAPI document tells the truth: schemathesis asks what it describes, and more."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

OPERATIONS = {
    "/api/v1/search",
    "/api/v1/passages/{passage}",
    "/api/v1/documents",
    "/api/v1/documents/{document}",
    "/api/v1/persons",
    "/api/v1/persons/{person}",
    "/api/v1/persons/{person}/passages",
    "/api/v1/persons/{person}/movements",
    "/api/v1/names",
    "/api/v1/passages",
    "/api/v1/decisions",
    "/api/v1/decisions/{number}",
    "/api/v1/status",
    "/healthz",
    "/readyz",
}
# They take what names a person, which a schema cannot say.
TAKE_NAMES = ("/api/v1/names", "/api/v1/passages", "/api/v1/persons/{person}/passages")

# What changes something; asked in test_api_decisions.
WRITING = {("/api/v1/decisions", "post"), ("/api/v1/decisions/{number}/undo", "post")}


def operations(document):
    """All operations by (path, method)."""
    return {(path, method): one for path, item in document["paths"].items() for method, one in item.items()}


@pytest.fixture(scope="module")
def document(client):
    return client.get("/api/v1/openapi.json").json()


def test_every_endpoint_is_documented(document):
    assert set(operations(document)) == {(path, "get") for path in OPERATIONS} | WRITING
    for operation in operations(document).values():
        assert operation["description"]
        assert all(
            parameter.get("description")
            for parameter in operation.get("parameters", ())
            if parameter["in"] == "query"
        )


def test_every_model_is_explained(document):
    for name, schema in document["components"]["schemas"].items():
        assert schema.get("description") or "enum" in schema, name


def test_every_plain_field_has_an_example(document):
    for name, schema in document["components"]["schemas"].items():
        for field, about in schema.get("properties", {}).items():
            plain = about.get("type") in ("string", "integer", "number", "boolean")
            assert "examples" in about or not plain, f"{name}.{field}"


def test_the_key_is_described_where_one_is_asked_for(document, trial, connect):
    assert "security" not in document
    client = connect(trial.service, key="secret")
    keyed = client.get("/api/v1/openapi.json", headers={"authorization": "Bearer secret"}).json()
    assert keyed["security"] == [{"key": []}]
    assert keyed["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    open_to_all = {path for (path, _), one in operations(keyed).items() if one.get("security") == []}
    assert open_to_all == {"/healthz", "/readyz"}


def test_all_errors_are_problems(document):
    for operation in operations(document).values():
        for status, answer in operation["responses"].items():
            media = "application/json" if status in ("200", "201") else "application/problem+json"
            assert list(answer["content"]) == [media]


@pytest.fixture(scope="module")
def schema(address):
    return schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")


@pytest.mark.parametrize("path", sorted(OPERATIONS))
def test_answers_are_as_described(schema, path):
    @settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=schema[path]["GET"].as_strategy())
    def check(case):
        # A made-up cursor is of the right shape and refused all the same.
        made_up = [positive_data_acceptance] if "cursor" in (case.query or {}) or path in TAKE_NAMES else []
        case.call_and_validate(excluded_checks=made_up)

    check()
