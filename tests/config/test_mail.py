"""The mail server, the sender and the address for links, read from the environment."""

from pathlib import Path

import pytest

from config.mail import SmtpServer, smtp_server
from config.settings import SettingsError, load_settings

IN_EARNEST = {
    "PORTAL_SECRET_KEY": "een-sleutel-voor-de-toetsen-0123456789",
    "PORTAL_AUDIT_KEY": "een-andere-voor-het-auditspoor-9876543210",
}
MAIL = {
    "PORTAL_SMTP_URL": "starttls://portaal:geheim-woord@mail.example",
    "PORTAL_MAIL_FROM": "Mainportaal <portaal@mail.example>",
    "PORTAL_PUBLIC_URL": "https://portaal.example/",
}


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://127.0.0.1:2525", SmtpServer("127.0.0.1", 2525, "none")),
        ("smtp://mail.example", SmtpServer("mail.example", 25, "none")),
        ("smtps://u:p%40ss@mail.example", SmtpServer("mail.example", 465, "tls", "u", "p@ss")),
        ("starttls://u:p@mail.example:26", SmtpServer("mail.example", 26, "starttls", "u", "p")),
    ],
)
def test_addresses_of_mail_servers(address: str, server: SmtpServer) -> None:
    assert smtp_server(address) == server


def test_without_a_mail_server_nothing_is_sent() -> None:
    assert load_settings(IN_EARNEST).smtp is None


def test_links_have_a_fixed_address() -> None:
    settings = load_settings({**IN_EARNEST, **MAIL})
    assert settings.public_url == "https://portaal.example"
    assert settings.smtp == SmtpServer("mail.example", 587, "starttls", "portaal", "geheim-woord")
    assert "geheim-woord" not in repr(settings) + repr(settings.smtp)


def test_the_address_of_the_server_comes_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "smtp").write_text("smtps://u:p@mail.example\n", encoding="utf-8")
    given = {name: value for name, value in MAIL.items() if name != "PORTAL_SMTP_URL"}
    settings = load_settings({**IN_EARNEST, **given, "PORTAL_SMTP_URL_FILE": str(tmp_path / "smtp")})
    assert settings.smtp == SmtpServer("mail.example", 465, "tls", "u", "p")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"PORTAL_SMTP_URL": "http://mail.example"}, "begin met smtp://"),
        ({"PORTAL_SMTP_URL": "smtp://"}, "begin met smtp://"),
        ({"PORTAL_SMTP_URL": "smtp://mail.example:poort"}, "geen adres van een mailserver"),
        ({"PORTAL_SMTP_URL": "smtp://mail.example/map"}, "staat niets meer"),
        ({"PORTAL_SMTP_URL": "smtp://u:geheim@mail.example"}, "stuurt het wachtwoord leesbaar"),
        ({"PORTAL_MAIL_FROM": "geen adres"}, "geef een e-mailadres"),
        ({"PORTAL_MAIL_FROM": "Naam\r\nBcc: x@y.example <a@b.example>"}, "geef een e-mailadres"),
        ({"PORTAL_PUBLIC_URL": "portaal.example"}, "geef het adres van het portaal"),
        ({"PORTAL_PUBLIC_URL": "https://u:p@portaal.example"}, "geef het adres van het portaal"),
        ({"PORTAL_PUBLIC_URL": "http://portaal.example"}, "PORTAL_PUBLIC_URL met https://"),
        ({"PORTAL_MAIL_CLAIM_SECONDS": "1"}, "aantal seconden van 2"),
    ],
)
def test_what_cannot_be_is_refused(changed: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({**IN_EARNEST, **MAIL, **changed})
    assert message in str(refused.value)
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize("missing", ["PORTAL_MAIL_FROM", "PORTAL_PUBLIC_URL"])
def test_a_mail_server_asks_for_sender_and_address(missing: str) -> None:
    given = {name: value for name, value in MAIL.items() if name != missing}
    with pytest.raises(SettingsError, match=missing):
        load_settings({**IN_EARNEST, **given})
