"""What the portal makes up for one attempt, to recognise the answer by."""

from dataclasses import dataclass

_LENGTH = 48


@dataclass(frozen=True)
class Attempt:
    """The secrets of one attempt: the browser keeps them, and the answer must fit."""

    state: str
    nonce: str
    verifier: str
    again: bool = False
    """Whether somebody has to show anew who they are, also when the provider still knows."""

    @classmethod
    def fresh(cls, *, again: bool = False) -> "Attempt":
        """Make up new secrets."""
        from authlib.common.security import generate_token  # noqa: PLC0415 - only where it is used

        return cls(generate_token(_LENGTH), generate_token(_LENGTH), generate_token(_LENGTH), again)

    @property
    def challenge(self) -> str:
        """What the provider sees of the verifier before it is used (PKCE, S256)."""
        from authlib.oauth2.rfc7636 import create_s256_code_challenge  # noqa: PLC0415 - as above

        return str(create_s256_code_challenge(self.verifier))
