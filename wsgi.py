"""The portal as gunicorn and other WSGI servers find it."""

from portal.app import create_app

app = create_app()
