"""The Dockerfile as values, and its steps carried out in a folder, for machines without a Docker engine.

What a stage makes (its folders at the root) lies in that folder instead; the rest, the base image with its
Python, is the machine that the tests run on.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docker.utils.build import exclude_paths

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Instruction:
    """A line of a Dockerfile, continued ones joined: `COPY`, its options by name, and the rest."""

    word: str
    options: dict[str, str]
    text: str

    @property
    def words(self) -> list[str]:
        """The rest in words, written as JSON or plainly."""
        return json.loads(self.text) if self.text.startswith("[") else shlex.split(self.text)


@dataclass(frozen=True, slots=True)
class Stage:
    """A base image and what is done to it."""

    base: str
    name: str
    instructions: tuple[Instruction, ...]

    def all(self, word: str) -> list[Instruction]:
        """The instructions of one kind."""
        return [one for one in self.instructions if one.word == word]

    def last(self, word: str) -> list[str]:
        """The words of the last instruction of one kind, which is the one that counts."""
        return self.all(word)[-1].words

    @property
    def environment(self) -> dict[str, str]:
        """The variables that it sets."""
        return dict(word.split("=", 1) for one in self.all("ENV") for word in one.words)

    @property
    def health_check(self) -> list[str]:
        """The command of its HEALTHCHECK."""
        return json.loads(self.all("HEALTHCHECK")[-1].text.removeprefix("CMD").strip())


def read_stages(text: str) -> list[Stage]:
    """The stages of a Dockerfile, in order."""
    stages: list[Stage] = []
    for one in read_instructions(text):
        if one.word == "FROM":
            base, _, name = one.text.partition(" AS ")
            stages.append(Stage(base, name, ()))
        else:
            last = stages.pop()
            stages.append(Stage(last.base, last.name, (*last.instructions, one)))
    return stages


def read_instructions(text: str) -> Iterator[Instruction]:
    """The instructions of a Dockerfile, without its comments."""
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for line in filter(None, lines.replace("\\\n", "").splitlines()):
        word, _, rest = line.partition(" ")
        options = re.match(r"(?:--\S+ +)*", rest.strip())
        given = dict(option[2:].split("=", 1) for option in (options[0].split() if options else ()))
        yield Instruction(word, given, rest.strip()[options.end() if options else 0 :].strip())


def context_files(folder: Path) -> list[str]:
    """The files that `docker build` would send, as .dockerignore has it."""
    patterns = (folder / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in patterns if line and not line.startswith("#")]
    # These two are sent in any case, but no COPY sees them.
    files = exclude_paths(str(folder), rules) - {"Dockerfile", ".dockerignore"}
    return sorted(name for name in files if (folder / name).is_file())


@dataclass(frozen=True, slots=True)
class Image:
    """What came of the last stage, below `root`."""

    root: Path
    stage: Stage
    folders: tuple[str, ...]
    base: Mapping[str, str]

    def mapped(self, text: str) -> str:
        """A text with the image's own folders where they lie on this machine."""
        own = "|".join(map(re.escape, self.folders))
        return re.sub(rf"(?<![\w./-])({own})(?=[/:\s\"']|$)", rf"{self.root}\1", text)

    def path(self, name: str) -> Path:
        """Where a folder or file of the image lies."""
        return Path(self.mapped(name))

    def environment(self, **more: str) -> dict[str, str]:
        """The variables of a container; what the base image has, it finds last."""
        own = {name: self.mapped(value) for name, value in self.stage.environment.items()}
        path = os.pathsep.join(filter(None, [own.get("PATH"), self.base["PATH"]]))
        return {**self.base, **own, **more, "PATH": path}

    def start(self, command: Sequence[str], **more: str) -> subprocess.Popen[str]:
        """Start a command as the image's user, who may write to nothing but its volumes."""
        user, group = self.stage.last("USER")[0].split(":")
        return subprocess.Popen(
            command,
            cwd=self.path(self.stage.last("WORKDIR")[0]),
            env=self.environment(**more),
            user=int(user),
            group=int(group),
            extra_groups=[],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )

    def run(self, *command: str, **more: str) -> tuple[int, str]:
        """Exit status and all that a command printed."""
        with self.start(command, **more) as process:
            printed, _ = process.communicate(timeout=120)
            return process.returncode, printed


def make_image(stages: Sequence[Stage], root: Path, base: Mapping[str, str]) -> Image:
    """Carry out all stages, one after the other, each in a `root` of its own with the same path.

    `base` are the variables of the base image.
    """
    folders = tuple(
        {one.words[-1] for stage in stages for one in stage.instructions if one.word in ("WORKDIR", "VOLUME")}
        | {one.words[-1] for stage in stages for one in stage.all("COPY") if "from" in one.options}
    )
    before: dict[str, Path] = {}
    for stage in stages:
        root.mkdir(mode=0o755)
        _carry_out(Image(root, stage, folders, base), before)
        if stage is not stages[-1]:
            before[stage.name] = root.rename(root.with_name(f"{root.name}-{stage.name}"))
    return Image(root, stages[-1], folders, base)


def _carry_out(image: Image, before: dict[str, Path]) -> None:
    workdir = image.root
    for one in image.stage.instructions:
        if one.word == "WORKDIR":
            workdir = image.path(one.text)
            workdir.mkdir(parents=True, exist_ok=True)
        elif one.word == "COPY" and "from" in one.options:
            _move(before[one.options["from"]] / one.words[0].lstrip("/"), image.path(one.words[-1]))
        elif one.word == "COPY":
            _copy_context(workdir, one)
        elif one.word == "RUN":
            _run(image, one, workdir)


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)


def _copy_context(workdir: Path, one: Instruction) -> None:
    assert one.words == [".", "."], "only COPY . . is understood here"
    for name in context_files(ROOT):
        target = workdir / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)


def _run(image: Image, one: Instruction, workdir: Path) -> None:
    """As root, as in a build, with what pip needs to know of this machine's network."""
    caller = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "STENOGRAM"))
    }
    ran = subprocess.run(
        ["sh", "-c", image.mapped(one.text)],
        cwd=workdir,
        env=caller | image.environment(HOME=os.environ.get("HOME", "/")),
        umask=0o022,
        capture_output=True,
        encoding="utf-8",
    )
    assert ran.returncode == 0, f"RUN {one.text}\n{ran.stdout}{ran.stderr}"
