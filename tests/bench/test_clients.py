"""The small client and the reader of forms, beside a server that answers from a list."""

import itertools
import socketserver
import threading

import pytest

from tests.bench.hammer import Reading, Saving
from tests.bench.htmlforms import read_form
from tests.bench.serving import LoadFault, Server, load, merged, reading_request, saving_head

PAGE = """
<form id="other"><input name="not" value="this"></form>
<form id="sheet" action="/save"><input type="hidden" name="version" value="3">
<input type="radio" name="mark" value="5" checked><input type="radio" name="mark" value="4">
<input type="radio" name="open" value="1"><input type="checkbox" name="applies" checked><input type="checkbox" name="x">
<input name="points" value="2,5"><textarea name="note">
một &amp; hai</textarea><button name="act" value="save">Lưu</button></form>
<input name="outside" value="y">
"""


class Answering(socketserver.StreamRequestHandler):
    """Answers each request with the status that its path names, and keeps the bodies it got."""

    bodies = []

    def handle(self):
        while line := self.rfile.readline():
            length = 0
            while (header := self.rfile.readline()) != b"\r\n":
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
            self.bodies.append(self.rfile.read(length))
            status = line.split(b" ")[1].strip(b"/")
            self.wfile.write(b"HTTP/1.1 %s X\r\nContent-Length: 4\r\nSet-Cookie: seen=1; Path=/\r\n\r\ndone" % status)


@pytest.fixture
def server():
    Answering.bodies = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answering) as listener:
        listener.daemon_threads = True
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        asked = Server("a list", listener.server_address[1], None)
        yield asked
        asked.dismiss()
        listener.shutdown()


def test_a_form_is_read_as_it_would_be_sent():
    form = read_form(PAGE, "sheet")

    assert form.action == "/save"
    assert form.fields == [
        ("version", "3"), ("mark", "5"), ("applies", "on"), ("points", "2,5"), ("note", "một & hai"),
    ]  # fmt: skip
    assert form.choices == {"mark": ["5", "4"], "open": ["1"]}
    assert form.with_values({"mark": "4", "note": ""}) == "version=3&applies=on&points=2%2C5&mark=4&note="


def test_cookies_of_an_answer_replace_those_sent():
    head = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=2; Path=/\r\nset-cookie: c=3\r\n\r\n"

    assert merged("a=1; b=x=y", head) == "a=2; b=x=y; c=3"


@pytest.mark.parametrize("concurrency", [1, 4])
def test_answers_are_counted(server, concurrency):
    requests = (reading_request(server.port, "/200"),)

    assert load(server, [Reading(requests, least=4)] * concurrency, 0.2) > 0


@pytest.mark.parametrize(("path", "least"), [("/404", 0), ("/200", 5), ("/302", 0)])
def test_another_answer_than_wanted_is_a_fault(server, path, least):
    with pytest.raises(LoadFault, match="a list"):
        load(server, [Reading((reading_request(server.port, path),), least)], 0.1)


def test_each_save_carries_the_next_version_and_a_key_of_its_own(server):
    saving = Saving(saving_head(server.port, "/302", ""), (b"v=VERSION&k=ONCE&m=1", b"v=VERSION&k=ONCE&m=2"), 7, "x")

    load(server, [saving], 0.1)

    assert Answering.bodies[:3] == [b"v=7&k=x00000000&m=1", b"v=8&k=x00000001&m=2", b"v=9&k=x00000002&m=1"]


def test_requests_take_turns():
    assert list(itertools.islice(Reading((b"a", b"b")).each(), 3)) == [b"a", b"b", b"a"]


def test_what_the_server_says_is_read_with_its_cookies(server):
    assert server.get("/200", "a=1") == (200, "a=1; seen=1", "done")
