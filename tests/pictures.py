"""Takes the pictures of the README and the help pages from a demo made for the purpose: ``make pictures``."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TO = ROOT / "tracker" / "static" / "img" / "pictures"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 360, "height": 740}
DAY = "2026-11-23"  # the pictures are of this day, so that they change only when the pages do


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address):
    for _try in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"nothing answers at {address}")


def take(browser, address, password, name, user_name, path, viewport):
    context = browser.new_context(viewport=viewport, locale="vi-VN")
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_label("Tên đăng nhập").fill(user_name)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("button", name="Đăng xuất").wait_for()
    path(page)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=TO / f"{name}.png")
    context.close()


def desk(page):
    """The front door, where signing in leads."""


def sheet(page):
    page.get_by_role("link", name="Chấm điểm").first.click()


def year(page):
    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Cả năm").click()


def branch_map(page):
    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Thẩm định").click()
    page.get_by_role("navigation", name="Việc của cấp ủy").get_by_role("link", name="Bản đồ").click()


PICTURES = (
    ("secretary-desk", "bithu", desk, WIDE),
    ("year", "bithu", year, WIDE),
    ("member-desk", "dangvien", desk, NARROW),
    ("reviewer-desk", "thamdinh", desk, WIDE),
    ("branch-map", "thamdinh", branch_map, WIDE),
)


def main():
    TO.mkdir(parents=True, exist_ok=True)
    chromium = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    if chromium is None:
        raise SystemExit("Chromium is missing: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TRACKER_INSTANCE": folder, "TRACKER_DATABASE_URL": ""}
        run = [sys.executable, "-c", "from tracker.cli import main; main(prog_name='tracker')"]
        said = subprocess.run(
            [*run, "demo", "--today", DAY], env=environment, cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout
        password = re.search(r"mật khẩu (\S+)", said)[1]
        port = free_port()
        server = subprocess.Popen([*run, "serve", "--port", str(port), "--workers", "1"], env=environment, cwd=ROOT)
        try:
            wait_for(f"http://127.0.0.1:{port}/readyz")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
                for name, user_name, path, viewport in PICTURES:
                    take(browser, f"http://127.0.0.1:{port}", password, name, user_name, path, viewport)
                    print(f"{name}.png")
                browser.close()
        finally:
            server.terminate()
            server.wait(30)


if __name__ == "__main__":
    main()
