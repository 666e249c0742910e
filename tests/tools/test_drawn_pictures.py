"""Pictures for the docs hold what is drawn, and the same drawing gives the same picture."""

from tools.drawn_pictures import plain

HEAD = '<marker id="marker-{0}" class="c"><path d="M1 5"/></marker>'
ARROW = '<path data-corner-radius="5" style="stroke-width: 2px; marker-end: url(\'#marker-{0}\');" d="M108.46875,100"/>'


def viewed(*names: str) -> str:
    """A picture as the viewer makes it, with these random names for the heads of its arrows."""
    arrows = "".join(f"<g><defs>{HEAD.format(name)}</defs>{ARROW.format(name)}</g>" for name in names)
    text = '<text class="djs-label">Look</text>'
    shape = f'<g class="djs-element" data-element-id="look" style="display: block;">{text}</g>'
    return f'<?xml version="1.0"?><!-- made by a viewer --><svg width="5">{shape}{arrows}</svg>'


def test_the_same_drawing_gives_the_same_picture():
    assert plain(viewed("a1b", "c2d")) == plain(viewed("x-9", "y-8"))


def test_equal_heads_of_arrows_are_drawn_once_and_used_by_all():
    picture = plain(viewed("a1b", "c2d"))

    assert picture.count("<marker ") == 1
    assert picture.count("marker-end: url('#m1')") == 2


def test_what_only_a_click_needs_is_left_out_and_what_is_seen_stays():
    picture = plain(viewed("a1b"))

    assert "djs" not in picture
    assert "data-" not in picture
    assert "<text>Look</text>" in picture
    assert "M108.5,100" in picture


def test_it_lies_on_white_also_on_a_dark_page():
    assert plain(viewed("a1b")).startswith('<svg style="background: white" ')


def test_a_symbol_that_stands_on_many_steps_is_drawn_once():
    gear = f'<path style="fill: white;" d="m {"1,2 " * 100}z"/>'

    picture = plain(f"<svg><g>{gear}</g><g>{gear}</g><g>{gear}</g></svg>")

    assert picture.count("<path ") == 1
    assert picture.count('<use href="#s1"/>') == 2
