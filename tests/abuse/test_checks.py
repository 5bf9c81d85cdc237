"""The check itself, on every file of the corpus: without pages or a database."""

import random
from io import BytesIO
from time import monotonic

import pytest
import xlsxwriter
from PIL import Image, ImageFile

from portal.domain.uploads import EVIDENCE_KINDS, FileKind, UploadProblem, UploadRefusedError, check_upload
from portal.domain.uploads.kinds import UploadLimits
from portal.domain.uploads.names import NAME_LIMIT, clean_name
from tests.abuse.corpus import HONEST, MADE_HARMLESS, REFUSED, Abuse, Disguise
from tests.abuse.making import docx, jpeg, odf, pdf, png, xlsx


def problem_of(content: bytes, name: str) -> UploadProblem | None:
    try:
        check_upload(BytesIO(content), name, EVIDENCE_KINDS)
    except UploadRefusedError as error:
        return error.problem
    return None


def test_the_corpus_is_as_large_as_was_asked() -> None:
    names = [each.what for each in REFUSED] + [each.what for each in MADE_HARMLESS]
    assert len(set(names)) == len(names) >= 60


@pytest.mark.parametrize("abuse", REFUSED, ids=lambda abuse: abuse.what)
def test_an_abusive_file_is_refused_for_what_is_wrong_with_it(abuse: Abuse) -> None:
    assert problem_of(abuse.content, abuse.name) is abuse.problem


@pytest.mark.parametrize("disguise", MADE_HARMLESS, ids=lambda disguise: disguise.what)
def test_a_disguise_comes_off(disguise: Disguise) -> None:
    checked = check_upload(BytesIO(disguise.content), disguise.name, EVIDENCE_KINDS)
    assert checked.name == disguise.kept_as
    assert not disguise.gone or disguise.gone not in checked.content


@pytest.mark.parametrize(("name", "content"), HONEST, ids=[name for name, _content in HONEST])
def test_an_honest_file_comes_in(name: str, content: bytes) -> None:
    checked = check_upload(BytesIO(content), name, EVIDENCE_KINDS)
    assert checked.name == name
    assert len(checked.sha256) == 64
    if checked.kind not in {FileKind.PNG, FileKind.JPEG}:
        assert checked.content == content


def test_a_workbook_as_a_real_program_writes_it_comes_in() -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Cijfers")
        sheet.write_formula("A1", '=CONCATENATE("a|b!", SUM(B1:B3))')
        sheet.write_url("A2", "https://www.rijksoverheid.nl/")
        sheet.insert_image("B4", "x.png", {"image_data": BytesIO(png())})
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Cijfers!$B$1:$B$3"})
        sheet.insert_chart("D1", chart)
    assert problem_of(made.getvalue(), "cijfers.xlsx") is None


def test_half_a_picture_is_refused_whatever_another_library_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    half = png((400, 300))[:120]
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert problem_of(half, "foto.png") is UploadProblem.DAMAGED


def test_a_kind_that_is_not_asked_for_is_refused() -> None:
    with pytest.raises(UploadRefusedError) as refused:
        check_upload(BytesIO(docx()), "verslag.docx", {FileKind.XLSX})
    assert refused.value.problem is UploadProblem.NOT_ALLOWED
    assert check_upload(BytesIO(xlsx()), "verslag.xlsx", {FileKind.XLSX}).kind is FileKind.XLSX


def test_no_more_is_read_than_the_limit() -> None:
    endless = BytesIO(pdf() + b" " * 5_000_000)
    with pytest.raises(UploadRefusedError) as refused:
        check_upload(endless, "verslag.pdf", EVIDENCE_KINDS, UploadLimits(size=100_000))
    assert refused.value.problem is UploadProblem.TOO_BIG
    assert endless.tell() == 100_001


