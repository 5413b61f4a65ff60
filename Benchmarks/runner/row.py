"""A line of the table."""

import dataclasses


@dataclasses.dataclass
class Row:
    what: str
    figure: str
    target: str
    met: bool | None = None
    detail: str = ""


def at_least(what, ratio, target, detail=""):
    return Row(what, f"{ratio:.2f}", f"≥ {target}", ratio >= target, detail)


def at_most(what, value, target, unit="", digits=2, detail=""):
    return Row(what, f"{value:.{digits}f}{unit}", f"≤ {target}{unit}", value <= target, detail)


def table(rows):
    lines = [("what", "figure", "target", "met", "")]
    for row in rows:
        met = {True: "yes", False: "NO", None: "–"}[row.met]
        lines.append((row.what, row.figure, row.target, met, row.detail))
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    return "\n".join(
        "  ".join(f"{word:<{width}}" for word, width in zip(line, widths)) + "  " + line[4]
        for line in lines)
