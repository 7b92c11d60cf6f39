"""Nhiệm vụ: what the plan gave to whom, and what was reported of it."""

from kh213.arrange.asked import Asked
from kh213.arrange.pieces import LONGEST_TEXT, Field, Folded, Part, choice_of, show, tell
from kh213.view.reader import Reader
from kh213.view.tasks import FILTERS, options, tasks_page
from kh213.words import formats


def arrange(asked: Asked, reader: Reader) -> Part:
    """The page Nhiệm vụ: the tasks that the filters and the words in `tim` leave."""
    w = reader.w
    choices = {name: options(reader, name) for name in FILTERS}
    chosen = {name: asked(name) if asked(name) in choices[name] else "" for name in FILTERS}
    view = tasks_page(reader, chosen, asked("tim")[:LONGEST_TEXT])
    wrong = [
        tell(w("task.unknown", found=formats.excerpt(asked(name)), filter=w(f"task.filter.{name}")), "", w)
        for name in FILTERS
        if asked(name) not in {"", *choices[name]}
    ]
    boxes = tuple(
        choice_of(w(f"task.filter.{name}"), name, {"": w("task.everything"), **known}, chosen[name], "")
        for name, known in choices.items()
    )
    return Part(
        (
            show("tasks_head.html", w=w, view=view),
            *wrong,
            Field(w("task.search"), "tim", asked("tim"), w("task.button"), w("task.search_example")),
            Folded(w("task.filters"), boxes, opened=any(chosen.values())),
            show("tasks.html", w=w, view=view),
        )
    )
