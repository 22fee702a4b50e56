"""What the figures were measured on: never whose machine, or where on it."""

import os
import platform
import sqlite3
import subprocess
from importlib import metadata
from pathlib import Path

from tests.clusters import BINARIES


def described() -> dict[str, str]:
    """Name and value of what bears on speed, in the order to tell it."""
    return {
        "cores": str(cores()),
        "processor": _first_of("/proc/cpuinfo", "model name") or platform.machine(),
        "memory": _memory(),
        "system": platform.system(),
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": _postgresql(),
        "SQLAlchemy": _version("sqlalchemy"),
        "Flask": _version("flask"),
        "Django": _version("django"),
        "granian": _version("granian"),
    }


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _first_of(file: str, key: str) -> str:
    if not Path(file).exists():
        return ""
    lines = Path(file).read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def _memory() -> str:
    kilobytes = _first_of("/proc/meminfo", "MemTotal").removesuffix(" kB")
    return f"{int(kilobytes) / 1024**2:.0f} GB" if kilobytes else "not known"


def _postgresql() -> str:
    if not BINARIES:
        return "not found"
    told = subprocess.run([BINARIES[0] / "postgres", "--version"], capture_output=True, text=True, check=True)
    return told.stdout.split()[2]


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
