"""Mails that bring a link for an account: an invitation, a new password, a new address."""

from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.domain.accounts import TokenPurpose
from portal.models import AccountToken
from portal.services.tokens import secret_of
from portal.web.formats import moment
from portal.web.mail import RenderedMail, public_address, render_template_of_mail

ENDPOINTS = {
    TokenPurpose.INVITATION: "invitations.accept",
    TokenPurpose.PASSWORD_RESET: "passwords.choose",
    TokenPurpose.EMAIL_CHANGE: "own_email.confirm",
}
"""The page each link opens, with the secret as `geheim`."""


@dataclass(frozen=True)
class Words:
    """What a mail with a link says."""

    subject: str
    detail: str
    button: str


def link_of(token: AccountToken) -> str:
    """Return the full address of a link."""
    secret = secret_of(token, current_app.config["SECRET_KEY"])
    return public_address(ENDPOINTS[token.purpose], geheim=secret)


def render_token_mail(token: AccountToken) -> RenderedMail:
    """Return the mail that brings this link."""
    with force_locale("nl"):
        until = _("De link werkt één keer, tot %(moment)s.", moment=moment(token.expires_at))
        return _rendered(token, _words(token.purpose), link_of(token), until)


def render_asked_mail(token: AccountToken) -> RenderedMail:
    """Return the mail that tells the present address of a link to another one; it names neither."""
    with force_locale("nl"):
        words = Words(
            _("Nieuw e-mailadres aangevraagd"),
            _(
                "U vroeg om voortaan met een ander e-mailadres in te loggen. Er verandert niets zolang de "
                "link in de mail naar dat adres niet is gebruikt. Was u dit niet? Stel dan direct een nieuw "
                "wachtwoord in en waarschuw een beheerder: met een nieuw wachtwoord vervalt die link."
            ),
            _("Nieuw wachtwoord instellen"),
        )
        until = _("De link naar het andere adres werkt tot %(moment)s.", moment=moment(token.expires_at))
        return _rendered(token, words, public_address("passwords.forgot"), until)


def _rendered(token: AccountToken, words: Words, url: str, until: str) -> RenderedMail:
    demonstration = bool(current_app.config["DEMONSTRATION"])
    context = {
        "name": token.account.name,
        "subject": words.subject,
        "detail": words.detail,
        "button_text": words.button,
        "url": url,
        "until": until,
        "portal_url": public_address("home.index"),
        "demonstration": demonstration,
    }
    return RenderedMail(
        subject=f"{_('DEMONSTRATIE')}: {words.subject}" if demonstration else words.subject,
        text=render_template_of_mail("mail/link.txt", context),
        html=render_template_of_mail("mail/link.html", context),
    )


def _words(purpose: TokenPurpose) -> Words:
    if purpose is TokenPurpose.INVITATION:
        return Words(
            _("Uitnodiging voor Mainportaal"),
            _("U bent uitgenodigd voor Mainportaal. Kies een wachtwoord om te beginnen."),
            _("Uitnodiging aannemen"),
        )
    if purpose is TokenPurpose.PASSWORD_RESET:
        return Words(
            _("Nieuw wachtwoord voor Mainportaal"),
            _("U vroeg om een nieuw wachtwoord. Vroeg u dat niet, dan hoeft u niets te doen."),
            _("Nieuw wachtwoord kiezen"),
        )
    return Words(
        _("Bevestig uw nieuwe e-mailadres"),
        _("U wilt voortaan met dit e-mailadres inloggen. Vroeg u dat niet, dan hoeft u niets te doen."),
        _("E-mailadres bevestigen"),
    )
