"""``tracker readings``."""

import click
from flask.cli import with_appcontext
from flask_babel import ngettext

from tracker.extensions import db
from tracker.reviews import catching_up
from tracker.reviews import readings as readings_of

AT_ONCE = 100  # sheets read in one transaction


@click.command("readings")
@click.option("--year", type=int, help="Chỉ đối chiếu phiếu của năm này.")
@with_appcontext
def readings(year: int | None) -> None:
    """Đối chiếu với bản ghi những phiếu nộp từ trước khi có hàng chờ; phiếu đã đối chiếu thì giữ nguyên.

    Chạy một lần sau khi nâng cấp từ bản cũ, để hàng chờ có lý do cho cả các phiếu ấy. Không lệnh nào khác tự chạy
    việc này. Chạy lại nhiều lần không sao; dừng giữa chừng thì lần sau làm tiếp. Phiếu được đối chiếu với bản ghi
    đang có hôm nay, theo thiết lập hiện nay của cấp ủy; không rút ngẫu nhiên và không nêu câu hỏi cho tháng cũ.
    """
    count = 0
    while found := catching_up.unread(year, AT_ONCE):
        for sheet in found:
            readings_of.take(sheet)
            count += 1
        db.session.commit()
        db.session.expire_all()
    click.echo(ngettext("Đã đối chiếu %(num)s phiếu.", "Đã đối chiếu %(num)s phiếu.", count))
