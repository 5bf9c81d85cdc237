"""Whether a file that somebody sends may come in: judged by what is in it, never by what it says it is."""

from portal.domain.uploads.checking import CheckedFile, check_upload
from portal.domain.uploads.kinds import EVIDENCE_KINDS, FileKind
from portal.domain.uploads.problems import UploadProblem, UploadRefusedError

__all__ = ["EVIDENCE_KINDS", "CheckedFile", "FileKind", "UploadProblem", "UploadRefusedError", "check_upload"]
