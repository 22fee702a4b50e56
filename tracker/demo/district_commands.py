"""``tracker demo-measure``: precision and recall of signals and ranking on the planted district."""

import click
from flask.cli import with_appcontext

from tracker.demo import district_measure, district_standing


@click.command("demo-measure")
@click.option("--markdown", is_flag=True, help="In bảng Markdown, bằng tiếng Anh.")
@with_appcontext
def demo_measure(markdown: bool) -> None:
    """Đo trên “demo --district”: các câu hỏi và hàng chờ tìm ra được bao nhiêu chi bộ đáng hỏi."""
    found = district_standing.measured()
    click.echo(district_measure.markdown(found) if markdown else district_measure.table(found))
