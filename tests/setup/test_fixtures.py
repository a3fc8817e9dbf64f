"""The fixtures that start the command line and find a port."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def settings_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STENOGRAM_DATA", "/nowhere")


def test_the_command_line_gets_none_of_the_callers_settings(
    settings_of_the_caller: None, stenogram_command: Any, tmp_path: Path
) -> None:
    names = stenogram_command.environment.keys()
    assert [name for name in names if name.startswith(("STENOGRAM_", "PYTHON"))] == []
    assert stenogram_command.folder == tmp_path


def test_the_command_line_is_installed(stenogram_command: Any) -> None:
    assert Path(stenogram_command.program).is_file()


def test_the_free_port_can_be_listened_on(free_port: int) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", free_port))
        listener.listen()
        assert listener.getsockname()[1] == free_port
