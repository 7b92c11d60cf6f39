"""The four steps of the page: what each asks, and what it shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import streamlit as st

from kh213 import ui
from kh213.export.archive import package_zip
from kh213.export.problems import problems_csv
from kh213.export.template import WORKBOOK, csv_templates, workbook_template
from kh213.release.checking.causes import causes, grouped
from kh213.release.checking.folder import Report
from kh213.release.draft.mending import Change
from kh213.release.issues import Unusable
from kh213.release.publications import log, publishing, store
from kh213.release.reading.package import read_package
from kh213.view import addresses
from kh213.view.change.page import sentences
from kh213.view.draft.publishing import change_line, done_view
from kh213.view.draft.sheets import draft_view
from kh213.words import Words, formats, issues
from kh213.words.publishing import refusal
from publisher import work
from publisher.desk import Desk, HandedIn
from publisher.preview import NoPreview
from publisher.work import Checked

SHOWN_CHANGES = 40
PUBLISHED = "ban"  # the parameter of the address that names what was published: a reload must not lose it


def done(w: Words) -> None:
    """What was published or withdrawn last, by the address: so a reload still says it."""
    name, root = ui.asked(PUBLISHED), store.data_root()
    last = next((entry for entry in reversed(log.entries(root)) if entry.release == name), None)
    if last:
        view = done_view(w, last, (root / "releases" / name).resolve(), addresses.site(), date.today())
        ui.show("publisher_done.html", w=w, view=view)


def hand_in(w: Words, desk: Desk) -> tuple[Path | None, date | None]:
    """Step 1: the folder of what was handed in, and the day of publication; each None as long as it is not there."""
    step(w, 1, w("publisher.step_files"), w("publisher.files_lead"))
    _templates(w)
    files = st.file_uploader(w("publisher.files"), accept_multiple_files=True, key=f"files-{desk.round}")
    for name in sorted({file.name for file in files if sum(other.name == file.name for other in files) > 1}):
        alert(w("publisher.same_name", name=formats.excerpt(name)))
    folder = desk.take(HandedIn(file.name, file.getvalue()) for file in files) if files else _local(w)
    return folder, _day(w, desk, given=folder is not None)


def check(w: Words, desk: Desk, given: Path, day: date) -> Checked:
    """Step 2: what is wrong, on the sheet itself; the draft as it is, or the copy that was mended."""
    mending = desk.mended if desk.mended and desk.mended.of == given else None
    folder = mending.folder if mending else given
    tick = f"rows-{work.draft_name(folder, day)}"  # it is for these very files, as the one of step 4
    may_go = bool(st.session_state.get(tick))
    found = work.checked(w, desk, folder, day, rows_may_go=may_go)
    report = found.report
    if report is None:
        step(w, 2, w("publisher.step_check", counts=w("publisher.no_table")), w("publisher.no_table_lead"))
        return found
    view = draft_view(w, report.draft, causes(report.issues))
    kind = next((kind for kind, some in issues.by_kind(report.issues).items() if some and kind != "notes"), "fine")
    step(w, 2, w("publisher.step_check", counts=view.headline), w(f"publisher.{kind}_lead"))
    with st.container(horizontal=True):
        if report.issues:
            _lists(w, report)
        if mending:
            copy = mending.folder
            if mending.changes:
                _download(w("publisher.mended_files"), w("publisher.mended_name"), lambda: package_zip(_files(copy)))
            st.button(w("publisher.unmend"), on_click=desk.unmend)
        elif report.issues:
            st.button(w("publisher.mend"), help=w("publisher.mend_help"), on_click=desk.mend, args=(given,))
    if mending:
        _changes_made(w, mending.changes)
    ui.show("publisher_sheets.html", w=w, view=view)
    if may_go or any(issue.code == "rows_lost" for issue in report.issues):
        st.checkbox(w("publisher.rows_may_go"), key=tick)
    return found


def changes(w: Words, desk: Desk, found: Checked, report: Report) -> bool:
    """Step 3: what readers will see change, and the preview. Whether there is anything to publish."""
    difference = work.changed(w, desk, found, report)
    if difference is None:
        step(w, 3, w("publisher.step_changes"), w("publisher.first"))
    elif difference.same_data:
        newest = formats.day(w, difference.old.release.day)
        step(w, 3, w("publisher.step_changes"), w("publisher.nothing_changes", day=newest))
        return False
    else:
        step(w, 3, w("publisher.step_changes"))
        ui.show("publisher_list.html", title="", lead=True, lines=sentences(w, difference, SHOWN_CHANGES))
    _preview(w, desk, found, report)
    return True


def publish(w: Words, desk: Desk, found: Checked, report: Report) -> None:
    """Step 4: a tick and a button. The tick is for these very changes: it is gone where the draft or the base moves."""
    step(w, 4, w("publisher.step_publish"))
    seen = st.checkbox(w("publisher.seen"), key=f"seen-{found.name}")
    if seen:
        desk.kept["seen"] = found.name
    elif desk.kept.get("seen", found.name) != found.name:
        ui.show("publisher_told.html", role="status", lines=[w("publisher.seen_before")])
    day = formats.day(w, found.day)
    if not st.button(w("publisher.publish", day=day), type="primary", disabled=not seen):
        return
    tables, title, plan_name = report.tables, report.title, report.plan_name
    if tables is None or title is None or plan_name is None:
        return  # each of them is a problem, and with a problem there is no step 4
    base = report.base.plan.release if report.base else None
    try:
        with st.spinner(w("publisher.publishing")):
            publishing.publish(store.data_root(), found.day, tables, title, plan_name, base=base)
    except publishing.RefusedToPublish as refused:
        alert(refusal(w, refused))
    except Unusable as unusable:
        alert(w("publisher.unusable"), *(issues.line(issue) for issue in unusable.issues[:5]))
    else:
        desk.begin_anew()
        ui.put(**{PUBLISHED: found.day.isoformat()})
        st.rerun()


def step(w: Words, number: int, title: str, *lines: str) -> None:
    """The heading of a step."""
    ui.show("publisher_step.html", id=w("publisher.step_id", n=number), title=title, lines=lines)


def alert(*lines: str) -> None:
    """What went wrong, read out at once."""
    ui.show("publisher_told.html", role="alert", lines=lines)


def _templates(w: Words) -> None:
    try:
        newest = store.open_publication(store.data_root(), store.LATEST, date.today()).folder
    except store.NoPublication:
        return
    with st.expander(w("publisher.templates")):
        ui.show("publisher_list.html", title="", lead=False, lines=[w("publisher.templates_lead")])
        with st.container(horizontal=True):
            _download(w("publisher.template_workbook"), WORKBOOK, lambda: workbook_template(read_package(newest)[1]))
            _download(w("publisher.template_csv"), w("publisher.template_name"), lambda: _csvs(newest))


def _download(label: str, name: str, make: Callable[[], bytes | str]) -> None:
    """A button for a file that is made only when somebody wants it."""
    st.download_button(label, make, name, on_click="ignore")


def _csvs(newest: Path) -> bytes:
    return package_zip(csv_templates(read_package(newest)[1]))


def _local(w: Words) -> Path | None:
    with st.expander(w("publisher.local")):
        text = st.text_input(w("publisher.local_label"), key="local").strip().strip("\"'")
        st.button(w("publisher.again"))
    folder = Path(text).expanduser()
    if text and not folder.is_dir():
        alert(w("publisher.local_missing", folder=formats.excerpt(text, 200)))
    return folder if text and folder.is_dir() else None


def _day(w: Words, desk: Desk, given: bool) -> date | None:
    default = work.default_day(store.data_root(), date.today())
    text = st.text_input(w("publisher.day"), value=f"{default:%d/%m/%Y}", key=f"day-{desk.round}", max_chars=20)
    day = _read_day(text.strip())
    if day is None:
        alert(w("publisher.day_bad", found=formats.excerpt(text)))
        return None
    try:
        publishing.refuse(store.data_root(), day, None)
    except publishing.RefusedToPublish as refused:
        alert(refusal(w, refused))
        return None
    if given and day > date.today():
        ui.show("publisher_told.html", role="note", lines=[w("publisher.day_future", day=formats.day(w, day))])
    return day


def _read_day(text: str) -> date | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _lists(w: Words, report: Report) -> None:
    name = w("publisher.list_name")
    _download(w("publisher.list_csv"), f"{name}.csv", lambda: problems_csv(w, report.issues))
    _download(w("publisher.list_json"), f"{name}.json", lambda: _for_machines(report))


def _for_machines(report: Report) -> str:
    kinds = {"problems": report.problems, "warnings": report.warnings}
    told = {kind: [issues.as_json(issue) for issue in grouped(some)] for kind, some in kinds.items()}
    return json.dumps(told, ensure_ascii=False, indent=2)


def _changes_made(w: Words, made: Sequence[Change]) -> None:
    if not made:
        ui.show("publisher_told.html", role="status", lines=[w("publisher.mended_none")])
        return
    lines = [change_line(w, change) for change in made[:SHOWN_CHANGES]]
    if any(change.code == "letters_tcvn3" for change in made):
        lines.insert(0, w("publisher.mended_capitals"))
    if len(made) > SHOWN_CHANGES:
        lines.append(w("publisher.mended_more", n=formats.number(w, len(made) - SHOWN_CHANGES, 0)))
    ui.show(
        "publisher_list.html", title=w("publisher.mended", n=formats.number(w, len(made), 0)), lead=False, lines=lines
    )


def _files(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def _preview(w: Words, desk: Desk, found: Checked, report: Report) -> None:
    today = date.today()
    note = [w("publisher.preview_day")] if found.day > today else []
    ui.show("publisher_list.html", title="", lead=False, lines=[w("publisher.preview_lead"), *note])
    if desk.preview and desk.previewed == found.name and desk.preview.runs():
        ui.show("publisher_preview.html", w=w, address=f"http://127.0.0.1:{desk.preview.port}/")
        st.button(w("publisher.preview_end"), on_click=desk.end_preview)
    elif st.button(w("publisher.preview")):
        try:
            with st.spinner(w("publisher.preview_starting")):
                work.preview(desk, found, report, today)
        except NoPreview:
            alert(w("publisher.preview_failed"))
        else:
            st.rerun()
