"""When everything in a round happens."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta

from portal.demo.agenda import Agenda
from portal.demo.courses import COURSES, Course, Return
from portal.demo.moments import Round, working_moment
from portal.demo.reporting import Reporting

_PLANNED_AHEAD = timedelta(days=14)
_CLOSED_AFTER = 16
_ADOPTED_AFTER = 37
_CORRECTED_AFTER = 51
_SHORTLY = timedelta(minutes=15)


class Diary:
    """The moments of one report: each after the one before, none before the period is open."""

    def __init__(self, agenda: Agenda, this_round: Round) -> None:
        self._agenda = agenda
        self._round = this_round
        self.last = this_round.opening

    def note(self, day: int, clock_time: time, happens: Callable[[], None]) -> None:
        """Write down what happens so many days after the due date."""
        self.last = max(self._round.moment(day, clock_time), self.last + _SHORTLY)
        self._agenda.note(self.last, happens)


def schedule_round(
    agenda: Agenda, this_round: Round, reporting: Reporting, networks: Mapping[str, Sequence[str]]
) -> datetime:
    """Write a whole round in the agenda, for networks with their maatregelen; return when it is over."""
    planning = working_moment(this_round.dates.submit_from - _PLANNED_AHEAD, time(11, 0))
    agenda.note(planning, reporting.plan)
    agenda.note(this_round.opening, reporting.open)
    last = this_round.opening
    for network, codes in networks.items():
        diary = Diary(agenda, this_round)
        _schedule_report(diary, reporting, network, codes, COURSES[network][this_round.number])
        last = max(last, diary.last)
    if this_round.is_open:
        return last
    agenda.note(working_moment(this_round.day(_CLOSED_AFTER), time(17, 0), forward=True), reporting.close)
    adoption = adoption_of(this_round)
    agenda.note(adoption, reporting.adopt)
    afterwards = working_moment(this_round.day(_CORRECTED_AFTER), time(10, 25), forward=True)
    agenda.note(afterwards, reporting.correct_afterwards)
    return adoption


def adoption_of(this_round: Round) -> datetime:
    """Return the moment at which the stuurgroep adopts a round."""
    return working_moment(this_round.day(_ADOPTED_AFTER), time(15, 30), forward=True)


def _schedule_report(
    diary: Diary, reporting: Reporting, network: str, codes: Sequence[str], course: Course
) -> None:
    _schedule_writing(diary, reporting, network, codes, course)
    if course.submitted is not None:
        diary.note(course.submitted, time(14, 20), lambda: reporting.submit(network))
    if course.returned is not None:
        _schedule_return(diary, reporting, network, course.returned)
    if course.accepted is not None:
        diary.note(course.accepted, time(16, 5), lambda: reporting.accept(network))


def _schedule_writing(
    diary: Diary, reporting: Reporting, network: str, codes: Sequence[str], course: Course
) -> None:
    diary.note(course.written, time(8, 50), lambda: reporting.sign_in(network))
    for number, code in enumerate(codes):
        begun = time(9, 10 + 7 * (number % 5))

        def write(code: str = code) -> None:
            reporting.write(network, code, course.returned)

        diary.note(course.written, begun, write)
    diary.note(course.written, time(13, 35), lambda: reporting.write_section(network, course.returned))
    diary.note(course.written, time(13, 50), lambda: reporting.write_money(network))


def _schedule_return(diary: Diary, reporting: Reporting, network: str, returned: Return) -> None:
    diary.note(returned.on, time(13, 40), lambda: reporting.send_back(network, returned))
    if returned.corrected_on is not None:
        diary.note(returned.corrected_on, time(9, 50), lambda: reporting.correct(network, returned))
        diary.note(returned.corrected_on, time(11, 25), lambda: reporting.submit(network))
