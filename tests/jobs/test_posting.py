"""A mail as it travels."""

import socket

import pytest

from config.mail import SmtpServer
from portal.jobs.posting import NotSentError, SmtpPost, message_id, message_of
from portal.services.outbox import Letter

SENDER = "Mainportaal <portaal@mail.example>"
LETTER = Letter("opened:1:2", "Naam", "naam@toets.example", "Één onderwerp", "Tekst é\n", "<p>Tekst é</p>")


def test_the_same_mail_has_the_same_message_id_at_every_attempt() -> None:
    first, again = message_of(LETTER, SENDER), message_of(LETTER, SENDER)
    assert first["Message-ID"] == again["Message-ID"] == message_id("opened:1:2", SENDER)
    assert first["Message-ID"].endswith("@mail.example>")
    assert message_id("opened:1:3", SENDER) != first["Message-ID"]


def test_a_mail_has_text_and_html_and_says_it_is_automatic() -> None:
    message = message_of(LETTER, SENDER)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Subject"] == "Één onderwerp"


def test_nobody_adds_a_header() -> None:
    odd = Letter("k", "Naam", "a@b.example\r\nBcc: c@d.example", "Onderwerp", "Tekst", "<p>Tekst</p>")
    with pytest.raises(NotSentError, match="klopt niet") as refused:
        SmtpPost(SmtpServer("127.0.0.1", 1, "none"), SENDER).send(odd)
    assert refused.value.permanent


def test_a_title_in_two_lines_stops_no_mail() -> None:
    odd = Letter("k", "Naam", "a@b.example", "Onderwerp\r\nBcc: c@d.example", "Tekst", "<p>Tekst</p>")
    message = message_of(odd, SENDER)
    assert message["Subject"] == "Onderwerp Bcc: c@d.example"
    assert message["Bcc"] is None


def test_a_server_that_is_not_there_is_tried_again() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    post = SmtpPost(SmtpServer("127.0.0.1", port, "none"), SENDER)
    with pytest.raises(NotSentError, match="antwoordt niet") as refused:
        post.send(LETTER)
    assert not refused.value.permanent
    assert refused.value.unreachable
    post.close()
