import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.errors import InvalidError
from ingest.scan import printable, scan

NOBODY = 65534


def make(folder: Path, *names: str, text: str = "Anna Lind spoke.\n") -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def relatives(found) -> list[str]:
    return [file.source.relative for file in found.files]


def failures(found) -> dict[str, str]:
    return {failure.source.relative: failure.reason for failure in found.failures}


@contextmanager
def as_nobody() -> Iterator[Path]:
    """A folder of one who is not root: root may read everything."""
    user = os.geteuid()
    with tempfile.TemporaryDirectory() as folder:
        if user == 0:
            os.chown(folder, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield Path(folder)
        finally:
            os.seteuid(user)


@pytest.mark.parametrize("absolute", [True, False])
def test_every_file_of_a_folder_is_found_once_in_order(tmp_path, monkeypatch, absolute):
    make(tmp_path / "case", "b.txt", "a.txt", "deep/er/c.md", "d.html")
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "case" if absolute else Path("case")
    found = scan([root, root / "a.txt", root])
    assert relatives(found) == ["a.txt", "b.txt", "d.html", "deep/er/c.md"]
    assert [file.source.path for file in found.files] == [str(root / name) for name in relatives(found)]
    assert {file.source.collection for file in found.files} == {"case"}
    assert found.failures == []


def test_a_folder_whose_name_is_no_text_names_a_collection_that_can_be_stored(tmp_path):
    folder = make(tmp_path / os.fsdecode(b"f\xe4lle"), "a.txt")
    (file,) = scan([folder]).files
    assert (file.source.collection, file.source.relative) == ("f\\xe4lle", "a.txt")


def test_a_file_is_found_with_its_type_and_size(tmp_path):
    make(tmp_path, "a.txt", text="Анна")
    (file,) = scan([tmp_path / "a.txt"]).files
    assert (file.media_type, file.size, file.path) == ("text/plain", 8, tmp_path / "a.txt")
    assert file.source.collection == tmp_path.name


def test_hidden_files_and_manifests_are_no_documents(tmp_path):
    make(tmp_path, "a.txt", ".hidden.txt", ".git/b.txt", "sub/.c.txt")
    (tmp_path / "collection.toml").write_text('name = "leeds"')
    found = scan([tmp_path])
    assert relatives(found) == ["a.txt"]
    assert found.failures == []


def test_links_are_paths_of_their_own(tmp_path):
    """The same bytes under two paths are two documents; a link to a folder might lead in a circle."""
    case = make(tmp_path / "case", "a.txt", "sub/c.txt")
    (case / "link.txt").symlink_to(case / "a.txt")
    (case / "circle").symlink_to(case)
    (case / "lost.txt").symlink_to(case / "nothing.txt")
    found = scan([case])
    assert relatives(found) == ["a.txt", "link.txt", "sub/c.txt"]
    assert failures(found) == {"lost.txt": "No such file or directory"}


def test_what_is_no_ordinary_file_is_named(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert failures(scan([tmp_path])) == {"pipe.txt": "it is no ordinary file"}


def test_what_nobody_may_read_is_named(tmp_path):
    with as_nobody() as folder:
        make(folder, "a.txt", "closed/b.txt")
        (folder / "closed").chmod(0)
        found = scan([folder])
        (folder / "closed").chmod(0o700)
    assert relatives(found) == ["a.txt"]
    assert failures(found) == {"closed": "Permission denied"}


def test_a_folder_whose_files_can_be_listed_and_no_more_is_named(tmp_path):
    with as_nobody() as folder:
        make(folder, "a.txt", "closed/b.txt")
        (folder / "closed").chmod(0o400)
        found = scan([folder])
        (folder / "closed").chmod(0o700)
    assert relatives(found) == ["a.txt"]
    assert failures(found) == {"closed": "Permission denied"}


@pytest.mark.parametrize(
    ("name", "size", "reason", "skipped"),
    [
        ("photo.jpg", 10, "no reader for .jpg files", True),
        ("README", 10, "no reader for files without a suffix", True),
        ("long.txt", 2 * 1024 * 1024 + 1, "larger than 2 MB", False),
    ],
)
def test_files_that_are_not_read_have_reason_and_remedy(tmp_path, name, size, reason, skipped):
    make(tmp_path, "good.txt")
    make(tmp_path, name, text="x" * size)
    found = scan([tmp_path], max_bytes=2 * 1024 * 1024)
    (failure,) = found.failures
    assert relatives(found) == ["good.txt"]
    assert (failure.reason, failure.skipped) == (reason, skipped)
    assert failure.source.path == str(tmp_path / name)
    assert failure.remedy
    if not skipped:
        assert "STENOGRAM_MAX_FILE_MB" in failure.remedy


def test_a_file_of_the_largest_size_is_read(tmp_path):
    make(tmp_path, "a.txt", text="x" * 1024)
    assert relatives(scan([tmp_path], max_bytes=1024)) == ["a.txt"]


def test_a_file_without_a_reader_that_was_asked_for_is_a_fault(tmp_path):
    make(tmp_path, "photo.jpg")
    (failure,) = scan([tmp_path / "photo.jpg"]).failures
    assert not failure.skipped


def test_folders_may_be_nested_deeper_than_python_recurses(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        os.mkdir("d")  # noqa: PTH102 - a path that long could not be named from the top
        os.chdir("d")
    os.chdir(tmp_path)
    deepest = "/".join(["d"] * 1200)
    (tmp_path / deepest / "a.txt").write_text("Anna Lind")
    assert relatives(scan([tmp_path])) == [f"{deepest}/a.txt"]
    _remove_chain(tmp_path, 1200)


def _remove_chain(folder: Path, depth: int) -> None:
    """Pytest clears its folders with a function that recurses."""
    (folder / "/".join(["d"] * depth) / "a.txt").unlink()
    for n in range(depth, 0, -1):
        (folder / "/".join(["d"] * n)).rmdir()


# --- Collections ---


def test_a_folder_with_a_manifest_is_a_collection_of_its_own(tmp_path):
    make(tmp_path / "all", "a.txt", "leeds/b.txt", "leeds/deep/c.txt")
    (tmp_path / "all/leeds/collection.toml").write_text(
        'name = "leeds-1871"\ntitle = "Leeds"\n[documents."deep/*"]\nplace = "Leeds"'
    )
    found = scan([tmp_path / "all"])
    assert [(f.source.collection, f.source.relative) for f in found.files] == [
        ("all", "a.txt"),
        ("leeds-1871", "b.txt"),
        ("leeds-1871", "deep/c.txt"),
    ]
    assert {name: manifest.title for name, manifest in found.manifests.items()} == {
        "all": "",
        "leeds-1871": "Leeds",
    }


def test_a_name_for_all_leaves_each_folder_its_facts(tmp_path):
    for name in ("one", "two"):
        make(tmp_path / name, f"{name}.txt")
        (tmp_path / name / "collection.toml").write_text(f'[defaults]\nplace = "{name}"')
    found = scan([tmp_path], collection="both")
    places = {
        file.source.relative: file.manifest.bibliography_for(file.source.relative).place
        for file in found.files
    }
    assert places == {"one.txt": "one", "two.txt": "two"}
    assert {file.source.collection for file in found.files} == set(found.manifests) == {"both"}


def test_a_broken_manifest_stops_its_own_collection_only(tmp_path):
    make(tmp_path, "a.txt", "broken/b.txt", "broken/deep/c.txt", "zebra/d.txt")
    (tmp_path / "broken/collection.toml").write_text("name = [")
    found = scan([tmp_path])
    assert relatives(found) == ["a.txt", "zebra/d.txt"]
    (failure,) = found.failures
    assert failure.source.path == str(tmp_path / "broken/collection.toml")
    assert "no valid TOML" in failure.reason
    assert failure.remedy == "Correct the line that it names. No file of this collection was read."
    assert not failure.skipped


def test_a_path_that_does_not_exist_is_wrong_use(tmp_path):
    with pytest.raises(InvalidError, match=r"nothing\.txt does not exist"):
        scan([make(tmp_path, "a.txt"), tmp_path / "nothing.txt"])


def test_a_name_that_is_no_text_can_be_stored(tmp_path):
    name = os.fsdecode(b"r\xe9sum\xe9.txt")
    make(tmp_path, name)
    (file,) = scan([tmp_path]).files
    assert file.source.relative == printable(name) == r"r\xe9sum\xe9.txt"
    assert file.source.relative.encode("utf-8")
    assert file.path.read_text(encoding="utf-8")
