"""What is wrong in the plan files, and where."""

from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Keys and places in a list that lead to a value, as written in the file."""


@dataclass(frozen=True)
class Finding:
    """One mistake: the file, the line (None when the file as a whole is meant), the path and the reason."""

    file: str
    line: int | None
    path: Path
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, regel {self.line}"
        steps = [str(step + 1) if isinstance(step, int) else step for step in self.path]
        return f"{place} ({' > '.join(steps)}): {self.message}" if steps else f"{place}: {self.message}"


class PlanError(Exception):
    """Raised when the plan files cannot be used; carries everything that was found at once."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings
