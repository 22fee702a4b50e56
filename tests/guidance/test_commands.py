import pytest
import yaml

from tests.guidance.files import DATA, mapping, put
from tracker.extensions import db
from tracker.guidance import files, parsing, service
from tracker.guidance.commands import guidance

HD42 = DATA / "hd42.yaml"


@pytest.fixture
def run(app):
    """Run ``tracker guidance …`` and give its outcome."""
    runner = app.test_cli_runner()

    def run(*words):
        db.session.rollback()
        outcome = runner.invoke(guidance, [str(word) for word in words])
        db.session.expire_all()
        return outcome

    return run


def test_a_file_is_imported_and_listed(run):
    imported = run("import", HD42)

    assert imported.exit_code == 0, imported.output
    assert "HD42\t42-HD/BTCTW\t28/10/2025 – …\t*\treconstructed\tTK-HD42, CD-HD42" in run("list").output


def test_importing_again_changes_nothing(run):
    assert [run("import", HD42).exit_code, run("import", HD42).exit_code] == [0, 0]
    assert len(service.listing()) == 1


def test_a_dry_run_says_the_file_is_sound_and_writes_nothing(run):
    outcome = run("import", "--dry-run", HD42)

    assert (outcome.exit_code, "chưa ghi gì" in outcome.output) == (0, True)
    assert service.listing() == []


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
def test_faults_are_told_and_nothing_is_written(run, tmp_path, option):
    changed = mapping()
    put(changed, "sheets.0.groups.0.criteria.0.check", "đoán")
    put(changed, "classes.1.below", "95")
    file = tmp_path / "sai.yaml"
    file.write_text(yaml.safe_dump(changed, allow_unicode=True), encoding="utf-8")

    outcome = run("import", *option, file)

    assert outcome.exit_code == 1
    assert "sai.yaml, mục sheets[0].groups[0].criteria[0].check: không có phép đối chiếu “đoán”" in outcome.output
    assert "sai.yaml, mục classes[1].below: loại Khá đến dưới 95 điểm" in outcome.output
    assert service.listing() == []


@pytest.mark.parametrize(
    ("content", "said"), [(None, "Không đọc được tệp"), (b"\xff\xfe\x00", "UTF-8"), (b"code: [", "dòng 1")]
)
def test_a_file_that_cannot_be_read_is_said_so(run, tmp_path, content, said):
    file = tmp_path / "hong.yaml"
    if content is not None:
        file.write_bytes(content)

    outcome = run("import", file)

    assert (outcome.exit_code, said in outcome.output) == (1, True)


def test_a_version_is_retired_by_date_once(run):
    run("import", HD42)

    first, second = run("retire", "HD42", "2199-12-31"), run("retire", "HD42", "2199-12-30")

    assert (first.exit_code, "28/10/2025 – 31/12/2199" in first.output) == (0, True)
    assert (second.exit_code, "không đổi được nữa" in second.output) == (1, True)


def test_retiring_what_is_not_there_is_said_so(run):
    outcome = run("retire", "KHONG", "2199-12-31")

    assert (outcome.exit_code, "“KHONG”" in outcome.output) == (1, True)


def test_a_form_is_written_once_and_imported_again_changes_nothing(run, tmp_path):
    run("import", HD42)
    file = tmp_path / "hd42.xlsx"

    written, again = run("form", file, "--of", "HD42"), run("form", file)
    db.session.rollback()
    imported = run("import", "--dry-run", file)

    assert (written.exit_code, again.exit_code) == (0, 1)
    assert (imported.exit_code, "HD42" in imported.output) == (0, True)


def test_an_excel_form_is_published(run, tmp_path, app):
    file = tmp_path / "hd42.xlsx"
    file.write_bytes(files.form(mapping()))

    dry, whole = run("import", "--dry-run", file), run("import", file)

    assert (dry.exit_code, whole.exit_code) == (0, 0), dry.output
    assert service.read(service.find("HD42")) == parsing.parse(mapping(), "x")


def test_an_empty_form_names_its_cells_and_where_to_read_on(run, tmp_path):
    file = tmp_path / "trong.xlsx"
    run("form", file)

    outcome = run("import", file)

    assert outcome.exit_code == 1
    assert "trong.xlsx, ô Thiết lập!B2" in outcome.output
    assert "/guidance/format" in outcome.output
