"""Another password: only for who knows the present one; other devices are signed out, this one is not."""

import pytest
import sqlalchemy as sa

from portal.demo.personas import PASSWORD
from portal.domain.accounts import SessionEnd
from portal.domain.audit import AuditAction
from portal.domain.notices import NoticeKind
from portal.models import Notice, SignInSession
from portal.services.passwords import verify
from tests.own import Visit, visit

__all__ = ["visit"]
NEW = "vier losse woorden zonder verband"


def change(visit: Visit, present: str, new: str) -> tuple[int, str]:
    answer = visit.client.post("/mijn/wachtwoord", data={"huidig_wachtwoord": present, "wachtwoord": new})
    return answer.status_code, answer.get_data(as_text=True)


def test_the_new_password_works_and_others_are_signed_out(visit: Visit) -> None:
    other = visit.browser()
    with visit.client.session_transaction() as cookie:
        former = cookie["_user_id"]
    assert change(visit, PASSWORD, NEW)[0] == 302
    assert verify(visit.again(), NEW)
    assert not verify(visit.account, PASSWORD)
    assert other.get("/mijn").status_code == 302
    assert "Uw wachtwoord is gewijzigd." in visit.page("/mijn")
    with visit.client.session_transaction() as cookie:
        assert cookie["_user_id"] != former
    assert AuditAction.PASSWORD_CHANGED in visit.actions(2)
    assert visit.session.scalars(sa.select(Notice.kind)).all() == [NoticeKind.PASSWORD_CHANGED]
    ends = visit.session.scalars(sa.select(SignInSession.end_reason).order_by(SignInSession.id)).all()
    assert ends == [SessionEnd.REPLACED, SessionEnd.PASSWORD_CHANGED, None]


def test_a_wrong_present_password_is_told_and_slowed_down(visit: Visit) -> None:
    tries = [change(visit, "verkeerd wachtwoord", NEW) for _time in range(4)]
    assert {status for status, _page in tries} == {422}
    page = tries[-1][1]
    assert "Dit wachtwoord klopt niet" in page
    assert NEW not in page
    assert change(visit, "verkeerd wachtwoord", NEW)[0] == 429
    assert change(visit, PASSWORD, NEW)[0] == 429
    assert visit.actions(1) == [AuditAction.REAUTHENTICATION_REFUSED]
    assert verify(visit.again(), PASSWORD)


@pytest.mark.parametrize(
    ("new", "message"),
    [("kort", "te kort"), ("welkom01welkom01", "wachtwoord"), ("", "Vul een nieuw wachtwoord in.")],
)
def test_a_weak_password_is_refused_with_the_reason(visit: Visit, new: str, message: str) -> None:
    status, page = change(visit, PASSWORD, new)
    assert status == 422
    assert message in page
    assert verify(visit.again(), PASSWORD)
    assert visit.client.get("/mijn").status_code == 200


def test_who_has_no_password_is_told_so(visit: Visit) -> None:
    visit.account.password_hash = ""
    visit.session.commit()
    assert "U hebt hier geen wachtwoord" in visit.page("/mijn/wachtwoord")
    assert change(visit, "iets", NEW)[0] == 422
    assert visit.again().password_hash == ""
