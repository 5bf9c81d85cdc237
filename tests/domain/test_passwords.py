"""Which passwords are refused and why; and that everything long and surprising is good enough."""

import secrets
from itertools import chain, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from portal.domain.common_words import CONTEXT_WORDS, DUTCH_WORDS
from portal.domain.passwords import MAXIMUM_LENGTH, MINIMUM_LENGTH, PasswordFault, fault_in

PERSONAL = ("p.de.jager@havendienst.example", "Petra de Jager", "Havendienst Noord")
NETWORKS = ("Netwerk Zuidkade",)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("kort", PasswordFault.TOO_SHORT),
        ("elf tekens!", PasswordFault.TOO_SHORT),
        ("é" * 11, PasswordFault.TOO_SHORT),
        ("ab cd ef gh " * 11, PasswordFault.TOO_LONG),
        ("wachtwoord1234", PasswordFault.COMMON),
        ("Wachtwoord123!", PasswordFault.COMMON),
        ("W@chtw00rd2026", PasswordFault.COMMON),
        ("Welkom2026!!", PasswordFault.COMMON),
        ("welkom-welkom-welkom", PasswordFault.COMMON),
        ("Zomer2026Zomer", PasswordFault.COMMON),
        ("password1234", PasswordFault.COMMON),
        ("qwertyuiop123", PasswordFault.COMMON),
        ("international", PasswordFault.COMMON),
        ("mainportaal2026", PasswordFault.CONTEXT),
        ("Drugssmokkel1!", PasswordFault.CONTEXT),
        ("Haven-Rotterdam-1", PasswordFault.CONTEXT),
        ("welkom bij mainportaal", PasswordFault.CONTEXT),
        ("zuidkade-zuidkade", PasswordFault.CONTEXT),
        ("PetraDeJager1985", PasswordFault.PERSONAL),
        ("p.de.jager@havendienst.example", PasswordFault.PERSONAL),
        ("Havendienst-Noord", PasswordFault.PERSONAL),
        ("aaaaaaaaaaaaaaaa", PasswordFault.PREDICTABLE),
        ("123456789012", PasswordFault.COMMON),
        ("abcdefghijklmnop", PasswordFault.PREDICTABLE),
        ("121212121212", PasswordFault.COMMON),
    ],
)
def test_what_is_guessed_first_is_refused_and_told_why(password: str, fault: PasswordFault) -> None:
    assert fault_in(password, PERSONAL, NETWORKS) is fault


@pytest.mark.parametrize(
    "password",
    [
        "zeven blauwe stoeptegels",
        "paard niet accu batterij",
        "correcthorsebatterystaple",
        "de haven ruikt naar sinaasappels",
        "Petra zwemt elke dinsdag baantjes",
        "xk7Qp2mLw9Zr",
        "9183-5720-4461",
        "ключ от старого сарая",
        "雨の日は図書館で本を読む",
        "🦊🐙🪁🧭🥁🪵🧵🛶🧊🪗🎏🧿",
        " spaties  blijven  staan ",
    ],
)
def test_length_and_surprise_are_enough_whatever_the_characters(password: str) -> None:
    assert fault_in(password, PERSONAL, NETWORKS) is None


def test_characters_are_counted_and_not_bytes() -> None:
    assert fault_in("🦊🐙🪁🧭🥁🪵🧵🛶🧊🪗🎏") is PasswordFault.TOO_SHORT
    assert fault_in("🦊🐙🪁🧭🥁🪵🧵🛶🧊🪗🎏🧿") is None


def test_the_longest_password_is_not_cut_off() -> None:
    whole = (secrets.token_urlsafe(MAXIMUM_LENGTH) * 2)[:MAXIMUM_LENGTH]
    assert fault_in(whole) is None
    assert fault_in(whole + "x") is PasswordFault.TOO_LONG


def test_more_than_three_thousand_passwords_of_the_right_length_are_refused() -> None:
    long_enough = {word for word in chain(*FREQUENCY_LISTS.values()) if len(word) >= MINIMUM_LENGTH}
    assert len(long_enough) >= 3000
    assert [word for word in long_enough if fault_in(word) is None] == []


@pytest.mark.parametrize("padding", ["1234567890!!", "2026!2026!20", "!!!!!!!!!!!!"])
def test_the_three_thousand_most_used_are_refused_with_something_put_behind(padding: str) -> None:
    most_used = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= 5]
    padded = [word + padding[: max(0, MINIMUM_LENGTH - len(word))] for word in islice(most_used, 3000)]
    assert [word for word in padded if fault_in(word) is None] == []


@given(
    st.sampled_from(sorted(DUTCH_WORDS | CONTEXT_WORDS)),
    st.text("0123456789!?.-", max_size=7),
    st.booleans(),
)
@settings(deadline=None)
def test_a_known_word_with_some_digits_is_never_a_password(word: str, tail: str, first: bool) -> None:  # noqa: FBT001
    text = f"{tail}{word.title()}" if first else f"{word.title()}{tail}"
    assert fault_in(text) is not None


@given(st.text(max_size=200))
@settings(deadline=None)
def test_every_text_gets_an_answer(text: str) -> None:
    fault = fault_in(text, [text], [text])
    assert (fault is PasswordFault.TOO_SHORT) == (len(text) < MINIMUM_LENGTH)
    assert (fault is PasswordFault.TOO_LONG) == (len(text) > MAXIMUM_LENGTH)


@given(st.binary(min_size=12, max_size=12))
@settings(deadline=None, max_examples=50)
def test_a_password_is_refused_for_who_is_called_so(salt: bytes) -> None:
    password = "vonkelzwiep" + salt.hex()[:4]
    assert fault_in(password) is None
    assert fault_in(password, ["Vonkel Zwiep"]) is PasswordFault.PERSONAL
