"""Dữ liệu: what the publication holds, to look at and to take along."""

from kh213.arrange import published
from kh213.arrange.asked import Asked
from kh213.arrange.pieces import LONGEST_TEXT, NotNow, Part, choice_of, show, tell
from kh213.export.status import COLUMNS
from kh213.release.issues import Unusable
from kh213.release.schema import TABLES
from kh213.view import addresses
from kh213.view.data import FIRST_TABLE, data_page, sheet
from kh213.view.reader import Reader


def arrange(asked: Asked, reader: Reader) -> Part:
    """The page Dữ liệu, with the table in `bang`. Raises NotNow where the plan is known, but its files are not there."""
    w, wanted = reader.w, asked("bang")
    try:
        rows = published.tables(reader)
    except Unusable as error:
        raise NotNow(Part((show("data_gone.html", w=w),))) from error
    wrong = w("notice.unknown_table", found=wanted[:LONGEST_TEXT], existing=", ".join(TABLES))
    view = data_page(reader, rows, COLUMNS, published.publications(), addresses.site(), demo=published.has_demo())
    names = {table.name: f"{reader.say(table.about)} ({table.name}.csv)" for table in TABLES.values()}
    chosen = wanted if wanted in TABLES else FIRST_TABLE
    return Part(
        (
            *([] if wanted in {"", *TABLES} else [tell(wrong, "", w)]),
            show("data_head.html", w=w, view=view),
            choice_of(w("data.choose"), "bang", names, chosen, FIRST_TABLE),
            show("data_sheet.html", w=w, sheet=sheet(reader, chosen, rows)),
            show(
                "data_foot.html",
                w=w,
                view=view,
                withdrawn=published.withdrawal_lines(w),
                citation=published.citation(reader),
            ),
        )
    )
