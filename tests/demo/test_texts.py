import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.demo.courses import COURSES, Return
from portal.demo.story import OTHER, TEXTS, read_story
from portal.domain.reports import TEXT_LIMIT, ProgressContent, judgement_gaps, progress_gaps

ROUNDS = 4
MONTHS_AND_SEASONS = (
    "januari februari maart april mei juni juli augustus september oktober november december "
    "lente voorjaar zomer herfst najaar winter"
)
STORY = read_story()


def _contents() -> Iterator[tuple[str, int, ProgressContent]]:
    for code, texts in STORY.maatregelen.items():
        for number, text in enumerate(texts):
            if isinstance(text, ProgressContent):
                yield code, number, text


def _texts() -> list[str]:
    found = [
        words
        for _, _, text in _contents()
        for words in (text.done, text.result, text.next_step, text.recovery)
    ]
    for sections in STORY.networks.values():
        for section in sections:
            if section is not None:
                found += [section.summary, *(judgement.explanation for judgement in section.judgements())]
    return [words for words in found if words]


def _network(code: str) -> str:
    prefixes = {"rtm": 0, "zwb": 1, "nzkg": 2, "sch": 3, "blo": 4, "ovk": 5}
    return list(COURSES)[prefixes[code.partition("-")[0]]]


def _returns() -> list[Return]:
    return [course.returned for courses in COURSES.values() for course in courses if course.returned]


def test_every_round_of_everything_is_told() -> None:
    assert {len(texts) for texts in STORY.maatregelen.values()} == {ROUNDS}
    assert {len(sections) for sections in STORY.networks.values()} == {ROUNDS}
    assert len(STORY.maatregelen) == 28 + 1


def test_what_is_submitted_has_no_gaps() -> None:
    for code, number, text in _contents():
        if code == OTHER or COURSES[_network(code)][number].submitted is not None:
            assert progress_gaps(text) == [], (code, number)
    for network, sections in STORY.networks.items():
        for course, section in zip(COURSES[network], sections, strict=True):
            if course.submitted is not None:
                assert section is not None
                assert not any(judgement_gaps(judgement) for judgement in section.judgements())


def test_no_text_is_used_twice() -> None:
    repeated = [words for words, times in Counter(_texts()).items() if times > 1]
    assert repeated == []


def test_every_maatregel_has_three_texts_of_its_own_or_says_that_nothing_changed() -> None:
    own = Counter(code for code, _, _ in _contents())
    assert {code for code, times in own.items() if times < 3} == {"ovk-07"}
    assert STORY.progress("ovk-07", 2) == STORY.progress("ovk-07", 3) == "unchanged"


@pytest.mark.parametrize("word", MONTHS_AND_SEASONS.split())
def test_no_text_names_a_month_or_a_season(word: str) -> None:
    """The rounds move along with today, so that such a word would be wrong half of the time."""
    assert not [words for words in _texts() if re.search(rf"\b{word}\b", words, re.IGNORECASE)]


def test_texts_are_sentences_of_a_readable_length() -> None:
    for words in _texts():
        assert words == words.strip()
        assert words.endswith("."), words
        assert words[0].isupper() or words[0].isdigit()
        assert 30 <= len(words) < TEXT_LIMIT / 10, words
        assert "  " not in words


def test_what_is_sent_back_says_what_was_wrong_and_stood_there_differently() -> None:
    for returned in _returns():
        assert all(len(reason) > 40 for reason in returned.reasons.values())
        assert set(returned.first_texts) <= set(returned.reasons)
        if returned.corrected_on is not None:
            assert set(returned.first_texts) == set(returned.reasons)


def test_every_file_with_texts_says_that_they_are_invented() -> None:
    files: list[Path] = sorted(TEXTS.rglob("*.yaml"))
    assert files
    for path in files:
        head = " ".join(path.read_text(encoding="utf-8").partition("\n\n")[0].replace("#", " ").split())
        assert "Alles is verzonnen." in head, path
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 150
