"""A wheel built from the tree serves on its own: pages, style, languages, schema, guidance."""

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "instance", "build", "*.egg-info", "__pycache__", ".*_cache")


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An environment outside the checkout with nothing of the project but the wheel; libraries are this run's."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, folder / "tree", ignore=LEFT_OUT)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(folder / "tree")]
    built = subprocess.run(build, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    [wheel] = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    where = subprocess.check_output(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    ).strip()
    subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python), "install", "--quiet",
         "--no-deps", "--no-index", str(wheel)], check=True,
    )  # fmt: skip
    Path(where, "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    shutil.rmtree(folder / "tree")
    return folder


def run(folder, *words, **kwargs):
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("TRACKER_", "PYTHON"))}
    command = [str(folder / "env" / "bin" / "tracker"), *words]
    return kwargs.pop("by", subprocess.run)(
        command, cwd=folder, env=environment | {"TRACKER_INSTANCE": str(folder / "instance")}, text=True, **kwargs
    )


def fetch(address):
    for _try in range(100):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {address}")


def test_the_wheel_upgrades_and_serves(installed):
    upgraded = run(installed, "upgrade", capture_output=True)
    assert upgraded.returncode == 0, upgraded.stderr
    assert "HD42" in run(installed, "guidance", "list", capture_output=True).stdout

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = run(installed, "serve", "--port", str(port), "--workers", "1", by=subprocess.Popen, stdout=subprocess.PIPE)
    try:
        address = f"http://127.0.0.1:{port}"
        assert "Đăng nhập" in fetch(f"{address}/sign-in")
        assert "--red" in fetch(f"{address}/static/css/tokens.css")
        assert fetch(f"{address}/readyz") == "ok\n"
    finally:
        server.terminate()
        said, _ = server.communicate(timeout=30)
    assert "mã dùng một lần" in said


def test_the_wheel_carries_every_file_the_pages_need(installed):
    packed = {
        str(path.relative_to(found))
        for found in installed.glob("env/lib/*/site-packages/tracker")
        for path in found.rglob("*")
    }  # fmt: skip
    needed = [
        *(f"templates/{path.relative_to(ROOT / 'templates')}" for path in ROOT.glob("templates/**/*.html")),
        *(str(path.relative_to(ROOT / "tracker")) for path in ROOT.glob("tracker/static/**/*") if path.is_file()),
        *(str(path.relative_to(ROOT / "tracker")) for path in ROOT.glob("tracker/**/*.mo")),
        *(str(path.relative_to(ROOT / "tracker")) for path in ROOT.glob("tracker/**/*.yaml")),
        *(str(path.relative_to(ROOT / "tracker")) for path in ROOT.glob("tracker/migrations/**/*.py")),
        *(str(path.relative_to(ROOT / "tracker")) for path in ROOT.glob("tracker/migrations/**/*.sql")),
    ]

    assert [name for name in needed if name not in packed] == []
