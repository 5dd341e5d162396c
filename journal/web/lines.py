"""A sentence that tells something, and where to go from it: what one feature says on the page of another."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence; ``endpoint`` and ``values`` make the address it leads to, when there is one."""

    sentence: str
    endpoint: str = ""
    values: dict[str, object] = field(default_factory=dict)
