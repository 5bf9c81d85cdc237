"""Headers that every answer carries (design: security R16, R17, R27; internet.nl)."""

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
    "report-uri /browsermeldingen; report-to browsermeldingen"
)
_FAILED = 400
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Reporting-Endpoints": 'browsermeldingen="/browsermeldingen"',
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def security_headers(*, secure: bool) -> dict[str, str]:
    """Return the headers of any answer; over https also that it must stay https."""
    if not secure:
        return HEADERS
    return {**HEADERS, "Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def init_app(app: Flask) -> None:
    """Put the headers on every answer, and keep pages out of caches."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in security_headers(secure=request.is_secure).items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static" or response.status_code >= _FAILED:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
