"""Files in S3-compatible storage."""

from collections.abc import Iterator
from datetime import timedelta

from obstore.exceptions import BaseError, NotFoundError
from obstore.store import ObjectStore, S3Store

from portal.filestore.store import FileMissingError, StoredFile, StoreUnavailableError, checked, is_key

_PATIENCE = timedelta(seconds=10)


class ObjectFileStore:
    """One object per key in one bucket."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def put(self, key: str, content: bytes) -> None:
        """Store the whole object; such storage shows an object only when it is whole."""
        try:
            self._objects.put(checked(key), content)
        except (BaseError, OSError) as error:
            raise StoreUnavailableError from error

    def read(self, key: str, most: int) -> bytes:
        """Return the content, at most this many bytes."""
        try:
            found = self._objects.get(checked(key))
            if found.meta["size"] <= most:
                return bytes(found.bytes())
            return bytes(self._objects.get_range(key, start=0, end=most))
        except (NotFoundError, FileNotFoundError):
            raise FileMissingError(key) from None
        except (BaseError, OSError) as error:
            raise StoreUnavailableError from error

    def delete(self, key: str) -> None:
        """Remove the object, if it is there."""
        try:
            self._objects.delete(checked(key))
        except (NotFoundError, FileNotFoundError):
            return
        except (BaseError, OSError) as error:
            raise StoreUnavailableError from error

    def files(self) -> Iterator[StoredFile]:
        """Yield every object that is ours."""
        try:
            for page in self._objects.list():
                for found in page:
                    if is_key(found["path"]):
                        yield StoredFile(found["path"], found["size"], found["last_modified"])
        except (BaseError, OSError) as error:
            raise StoreUnavailableError from error


def s3_store(
    bucket: str, *, endpoint: str, region: str, access_key: str, secret_key: str, prefix: str = ""
) -> ObjectFileStore:
    """Return the store in a bucket; an endpoint without https is for this machine only."""
    return ObjectFileStore(
        S3Store(
            bucket,
            prefix=prefix or None,
            endpoint=endpoint,
            region=region,
            access_key_id=access_key,
            secret_access_key=secret_key,
            virtual_hosted_style_request=False,
            client_options={
                "allow_http": endpoint.startswith("http://"),
                "timeout": _PATIENCE,
                "connect_timeout": _PATIENCE / 2,
            },
            retry_config={"max_retries": 2, "retry_timeout": _PATIENCE},
        )
    )
