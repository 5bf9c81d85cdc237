"""Files made on the spot: honest ones, and the pieces of which dishonest ones are made."""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO

from PIL import Image, PngImagePlugin

MAIN = "application/vnd.openxmlformats-officedocument."
DOCX_TYPE = f"{MAIN}wordprocessingml.document.main+xml"
XLSX_TYPE = f"{MAIN}spreadsheetml.sheet.main+xml"
PPTX_TYPE = f"{MAIN}presentationml.presentation.main+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8"?>'

Entries = Mapping[str, bytes | str]


def archive(entries: Iterable[tuple[str | zipfile.ZipInfo, bytes | str]], comment: bytes = b"") -> bytes:
    """A zip file of these entries, in this order."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packing:
        for name, content in entries:
            packing.writestr(name, content)
        packing.comment = comment
    return made.getvalue()


def types(main: str, *more: str) -> str:
    """The list of content types of an Office document."""
    overrides = "".join(
        f'<Override PartName="/deel{place}.xml" ContentType="{each}"/>'
        for place, each in enumerate((main, *more))
    )
    return f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{overrides}</Types>'


def relations(*entries: str) -> str:
    """A list of relations of a part."""
    inside = "".join(entries)
    return (
        f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{inside}</Relationships>"
    )


def relation(kind: str, target: str, mode: str = "External") -> str:
    """One relation, pointing outside unless told otherwise."""
    return f'<Relationship Id="r1" Type="{RELATION}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def docx(extra: Entries | None = None, *, main: str = DOCX_TYPE, body: str = "<w:t>Tekst</w:t>") -> bytes:
    """A small Word document."""
    return archive(
        [
            ("[Content_Types].xml", types(main)),
            ("_rels/.rels", relations(relation("officeDocument", "word/document.xml", "Internal"))),
            ("word/document.xml", f'{XML}<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>'),
            *(extra or {}).items(),
        ]
    )


def xlsx(extra: Entries | None = None, *, main: str = XLSX_TYPE, cells: str = "<c><v>1</v></c>") -> bytes:
    """A small Excel workbook."""
    return archive(
        [
            ("[Content_Types].xml", types(main)),
            ("_rels/.rels", relations(relation("officeDocument", "xl/workbook.xml", "Internal"))),
            ("xl/workbook.xml", f"{XML}<workbook/>"),
            (
                "xl/worksheets/sheet1.xml",
                f"{XML}<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>",
            ),
            *(extra or {}).items(),
        ]
    )


def pptx(extra: Entries | None = None) -> bytes:
    """A small PowerPoint presentation."""
    return archive(
        [
            ("[Content_Types].xml", types(PPTX_TYPE)),
            ("ppt/presentation.xml", f"{XML}<presentation/>"),
            *(extra or {}).items(),
        ]
    )


def odf(kind: str, extra: Entries | None = None, *, content: str = "<text/>", manifest: str = "") -> bytes:
    """A small OpenDocument file: text or spreadsheet."""
    first = zipfile.ZipInfo("mimetype")
    first.compress_type = zipfile.ZIP_STORED
    return archive(
        [
            (first, f"application/vnd.oasis.opendocument.{kind}"),
            (
                "content.xml",
                f"{XML}<office:document-content xmlns:office='o'>{content}</office:document-content>",
            ),
            (
                "META-INF/manifest.xml",
                f"{XML}<manifest:manifest xmlns:manifest='m'>{manifest}</manifest:manifest>",
            ),
            *(extra or {}).items(),
        ]
    )


def pdf(catalog: str = "", *objects: bytes, trailer: str = "") -> bytes:
    """A small PDF with a page; more in the catalog, more objects and more in the trailer when asked."""
    made = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(
        (
            f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>",
            *objects,
        ),
        1,
    ):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(made)
    made += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    made += (
        f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return bytes(made)


def stream(dictionary: str, body: bytes) -> bytes:
    """An object of a PDF that holds data."""
    return f"<< {dictionary} /Length {len(body)} >>\nstream\n".encode() + body + b"\nendstream"


def packed_objects(*words: str) -> bytes:
    """Objects packed together, as PDF does since 1.5."""
    return stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", zlib.compress(" ".join(words).encode()))


def png(size: tuple[int, int] = (40, 30), *, words: Mapping[str, str] | None = None) -> bytes:
    """A small picture, with words hidden in it when asked."""
    made, hidden = BytesIO(), PngImagePlugin.PngInfo()
    for name, text in (words or {}).items():
        hidden.add_text(name, text)
    Image.new("RGB", size, (20, 90, 160)).save(made, "PNG", pnginfo=hidden)
    return made.getvalue()


def jpeg(size: tuple[int, int] = (40, 30), *, place: bool = False, comment: bytes = b"") -> bytes:
    """A small photo, with the place where it was taken when asked."""
    made, picture = BytesIO(), Image.new("RGB", size, (200, 120, 40))
    about = Image.Exif()
    if place:
        about[0x010F] = "Geheime Camera"
        about[0x0112] = 6
        about.get_ifd(0x8825)[1] = "N"
        about.get_ifd(0x8825)[2] = (52.0, 4.0, 30.0)
    picture.save(made, "JPEG", exif=about, comment=comment)
    return made.getvalue()


def wide_png(width: int, height: int) -> bytes:
    """A picture that says it is very big, in very few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1_000))
        + chunk(b"IEND", b"")
    )


def lying_sizes(packed: bytes, real: int, told: int) -> bytes:
    """The same zip file, with every size that was real told as another."""
    return packed.replace(struct.pack("<I", real), struct.pack("<I", told))


def with_bit(packed: bytes, bit: int) -> bytes:
    """The same zip file with a flag set on every entry, in the list and beside the entry."""
    made = bytearray(packed)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = made.find(mark)
        while place >= 0:
            made[place + offset] |= bit
            place = made.find(mark, place + 4)
    return bytes(made)
