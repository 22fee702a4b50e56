"""The ``tracker`` command as its user runs it: a process, an instance folder, a sentence on bad input."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def tracker(tmp_path):
    """Runs the command in a fresh instance folder; returns the finished process."""

    def run(*words, typed=None):
        return subprocess.run(
            [sys.executable, "-c", "from tracker.cli import main; main(prog_name='tracker')", *words],
            env={**os.environ, "TRACKER_INSTANCE": str(tmp_path / "instance"), "TRACKER_DATABASE_URL": ""},
            cwd=ROOT, capture_output=True, text=True, input=typed, timeout=120,
        )  # fmt: skip

    return run


COMMANDS = ["serve", "upgrade", "demo", "create-admin", "guidance", "rate", "recompute", "backup", "restore", "verify"]


def test_every_command_has_help(tracker):
    said = tracker("--help")

    assert said.returncode == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in said.stdout] == []


@pytest.mark.parametrize("name", [*COMMANDS, "guidance import", "guidance list", "guidance retire"])
def test_help_of_a_command(tracker, name):
    said = tracker(*name.split(), "--help")

    assert said.returncode == 0
    assert "Usage: tracker " + name in said.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["verify"], "tracker upgrade"),
        (["serve"], "tracker upgrade"),
        (["serve", "--host", "0.0.0.0"], "TLS"),
        (["serve", "--port", "99999"], "99999"),
        (["restore", "none.db"], "Không thấy tệp"),
        (["backup", "/nowhere/at/all.db"], "tracker upgrade"),
        (["nothing"], "nothing"),
    ],
)
def test_bad_input_ends_with_a_sentence(tracker, words, sentence):
    said = tracker(*words)

    assert said.returncode != 0
    assert sentence in said.stderr
    assert "Traceback" not in said.stderr


def test_a_book_from_nothing_to_a_backup(tracker, tmp_path):
    assert tracker("upgrade").returncode == 0
    assert "HD42" in tracker("guidance", "list").stdout
    made = tracker(
        "create-admin", "--user-name", "quantri", "--name", "Đồng Thử", "--password", "một mật khẩu dài",
        "--organisation", "DU-THU", "--organisation-name", "Đảng ủy thử",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert "nguyên vẹn" in tracker("verify").stdout
    assert tracker("rate", "--cell", "KHONG-CO", "--year", "2021").returncode != 0
    assert tracker("backup", str(tmp_path / "sổ.db")).returncode == 0
    assert tracker("restore", str(tmp_path / "sổ.db")).returncode != 0
    assert tracker("restore", str(tmp_path / "sổ.db"), "--replace").returncode == 0
    assert "nguyên vẹn" in tracker("verify").stdout


def test_the_secret_key_is_for_its_owner_alone(tracker, tmp_path):
    tracker("upgrade")

    assert (tmp_path / "instance" / "secret_key").stat().st_mode & 0o777 == 0o600
