"""What stands in every workbook of plain tables, whatever its rows are: looks, sheets, paper."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

TEXT, STRONG, HEAD, DAY, WHOLE, DECIMAL = range(6)
"""The looks of a cell, in the order of the styles below."""

_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_VENDOR = "application/vnd.openxmlformats"
_KIND = f"{_VENDOR}-officedocument.spreadsheetml"
_CORE = "docProps/core.xml"
SHARED = "xl/sharedStrings.xml"
"""Where words stand that are in many cells."""
_CORE_KIND = f"{_PACKAGE}/relationships/metadata/core-properties"
_TOP = '<alignment vertical="top" wrapText="1"/>'
_FONT = '<sz val="11"/>{}<name val="Calibri"/><family val="2"/>'
_STYLES = f"""{_DECLARED}<styleSheet xmlns="{_MAIN}">\
<numFmts count="1"><numFmt numFmtId="164" formatCode="d\\-m\\-yyyy"/></numFmts>\
<fonts count="3"><font>{_FONT.format("")}</font><font><b/>{_FONT.format("")}</font>\
<font><b/>{_FONT.format('<color rgb="FFFFFFFF"/>')}</font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FF1F3A5F"/></patternFill></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="6">{
    "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" '
        f'applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">{_TOP}</xf>'
        for number, font, fill in ((0, 0, 0), (0, 1, 0), (0, 2, 2), (164, 0, 0), (3, 0, 0), (0, 0, 0))
    )
}</cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
_PAPER = (
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>'
    "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
)


def fixed_parts(titles: Sequence[str], made_at: datetime) -> Iterator[tuple[str, str]]:
    """Return name and text of each part but the sheets."""
    sheets = [f"worksheets/sheet{number}.xml" for number, _title in enumerate(titles, start=1)]
    yield "[Content_Types].xml", _types(sheets)
    yield "_rels/.rels", _relations({"xl/workbook.xml": f"{_OFFICE}/officeDocument", _CORE: _CORE_KIND})
    yield _CORE, _made(made_at)
    yield "xl/workbook.xml", _book(titles)
    kinds = dict.fromkeys(sheets, f"{_OFFICE}/worksheet")
    yield (
        "xl/_rels/workbook.xml.rels",
        _relations(
            kinds | {"styles.xml": f"{_OFFICE}/styles", "sharedStrings.xml": f"{_OFFICE}/sharedStrings"}
        ),
    )
    yield "xl/styles.xml", _STYLES


def sheet_start(widths: Sequence[int], fixed: int, *, has_heads: bool) -> str:
    """Return what comes before the rows; where there are heads, they and the fixed columns stay in sight."""
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, start=1)
    )
    corner = f"{chr(ord('A') + fixed)}2"
    view = (
        f'<pane xSplit="{fixed}" ySplit="1" topLeftCell="{corner}" activePane="bottomRight" state="frozen"/>'
        if has_heads
        else ""
    )
    return (
        f'{_DECLARED}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{view}</sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>"
    )


def shared_words(each: str) -> str:
    """Return the list of words that are in many cells."""
    return f'{_DECLARED}<sst xmlns="{_MAIN}">{each}</sst>'


def sheet_end(*, has_heads: bool) -> str:
    """Return what comes after the rows."""
    return f"</sheetData>{_PAPER if has_heads else ''}</worksheet>"


def _types(sheets: Sequence[str]) -> str:
    """Return what each part is."""
    kinds = {
        "xl/workbook.xml": f"{_KIND}.sheet.main+xml",
        "xl/styles.xml": f"{_KIND}.styles+xml",
        SHARED: f"{_KIND}.sharedStrings+xml",
        _CORE: f"{_VENDOR}-package.core-properties+xml",
        **{f"xl/{sheet}": f"{_KIND}.worksheet+xml" for sheet in sheets},
    }
    each = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'{_DECLARED}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_VENDOR}-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{each}</Types>'
    )


def _made(made_at: datetime) -> str:
    """Return who made the workbook, and when."""
    return (
        f'{_DECLARED}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>Mainportaal</dc:creator>'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}'
        "</dcterms:created></cp:coreProperties>"
    )


def _book(titles: Sequence[str]) -> str:
    """Return which sheets there are; all but the first repeat their heads on paper."""
    sheets = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles, start=1)
    )
    names = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">{_quoted(title)}!$1:$1</definedName>'
        for place, title in enumerate(titles)
        if place
    )
    named = f"<definedNames>{names}</definedNames>" if names else ""
    spaces = f'xmlns="{_MAIN}" xmlns:r="{_OFFICE}"'
    return f"{_DECLARED}<workbook {spaces}><sheets>{sheets}</sheets>{named}</workbook>"


def _relations(kinds: Mapping[str, str]) -> str:
    """Return what belongs together: each part by its place, with its kind."""
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{place}"/>'
        for number, (place, kind) in enumerate(kinds.items(), start=1)
    )
    return f'{_DECLARED}<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _quoted(title: str) -> str:
    """Return the name of a sheet as a formula names it."""
    return escape("'{}'".format(title.replace("'", "''")))
