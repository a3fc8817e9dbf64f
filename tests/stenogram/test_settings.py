from pathlib import Path

import pytest

from corpus.errors import InvalidError
from stenogram.settings import PREFIX, Settings, load_settings, settings_table


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch):
    for row in settings_table():
        monkeypatch.delenv(row.variable, raising=False)


def test_every_setting_has_a_row_with_help():
    rows = {row.variable: row for row in settings_table()}
    assert set(rows) == {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert all(row.help for row in rows.values())
    assert rows["STENOGRAM_PORT"].default == "8000"


def test_the_environment_sets_and_options_override(monkeypatch):
    monkeypatch.setenv("STENOGRAM_PORT", "9000")
    monkeypatch.setenv("STENOGRAM_DATA", "~/records")
    assert load_settings().port == 9000
    assert load_settings({"port": 9001, "data": None}).port == 9001
    assert load_settings().data == Path.home() / "records"
    assert load_settings().index == Path.home() / "records" / "index"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("STENOGRAM_PORT", "eighty"),
        ("STENOGRAM_PORT", "70000"),
        ("STENOGRAM_WORKERS", "0"),
        ("STENOGRAM_ENGINE", "grep"),
        ("STENOGRAM_MAX_FILE_MB", "-1"),
        ("STENOGRAM_ACCESS_KEY", "short"),
    ],
)
def test_a_bad_value_stops_the_start_and_names_the_variable(monkeypatch, variable, value):
    monkeypatch.setenv(variable, value)
    with pytest.raises(InvalidError, match=f"{variable}: ") as caught:
        load_settings()
    assert caught.value.exit_status == 2
    if variable == "STENOGRAM_ACCESS_KEY":
        assert value not in str(caught.value)


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        ("", Path.home() / ".local/share/stenogram"),
        ("/srv/data", Path("/srv/data/stenogram")),
        ("relative", Path.home() / ".local/share/stenogram"),
    ],
)
def test_data_is_kept_where_the_platform_says(monkeypatch, home, expected):
    monkeypatch.setenv("XDG_DATA_HOME", home)
    assert load_settings().data == expected


def test_the_key_is_not_shown(monkeypatch):
    monkeypatch.setenv("STENOGRAM_ACCESS_KEY", "a long secret")
    settings = load_settings()
    assert settings.key == "a long secret"
    assert "a long secret" not in repr(settings)
