"""Mails in Dutch, as text and as HTML; links come from the settings, for there is no request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from portal.access.principal import Principal
from portal.models import Notice
from portal.web.notices import place_of, words_of


@dataclass(frozen=True)
class Item:
    """One thing in a mail, with the page it is about."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class RenderedMail:
    """The words of a mail."""

    subject: str
    text: str
    html: str


def render_mail(principal: Principal, notices: Sequence[Notice]) -> RenderedMail:
    """Return the mail that tells this person of these notices, one or a day's worth."""
    with force_locale("nl"):
        items = [_item(notice, principal) for notice in notices]
        subject = items[0].title if len(items) == 1 else _digest_subject(len(items))
        demonstration = bool(current_app.config["DEMONSTRATION"])
        words = {
            "name": principal.name,
            "subject": subject,
            "items": items,
            "preferences_url": public_address("notices.choose"),
            "portal_url": public_address("home.index"),
            "demonstration": demonstration,
        }
        return RenderedMail(
            subject=f"{_('DEMONSTRATIE')}: {subject}" if demonstration else subject,
            text=render_template_of_mail("mail/message.txt", words),
            html=render_template_of_mail("mail/message.html", words),
        )


def public_address(endpoint: str, **values: object) -> str:
    """Return the full address of a page, under the address the portal is known by."""
    adapter = current_app.url_map.bind("localhost")
    return f"{current_app.config['PUBLIC_URL']}{adapter.build(endpoint, values)}"


def _item(notice: Notice, principal: Principal) -> Item:
    told = words_of(notice)
    endpoint, values = place_of(notice, principal)
    return Item(told.title, told.detail, public_address(endpoint, **values))


def _digest_subject(count: int) -> str:
    return str(ngettext("%(num)s nieuwe melding", "%(num)s nieuwe meldingen", count))


def render_template_of_mail(name: str, words: Mapping[str, object]) -> str:
    """Return a mail made from its template, without the frame of a page."""
    # Not flask.render_template: that fills in the frame of a page, for which there is no request.
    return current_app.jinja_env.get_template(name).render(**words).strip() + "\n"
