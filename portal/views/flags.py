"""Aandachtspunten: what stands out in the coherence of the plans, and what is decided about it."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.areas import Area
from portal.domain.errors import FlagChangedError, StaleVersionError
from portal.domain.flags import MOST_NAMED, FlagKind, remembered
from portal.domain.similarity import MOST_COMPARED
from portal.forms.flag import DispositionForm
from portal.queries.action_owners import PossibleOwner, possible_owners
from portal.queries.flag_facts import FOLLOWS_FROM
from portal.queries.flags import FlagBoard, FlagState, flag_board
from portal.queries.maatregel_states import states_of
from portal.queries.networks import network_lines
from portal.services import flags as service
from portal.services.flags import Seen
from portal.views.keeping import forget_kept, kept_here
from portal.views.paging import ListAddress, page_of
from portal.web import listing
from portal.web.doors import requires
from portal.web.flag_inputs import flag_inputs, flag_rule
from portal.web.flag_words import flag_sentence, flag_title
from portal.web.fragments import fragment
from portal.web.kept_input import restores_input
from portal.web.labels import choices, label
from portal.web.personal_data import warn_about
from portal.web.sign_in import current_principal

blueprint = Blueprint("flags", __name__)
ALL = "/samenhang/signaleringen"
ONE = f"{ALL}/<flag_slug>"
OPEN, DECIDED, GONE = "open", "besloten", "voorbij"


@blueprint.get(ALL)
@requires(Permission.READ_FLAGS)
def index() -> str:
    """List what stands out; of what waits for a decision, first what came back."""
    kinds = [("", _("Alle")), *choices(FlagKind)]
    networks = [("", _("Alle")), *((each.code, each.short_title) for each in network_lines(db.session))]
    chosen = {
        "stand": listing.chosen("stand", (DECIDED, GONE)),
        "soort": listing.chosen("soort", [value for value, _words in kinds]),
        "netwerk": listing.chosen("netwerk", [value for value, _words in networks]),
    }

    def context() -> dict[str, Any]:
        board = _board()
        found = {
            stand: [state for state in states if _is_wanted(state, chosen)]
            for stand, states in _by_stand(board).items()
        }
        rows = found[chosen["stand"] or OPEN]
        return {
            "page": page_of(len(rows), lambda limit, offset: rows[offset : offset + limit]),
            "kinds": kinds,
            "networks": networks,
            "counts": _counts(board),
            "tabs": [_tab(stand, len(states), chosen) for stand, states in found.items()],
            "address": ListAddress("flags.index", chosen, listing.Sort("soort", descending=False)),
            "flag_title": flag_title,
            "flag_sentence": flag_sentence,
            "names": board.names,
            "MOST_NAMED": MOST_NAMED,
        }

    visibility = current_principal().visibility().of_counted()
    key = (visibility, clock.today(), tuple(chosen.values()), listing.page_number())
    areas = (*FOLLOWS_FROM, Area.STEERING, Area.PEOPLE)
    return render_template("flags/index.html", content=fragment("flags/_content.html", areas, key, context))


@blueprint.get(ONE)
@restores_input
@requires(Permission.READ_FLAGS)
def show(flag_slug: str) -> str:
    """Show one flag with everything it rests on and what was decided about it."""
    board = _board()
    state = board.by_slug(flag_slug) or abort(404)
    kept = kept_here() if _may_decide() and not state.gone else None
    return _page(board, state, DispositionForm(formdata=kept))


@blueprint.post(ONE)
@requires(Permission.DISPOSE_FLAGS)
def dispose(flag_slug: str) -> Response | tuple[str, int]:
    """Record what is decided, unless the facts on the page are no longer true."""
    board = _board()
    state = board.by_slug(flag_slug) or abort(404)
    if state.gone:
        flash(_("Dit aandachtspunt speelt niet meer. Uw besluit is niet vastgelegd."), "attention")
        return _page(board, state, DispositionForm()), 409
    form = DispositionForm()
    owners = _offer(form, state)
    if not form.validate():
        return _page(board, state, form, owners), 422
    actor, title = current_principal().actor, flag_title(state.flag)
    try:
        service.dispose_flag(db.session, actor, state.flag, title, form.seen(), form.content())
    except FlagChangedError:
        flash(_("De feiten zijn intussen veranderd. Lees ze opnieuw en besluit dan."), "attention")
        return _page(board, state, form, owners), 409
    except StaleVersionError:
        flash(_("Iemand anders heeft intussen hierover besloten. Uw tekst staat er nog."), "attention")
        return _page(board, state, form, owners), 409
    forget_kept(request.path)
    db.session.commit()
    warn_about(form)
    flash(_("Het besluit is vastgelegd."), "good")
    return redirect(url_for("flags.show", flag_slug=flag_slug))


def _board() -> FlagBoard:
    return flag_board(db.session, current_principal().visibility(), clock.today())


def _may_decide() -> bool:
    return current_principal().allows(Permission.DISPOSE_FLAGS)


def _by_stand(board: FlagBoard) -> dict[str, Sequence[FlagState]]:
    return {
        OPEN: sorted(
            (state for state in board.states if state.is_open), key=lambda state: state.former is None
        ),
        DECIDED: [state for state in board.states if not state.is_open],
        GONE: board.gone,
    }


def _is_wanted(state: FlagState, chosen: dict[str, str]) -> bool:
    of_kind = chosen["soort"] in {"", state.flag.kind.value}
    return of_kind and (not chosen["netwerk"] or chosen["netwerk"] in state.flag.networks)


def _counts(board: FlagBoard) -> list[tuple[FlagKind, int, int]]:
    """Return of each kind how many are open, and how many there are."""
    return [
        (
            kind,
            sum(state.is_open for state in board.states if state.flag.kind is kind),
            sum(state.flag.kind is kind for state in board.states),
        )
        for kind in FlagKind
    ]


def _tab(stand: str, count: int, chosen: dict[str, str]) -> dict[str, object]:
    words = {OPEN: _("Open"), DECIDED: _("Besloten"), GONE: _("Speelt niet meer")}
    now = {**chosen, "stand": "" if stand == OPEN else stand}
    arguments: dict[str, Any] = {name: value for name, value in now.items() if value}
    return {
        "label": words[stand],
        "url": url_for("flags.index", **arguments),
        "current": now["stand"] == chosen["stand"],
        "count": count,
    }


def _offer(form: DispositionForm, state: FlagState) -> list[PossibleOwner]:
    owners = possible_owners(db.session, state.flag.networks, clock.today())
    form.offer(
        owners,
        [
            (
                owner.value,
                ", ".join(filter(None, (owner.account.name, str(label(owner.role)), owner.network_title))),
            )
            for owner in owners
        ],
    )
    return owners


def _page(
    board: FlagBoard, state: FlagState, form: DispositionForm, owners: Sequence[PossibleOwner] | None = None
) -> str:
    decides = _may_decide() and not state.gone
    if decides:
        if owners is None:
            _offer(form, state)
        form.show_seen(Seen(state.flag.fingerprint, state.newest_id))
    return render_template(
        "flags/show.html",
        state=state,
        flag=state.flag,
        title=flag_title(state.flag),
        sentence=flag_sentence(state.flag),
        inputs=flag_inputs(state.flag),
        rule=flag_rule(state.flag.kind),
        compared=state.flag.maatregelen[:MOST_COMPARED] if state.flag.kind is FlagKind.OVERLAP else (),
        maatregelen=states_of(db.session, current_principal().visibility(), state.flag.maatregelen),
        form=form if decides else None,
        then=[(each, flag_sentence(remembered(each.key, each.facts, board.names))) for each in state.history],
    )
