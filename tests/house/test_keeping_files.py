"""The product's own files are kept for good by whoever likes; what is somebody's is never kept."""

import re
from pathlib import Path

import pytest

from tests import factories as make
from tracker import headers

STATIC = Path(headers.__file__).parent / "static"
FILES = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())


def get(client, address, **kwargs):
    with client.get(address, **kwargs) as answer:
        return answer


@pytest.mark.parametrize("name", FILES)
def test_a_file_asked_for_by_its_digest_is_kept_for_good(client, running_app, name):
    with running_app.test_request_context():
        address = running_app.url_for("static", filename=name)

    answer = get(client, address)

    assert re.search(r"\?v=[0-9a-f]{16}$", address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_it_is_nobodys_and_says_so(client):
    client.sign_in(make.secretary(make.cell()))
    [address] = {tag["href"] for tag in client.page("/").select("link[href*='tokens.css']")}

    answer = get(client, address)

    assert not {"Set-Cookie", "Vary"} & set(answer.headers.keys())
    again = get(client, address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == answer.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/static/css/tokens.css", "/static/css/tokens.css?v=0123456789abcdef"])
def test_a_file_asked_for_by_no_digest_or_another_is_asked_for_again(client, address):
    assert get(client, address).headers["Cache-Control"] == "public, no-cache"


def test_another_content_has_another_address(tmp_path):
    (tmp_path / "css").mkdir()
    file = tmp_path / "css" / "some.css"
    seen = set()
    for content in ("a {}", "b {}"):
        file.write_text(content)
        [(name, digest)] = headers.digests(tmp_path).items()
        seen.add((name, digest))

    assert {name for name, _ in seen} == {"css/some.css"}
    assert len(seen) == 2


@pytest.mark.parametrize("address", ["/", "/sign-in", "/nowhere", "/static/css/none.css", "/static/", "/healthz"])
def test_what_is_no_file_of_ours_is_never_kept(client, address):
    client.sign_in(make.secretary(make.cell()))

    assert get(client, address).headers["Cache-Control"] == "no-store"


def test_nor_is_a_failure(running_app, client, monkeypatch):
    def broken():
        raise RuntimeError("nothing works")

    monkeypatch.setitem(running_app.view_functions, "people.sign_in", broken)
    monkeypatch.setitem(running_app.config, "PROPAGATE_EXCEPTIONS", False)

    answer = client.get("/sign-in")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (500, "no-store")


def test_nor_is_a_refused_form(client):
    answer = client.post("/language", data={"to": "en"})

    assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store")


def test_every_file_a_page_names_is_asked_for_by_its_digest():
    for path in (Path(__file__).parents[2] / "templates").rglob("*.html"):
        assert "/static/" not in path.read_text(), f"{path.name} names a file by hand"
