"""What the pages about the own account share: who it is, and where one goes from there."""

from flask import abort, current_app, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.database import db
from portal.models import Account
from portal.queries.accounts import account_by_id
from portal.web.sign_in import current_principal
from portal.web.single_sign_on import provider

ORGANISATION = "/mijn/organisatie"

PAGES: tuple[tuple[str, LazyString, LazyString], ...] = (
    ("/mijn/gegevens", _l("Naam en taal"), _l("Hoe u in het portaal heet.")),
    ("/mijn/email", _l("E-mailadres"), _l("Waarmee u inlogt en waar mails naartoe gaan.")),
    ("/mijn/wachtwoord", _l("Wachtwoord"), _l("Een ander wachtwoord kiezen.")),
    ("/mijn/factoren", _l("Tweede factor"), _l("Een app met codes, passkeys en herstelcodes.")),
    (ORGANISATION, _l("Account van uw organisatie"), _l("Inloggen via uw eigen organisatie.")),
    ("/mijn/sessies", _l("Sessies"), _l("Waar u bent ingelogd, en dat beëindigen.")),
    ("/meldingen/voorkeuren", _l("Voorkeuren voor mail"), _l("Van welke meldingen u een mail krijgt.")),
    ("/mijn/auditspoor", _l("Auditspoor"), _l("Wat u deed, en wat anderen met uw account deden.")),
    (
        "/mijn/gegevens/downloaden",
        _l("Uw gegevens"),
        _l("Wat het portaal van u bewaart, om te lezen en mee te nemen."),
    ),
)
"""Pages about the own account: address, name, and what one does there."""


def own_pages() -> list[tuple[str, LazyString, LazyString]]:
    """Return the pages that this installation has; single sign-on can be off."""
    adapter = current_app.create_url_adapter(request)
    return [
        page
        for page in PAGES
        if adapter is not None
        and adapter.test(page[0], "GET")
        and (page[0] != ORGANISATION or provider() is not None)
    ]


def own_account() -> Account:
    """Return the account of who is signed in, with its appointments."""
    return account_by_id(db.session, current_principal().account_id or 0) or abort(404)
