"""The secrets of docker-compose.yml: made once, each for one user, and found by the app."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from stenogram.settings import Settings, load_settings
from tests.deployment.compose import (
    FILE,
    SECRETS,
    app_image,
    environment,
    make_secrets,
    secrets_named,
    servers,
    services,
    user_of,
)

NOT_ROOT = "only root can give a file to another user"

SERVICES = sorted(services())
SERVERS = sorted(servers())


def app_settings(monkeypatch: pytest.MonkeyPatch, folder: Path, **given: str) -> Settings:
    """The settings of the app's container, with the secrets of a folder."""
    for name in [name for name in os.environ if name.startswith("STENOGRAM_")]:
        monkeypatch.delenv(name)
    for name, value in (app_image().environment | environment("app", given)).items():
        if name.startswith("STENOGRAM_"):
            monkeypatch.setenv(name, value.replace(SECRETS, str(folder)))
    return load_settings()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The volume of secrets after the first start."""
    if os.geteuid() != 0:
        pytest.skip(NOT_ROOT)
    make_secrets(tmp_path)
    return tmp_path


def test_the_app_finds_its_servers_and_secrets(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    settings = app_settings(monkeypatch, folder)
    catalogue = make_url(settings.catalogue)
    secret = {path.name: path.read_text().strip() for path in folder.iterdir()}
    assert settings.engine_addresses == ("http://elasticsearch:9200",)
    assert (settings.engine_user, catalogue.host, catalogue.password) == ("elastic", "postgres", None)
    assert settings.engine_password.get_secret_value() == secret["elasticsearch_password"]
    assert settings.catalogue_password.get_secret_value() == secret["postgres_password"]
    assert (settings.host, settings.key) == ("0.0.0.0", secret["stenogram_access_key"])
    database = environment("postgres")
    assert (catalogue.username, catalogue.database) == (database["POSTGRES_USER"], database["POSTGRES_DB"])


def test_a_key_that_is_given_goes_first(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    assert app_settings(monkeypatch, folder, STENOGRAM_ACCESS_KEY="lantern-reef").key == "lantern-reef"


# --- Secrets ---


def test_secrets_are_made_for_one_user_each(folder: Path) -> None:
    owners = {path.name: (path.stat().st_uid, oct(path.stat().st_mode & 0o777)) for path in folder.iterdir()}
    assert owners == {
        "elasticsearch_password": (1000, "0o400"),
        "postgres_password": (999, "0o400"),
        "stenogram_access_key": (10001, "0o400"),
        "stenogram_catalogue_password": (10001, "0o400"),
        "stenogram_engine_password": (10001, "0o400"),
    }


def test_secrets_are_random_and_kept(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    first = {path.name: path.read_text() for path in folder.iterdir()}
    make_secrets(folder)
    assert {path.name: path.read_text() for path in folder.iterdir()} == first
    other = tmp_path_factory.mktemp("other")
    make_secrets(other)
    assert not {path.read_text() for path in other.iterdir()} & set(first.values())
    assert len(set(first.values())) == 3
    assert all(re.fullmatch(r"[0-9a-f]{32}\n", secret) for secret in first.values())


@pytest.mark.parametrize("lost", ["stenogram_engine_password", "elasticsearch_password"])
def test_a_pair_that_a_kill_left_half_is_made_anew(folder: Path, lost: str) -> None:
    (folder / lost).unlink()
    (folder / f".{lost}").write_text("half")
    make_secrets(folder)
    ours, its = folder / "stenogram_engine_password", folder / "elasticsearch_password"
    assert ours.read_text() == its.read_text()
    assert not (folder / f".{lost}").exists()


@pytest.mark.parametrize("name", SERVERS)
def test_a_service_reads_its_own_secrets_and_no_others(name: str) -> None:
    if os.geteuid() != 0:
        pytest.skip(NOT_ROOT)
    user, group = map(int, user_of(name).split(":"))
    # Not below pytest's own folder, which is closed to other users.
    folder = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip())
    try:
        folder.chmod(0o755)
        make_secrets(folder)
        read = {
            path.name
            for path in folder.iterdir()
            if subprocess.run(
                ["cat", path], user=user, group=group, extra_groups=[], capture_output=True
            ).stdout
        }
        own = "stenogram" if name == "app" else name
        assert read == {path.name for path in folder.iterdir() if path.name.startswith(f"{own}_")}
        assert set(secrets_named(services()[name])) <= read
    finally:
        shutil.rmtree(folder)


def test_every_secret_that_is_named_is_made(folder: Path) -> None:
    assert set(secrets_named(FILE.read_text(encoding="utf-8"))) <= {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_has_a_value(name: str) -> None:
    for variable, value in environment(name).items():
        if re.search(r"PASSWORD|KEY|SECRET|TOKEN", variable):
            assert value == "" or value.startswith(SECRETS), variable


def test_no_address_holds_a_password() -> None:
    assert re.findall(r"://[^/\s@]*:[^/\s@]*@", FILE.read_text(encoding="utf-8")) == []
