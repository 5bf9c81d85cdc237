"""Handing a mail over: to a mail server, or in the demonstration to nobody."""

import hashlib
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Protocol

from config.mail import SmtpServer
from portal.domain import clock
from portal.services.outbox import Letter

TIMEOUT = 30.0
"""Seconds that a mail server may take; far less than a claim lasts."""
_REFUSED_FOR_EVER = range(500, 600)


class NotSentError(Exception):
    """Raised when a mail was not handed over.

    Permanent when trying again can not help; unreachable when it is not about this mail: there was no answer.
    """

    def __init__(self, reason: str, *, permanent: bool = False, unreachable: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.unreachable = unreachable


class Post(Protocol):
    """What can send a letter."""

    def send(self, letter: Letter) -> None:
        """Hand the letter over, or raise NotSentError."""

    def close(self) -> None:
        """Let go of what is open."""


class LocalPost:
    """Sends nothing: in a demonstration the mails stand on the page Postvak."""

    def send(self, letter: Letter) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class SmtpPost:
    """Hands mails to a mail server, over one connection for as long as that lasts."""

    def __init__(self, server: SmtpServer, sender: str) -> None:
        self._server = server
        self._sender = sender
        self._connection: smtplib.SMTP | None = None

    def send(self, letter: Letter) -> None:
        """Hand the letter over, or raise NotSentError with a reason for the mail log."""
        try:
            message = message_of(letter, self._sender)
            self._connected().send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            self.close()
            raise NotSentError(_told(code, words), permanent=code in _REFUSED_FOR_EVER) from None
        except smtplib.SMTPResponseException as error:
            self.close()
            raise NotSentError(_told(error.smtp_code, error.smtp_error)) from None
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            # What the server cannot do for one mail, it may do for the next.
            silent = not isinstance(error, smtplib.SMTPNotSupportedError)
            raise NotSentError(
                f"De mailserver antwoordt niet ({type(error).__name__}).", unreachable=silent
            ) from None
        except (ValueError, UnicodeError):
            raise NotSentError("Dit e-mailadres klopt niet.", permanent=True) from None

    def close(self) -> None:
        """End the connection."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._connection = None

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            self._connection = _connect(self._server)
        return self._connection


def message_of(letter: Letter, sender: str) -> EmailMessage:
    """Return the mail as it travels; its Message-ID is the same at every attempt."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.address
    # A line break in a title must not become a header of its own, nor stop the mail.
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = message_id(letter.key, sender)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def message_id(key: str, sender: str) -> str:
    """Return the Message-ID of a mail, by which a receiving server knows a double."""
    domain = parseaddr(sender)[1].rpartition("@")[2] or "mainportaal.example"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def _connect(server: SmtpServer) -> smtplib.SMTP:
    if server.security == "tls":
        context = ssl.create_default_context()
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    if server.security == "starttls":
        connection.starttls(context=ssl.create_default_context())
    if server.user:
        connection.login(server.user, server.password)
    return connection


def _told(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"De mailserver weigert: {code} {text}"
