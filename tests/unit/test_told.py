"""Which of a browser's values are choices, and where the page stands after them."""

from kh213.ui.told import Query, Told

HERE: Query = {"ma": ["T05"]}
CHOSEN: Query = {"ma": ["T05"], "rong": ["390"]}
BOTH: Query = {"ma": ["T05"], "rong": ["390"], "nen": ["toi"]}


def drawn(told: Told, **boxes: str) -> str:
    for box, value in boxes.items():
        told.show(box, value)
    return told.stamp


def standing() -> tuple[Told, str]:
    told = Told(HERE)
    told.hear("", HERE, moved=False)
    told.turn("embed")
    return told, drawn(told, size="720", field="", ground="sang")


def test_a_choice_differs_from_what_is_on_the_screen() -> None:
    told, seen = standing()
    told.hear(seen, HERE, moved=False)
    assert told.is_choice("size", "390")
    assert not told.is_choice("field", "")
    assert told.is_choice("never-drawn", "")


def test_a_second_choice_before_the_answer_to_the_first_is_added_to_it() -> None:
    told, seen = standing()
    told.hear(seen, HERE, moved=False)
    told.lead(CHOSEN)
    drawn(told, size="390", field="390")
    told.hear(seen, HERE, moved=False)  # the old address, the old page
    assert not told.is_choice("field", "")  # differs from the newest, not from the screen
    assert told.is_choice("ground", "toi")
    assert told.query == CHOSEN
    told.lead(BOTH)
    assert told.query == BOTH


def test_an_address_that_the_browser_has_before_it_has_drawn_leaves_the_boxes_on_the_screen_as_they_were() -> None:
    told, seen = standing()
    told.hear(seen, HERE, moved=False)
    told.lead(CHOSEN)
    drawn(told, size="390", field="390")
    told.hear(seen, CHOSEN, moved=False)
    assert not told.is_choice("field", "")
    assert told.query == CHOSEN


def test_what_has_been_drawn_can_be_chosen_back() -> None:
    told, seen = standing()
    told.hear(seen, HERE, moved=False)
    told.lead(CHOSEN)
    again = drawn(told, size="390", field="390")
    told.hear(again, CHOSEN, moved=False)
    assert told.is_choice("field", "")
    told.lead(HERE)
    assert told.query == HERE


def test_a_run_without_a_choice_from_an_old_address_stays_at_the_newest() -> None:
    told, seen = standing()
    told.lead(CHOSEN)
    told.hear(seen, HERE, moved=False)
    assert told.query == CHOSEN


def test_who_goes_back_or_follows_a_link_is_there_whatever_came_before() -> None:
    told, seen = standing()
    told.lead(CHOSEN)
    told.hear(seen, HERE, moved=True)
    assert told.query == HERE
    told.hear(seen, BOTH, moved=True)
    assert told.query == BOTH
    told.hear(seen, CHOSEN, moved=True)
    assert told.query == CHOSEN


def test_an_address_that_was_never_told_holds() -> None:
    told, seen = standing()
    told.hear(seen, BOTH, moved=False)
    assert told.query == BOTH


def test_another_page_at_the_same_address_is_not_the_one_on_the_screen() -> None:
    told, seen = standing()
    told.turn("map")
    assert told.stamp != seen
    told.turn("map")
    told.hear(told.stamp, HERE, moved=False)
    assert told.query == HERE


def test_what_the_browser_makes_up_as_a_stamp_changes_nothing() -> None:
    told, _ = standing()
    told.lead(CHOSEN)
    for made_up in ("-1", "99", "²", "x", ""):
        told.hear(made_up, HERE, moved=False)
        assert told.query == CHOSEN


def test_who_never_sends_a_stamp_back_is_not_remembered_without_end() -> None:
    told, _ = standing()
    for width in range(1000):
        told.hear("", told.query, moved=False)
        told.lead({"rong": [str(width)]})
    assert told.query == {"rong": ["999"]}
    told.hear("", HERE, moved=False)  # too long ago to be known: it holds
    assert told.query == HERE
