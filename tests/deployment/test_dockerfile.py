"""The Dockerfile: its steps, carried out in a clean folder, make a Stenogram that serves."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from corpus.catalogue.catalogue import Catalogue
from search.api import health
from search.engines.elastic import Connection, ElasticEngine
from stenogram.settings import Settings, settings_table
from tests.deployment.base import base_environment
from tests.deployment.compose import app_image, make_secrets, services
from tests.deployment.dockerfile import ROOT, Image, context_files, make_image, read_instructions, read_stages
from tests.servers.fixtures import ElasticsearchServer

NOT_ROOT = "only root can carry out the steps of an image"
NO_DOCKER = "no Docker engine"

TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")


# --- What is written ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# no\nFROM a:1 AS b\n", [("FROM", {}, "a:1 AS b")]),
        ("COPY --from=b /x /y", [("COPY", {"from": "b"}, "/x /y")]),
        ("RUN a \\\n  b", [("RUN", {}, "a   b")]),
        ('HEALTHCHECK --retries=3 CMD ["a"]', [("HEALTHCHECK", {"retries": "3"}, 'CMD ["a"]')]),
    ],
)
def test_dockerfiles_are_read(text: str, expected: list[tuple[str, dict[str, str], str]]) -> None:
    assert [(one.word, one.options, one.text) for one in read_instructions(text)] == expected


def test_the_context_is_what_is_installed_and_no_more() -> None:
    files = context_files(ROOT)
    assert {name.split("/")[0] for name in files} == {
        *("LICENSE", "README.md", "constraints.txt", "pyproject.toml"),
        *("corpus", "ingest", "search", "stenogram"),
    }
    assert not [name for name in files if "__pycache__" in name or name.endswith(".pyc")]
    assert "corpus/sample/collection.toml" in files


def test_images_have_a_version_that_the_constraints_are_made_for() -> None:
    python = re.search(r"^oldest=(\d+\.\d+)", (ROOT / "tools" / "pin-constraints").read_text(), re.MULTILINE)
    assert python
    assert {stage.base for stage in read_stages(TEXT)} == {f"python:{python[1]}-slim-bookworm"}


def test_nothing_is_installed_into_the_image_itself() -> None:
    steps = " ".join(one.text for one in app_image().all("RUN"))
    assert re.findall(r"apt|pip|gcc|curl", steps) == []


def test_extras_are_installed_where_they_are_asked_for() -> None:
    build = read_stages(TEXT)[0]
    assert [one.text for one in build.all("ARG")] == ["EXTRAS="]
    assert '".$EXTRAS"' in build.all("RUN")[-1].text


def test_the_user_is_a_number_and_not_root() -> None:
    assert re.fullmatch(r"[1-9]\d{4}:[1-9]\d{4}", app_image().last("USER")[0])


def test_variables_are_settings() -> None:
    named = {name for name in app_image().environment if name.startswith("STENOGRAM_")}
    assert named <= {row.variable for row in settings_table()}


def test_the_port_and_the_health_check_are_those_of_the_code() -> None:
    paths = {route.path for route in health.create_router(None).routes}
    check = app_image().health_check[-1]
    assert set(re.findall(r"'(/\w+)'", check)) <= paths
    assert {*re.findall(r"\b\d{4}\b", check), *app_image().last("EXPOSE")} == {
        str(Settings.model_fields["port"].default)
    }


# --- What comes of it ---


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    """The image, made as the Dockerfile says; a minute or two."""
    if os.geteuid() != 0:
        pytest.skip(NOT_ROOT)
    # Not below pytest's own folder, which is closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="stenogram-image-"))
    folder.chmod(0o755)
    try:
        base = base_environment(folder / "base", int(app_image().last("USER")[0].split(":")[0]))
        yield make_image(read_stages(TEXT), folder / "image", base)
    finally:
        shutil.rmtree(folder)


def test_the_entry_point_is_the_command_line(image: Image) -> None:
    status, printed = image.run(*app_image().last("ENTRYPOINT"), "--help")
    assert (status, "stenogram [OPTIONS] COMMAND" in printed) == (0, True), printed


def test_the_default_command_wants_a_key(image: Image) -> None:
    status, printed = image.run(*app_image().last("ENTRYPOINT"), *app_image().last("CMD"))
    assert (status, "STENOGRAM_ACCESS_KEY" in printed) == (2, True), printed


def test_only_what_runs_is_installed_at_the_pinned_versions(image: Image) -> None:
    status, printed = image.run("python", "-m", "pip", "freeze", "--exclude", "stenogram")
    installed = set(printed.lower().replace("-", "_").split())
    pinned = {line.lower().replace("-", "_") for line in (ROOT / "constraints.txt").read_text().split()}
    assert status == 0
    assert installed <= pinned
    left_out = {"pytest", "mypy", "ruff", "playwright", "slovnet"}
    assert not {line.split("==")[0] for line in installed} & left_out


def test_every_file_of_the_packages_is_installed(image: Image) -> None:
    """Data files and packages that pyproject.toml does not name would be missing here alone."""
    status, printed = image.run("python", "-c", "import corpus; print(corpus.__path__[0])")
    assert status == 0
    installed = Path(printed.strip()).parent
    sent = [name for name in context_files(ROOT) if "/" in name]
    assert [name for name in sent if not (installed / name).is_file()] == []


def test_the_user_writes_to_the_data_folder_alone(image: Image) -> None:
    status, printed = image.run("find", str(image.root), "-writable", "-not", "-type", "l")
    assert (status, printed.split()) == (0, [str(image.path(app_image().last("VOLUME")[0]))])


@pytest.fixture(scope="module")
def secrets(image: Image) -> Path:
    """A folder of secrets, as the service `secrets` makes it."""
    folder = image.root.with_name("secrets")
    folder.mkdir(mode=0o755)
    make_secrets(folder)
    return folder


@contextmanager
def running(image: Image, port: int, **variables: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The app of docker-compose.yml in its image, as soon as its health check says so: its address."""
    variables = {"STENOGRAM_PORT": str(port), "STENOGRAM_WORKERS": "2", **variables}
    process = image.start([*app_image().last("ENTRYPOINT"), *services()["app"]["command"]], **variables)
    try:
        deadline = time.monotonic() + 120
        while image.run(*app_image().health_check, **variables)[0] != 0:
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < deadline, "not healthy in two minutes"
        yield f"http://127.0.0.1:{port}", process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=30)