def test_a_photo_stands_upright_and_keeps_its_picture() -> None:
    checked = check_upload(BytesIO(jpeg((60, 20), place=True)), "foto.jpg", EVIDENCE_KINDS)
    with Image.open(BytesIO(checked.content)) as picture:
        assert picture.size == (20, 60)
        assert not picture.getexif()
        red, green, blue = picture.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
        assert abs(red - 200) + abs(green - 120) + abs(blue - 40) < 20


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_any_colours_comes_through(mode: str) -> None:
    made = BytesIO()
    Image.new(mode, (9, 7)).save(made, "PNG")
    checked = check_upload(BytesIO(made.getvalue()), "a.png", EVIDENCE_KINDS)
    with Image.open(BytesIO(checked.content)) as picture:
        assert (picture.size, picture.mode) == ((9, 7), mode)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_photo_of_any_colours_comes_through(mode: str) -> None:
    made = BytesIO()
    Image.new(mode, (9, 7)).save(made, "JPEG")
    assert check_upload(BytesIO(made.getvalue()), "a.jpg", EVIDENCE_KINDS).kind is FileKind.JPEG


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", pdf()), ("a.docx", docx()), ("a.xlsx", xlsx()), ("a.png", png()), ("a.jpg", jpeg())],
)
def test_damage_anywhere_is_refused_or_harmless_and_never_a_fault(name: str, content: bytes) -> None:
    chance = random.Random(name)  # noqa: S311 - to repeat, not to hide
    for _attempt in range(150):
        damaged = bytearray(content)
        for _byte in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        problem_of(bytes(damaged[: chance.randint(1, len(damaged))]), name)


def test_a_name_is_a_label_and_nothing_else() -> None:
    chance = random.Random(7)  # noqa: S311 - to repeat, not to hide
    signs = "ab/\\.:<>\"|?*\0\r\n\t\u202e\u200b\ud800é 😀%;'`$-=+@"
    for _attempt in range(2_000):
        name = clean_name("".join(chance.choice(signs) for _sign in range(chance.randint(0, 200))))
        assert len(name) <= NAME_LIMIT
        assert name == name.strip(". ")
        assert not set('/\\:<>"|?*\0\r\n\t\u202e\u200b\ud800') & set(name)
        assert clean_name(name) == name


BEGINNINGS = 200_000
"""Enough to take minutes where a search looks past each beginning to the end of the file."""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("veld.docx", docx({"word/a.xml": b"<w:instrText " * BEGINNINGS})),
        ("woord.docx", docx({"word/a.xml": b"instrText" * BEGINNINGS})),
        ("formule.xlsx", xlsx({"xl/a.xml": b"<f " * BEGINNINGS})),
        ("opmerking.docx", docx({"word/a.xml": b"<!--" * BEGINNINGS})),
        ("plaatje.odt", odf("odt", {"a.xml": b"<image href " * BEGINNINGS})),
        ("objecten.pdf", pdf("", b"/ObjStm stream\n" * BEGINNINGS)),
        ("stromen.pdf", pdf("", b"stream\n" * BEGINNINGS)),
    ],
)
def test_a_file_of_nothing_but_beginnings_takes_no_time(name: str, content: bytes) -> None:
    before = monotonic()
    problem_of(content, name)
    assert monotonic() - before < 20


@pytest.mark.parametrize(
    "field",
    [
        "<w:instrText><![CDATA[DDEAUTO c:\\\\a]]></w:instrText>",
        "<w:instrText>DD<!-- niets -->E a</w:instrText>",
        '<w:instrText a=">">DDE a</w:instrText>',
        "<w:fldSimple w:instr = 'QUOTE \"x\" DDE a'/>",
    ],
)
def test_a_field_that_fetches_is_found_however_it_is_written(field: str) -> None:
    assert problem_of(docx(body=field), "rapport.docx") is UploadProblem.EXTERNAL


def test_a_formula_that_acts_is_found_behind_an_attribute_that_looks_like_an_end() -> None:
    cells = """<c r="A1"><f a='">'>WEBSERVICE("https://x")</f></c>"""
    assert problem_of(xlsx(cells=cells), "cijfers.xlsx") is UploadProblem.ACTIVE
