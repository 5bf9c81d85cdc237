"""Which pages axe need not read again: those made of what it read, whatever their words."""

from tests.browser.shapes import shapes_of

PAGE = '<main><h1>Een</h1><ul><li class="p-row"><a href="/een">Een</a></li></ul></main>'


def test_other_words_and_more_of_the_same_are_nothing_new() -> None:
    other = (
        '<main><h1>Twee</h1><ul><li class="p-row"><a href="/a">A</a></li>'
        '<li class="p-row"><a href="/b">B</a></li></ul></main>'
    )
    assert shapes_of(other) == shapes_of(PAGE)


def test_another_element_look_attribute_or_place_is_new() -> None:
    for changed in (
        PAGE.replace("</ul>", "</ul><button></button>"),
        PAGE.replace("p-row", "p-row p-row--late"),
        PAGE.replace('href="/een"', 'href="/een" aria-label="Een"'),
        PAGE.replace("<ul>", "<nav><ul>").replace("</ul>", "</ul></nav>"),
        PAGE.replace("<ul>", "<h3>Drie</h3><ul>"),
    ):
        assert not shapes_of(changed) <= shapes_of(PAGE)