def found(address: str, key: str) -> int:
    """How many passages of the sample collection speak of a lamp."""
    bearer = {"authorization": f"Bearer {key}"}
    answer = httpx.get(f"{address}/api/v1/search", params={"q": "lamp"}, headers=bearer)
    return int(answer.json()["total"])


def test_without_a_server_the_health_check_fails(image: Image, free_port: int) -> None:
    assert image.run(*app_image().health_check, STENOGRAM_PORT=str(free_port))[0] != 0


def test_the_sample_collection_is_served_to_who_has_the_key(
    image: Image, secrets: Path, free_port: int
) -> None:
    key = (secrets / "stenogram_access_key").read_text().strip()
    with running(image, free_port, STENOGRAM_SECRETS=str(secrets)) as (address, _):
        assert httpx.get(f"{address}/").status_code == 401
        assert httpx.get(f"{address}/readyz").status_code == 200
        assert httpx.get(f"{address}/", auth=("anybody", key)).status_code == 200
        assert found(address, key) > 0


def test_it_fills_real_servers_once_and_then_serves_at_once(
    image: Image,
    free_port: int,
    tmp_path: Path,
    elasticsearch: ElasticsearchServer,
    postgresql_database: str,
) -> None:
    variables = {
        "STENOGRAM_ENGINE": elasticsearch.url,
        "STENOGRAM_ENGINE_USER": elasticsearch.user,
        "STENOGRAM_ENGINE_PASSWORD": elasticsearch.password,
        "STENOGRAM_CATALOGUE": postgresql_database,
        "STENOGRAM_ACCESS_KEY": "lantern-reef",
    }
    try:
        with running(image, free_port, **variables) as (address, process):
            first = found(address, "lantern-reef")
            os.killpg(process.pid, signal.SIGTERM)
            assert "Read the sample collection" in process.communicate(timeout=30)[0]
        with running(image, free_port, **variables) as (address, process):
            assert found(address, "lantern-reef") == first > 0
            os.killpg(process.pid, signal.SIGTERM)
            assert "Read the sample collection" not in process.communicate(timeout=30)[0]
    finally:
        delete_indexes(elasticsearch, tmp_path, postgresql_database)


def delete_indexes(server: ElasticsearchServer, folder: Path, catalogue: str) -> None:
    """What a catalogue has left on a server."""
    with closing(Catalogue.create(folder, catalogue)) as opened:
        engine = ElasticEngine(
            Connection(server.addresses, user=server.user, password=server.password), opened.identity()
        )
        for generation in engine.generations():
            engine.drop(generation)
        engine.close()


# --- With an engine ---


def test_docker_builds_it() -> None:
    if not shutil.which("docker") or subprocess.run(["docker", "info"], capture_output=True).returncode != 0:
        pytest.skip(NO_DOCKER)
    built = subprocess.run(["docker", "build", "--quiet", ROOT], capture_output=True, encoding="utf-8")
    assert built.returncode == 0, built.stderr
    confined = ["--rm", "--read-only", "--cap-drop=ALL", "--network=none"]
    ran = subprocess.run(["docker", "run", *confined, built.stdout.strip(), "--help"], capture_output=True)
    assert ran.returncode == 0, ran.stderr
