"""A learning curve as a small SVG."""

from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 34, 44
COLOURS = ["#0072b2", "#d55e00", "#009e73"]  # Okabe and Ito's, told apart by everybody
FONT = 'font-family="sans-serif" font-size="12" fill="#333"'


@dataclass(frozen=True)
class Series:
    label: str
    points: list[tuple[float, float]]


def line_chart(title: str, y_label: str, series: list[Series]) -> str:
    """Lines over training steps, y from 0, with a legend above."""
    steps = max(x for line in series for x, _ in line.points)
    top = max(y for line in series for _, y in line.points) * 1.05

    def x_of(step: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * step / steps, 1)

    def y_of(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for tick in _ticks(top):
        parts.append(f'<path d="M{LEFT} {y_of(tick)}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y_of(tick) + 4}" text-anchor="end" {FONT}>{tick:g}</text>')
    for tick in _ticks(steps):
        parts.append(f'<text x="{x_of(tick)}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle" {FONT}>{tick:g}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH) / 2}" y="{HEIGHT - 8}" text-anchor="middle" {FONT}>training step</text>')
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(
        f'<text x="14" y="{middle}" text-anchor="middle" transform="rotate(-90 14 {middle})" {FONT}>{escape(y_label)}</text>'
    )
    legend = LEFT
    for colour, line in zip(COLOURS, series):
        path = "L".join(f"{x_of(x)} {y_of(y)}" for x, y in line.points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<path d="M{legend} 17h18" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{legend + 24}" y="21" {FONT}>{escape(line.label)}</text>')
        legend += 50 + 7 * len(line.label)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _ticks(top: float) -> list[float]:
    """0 and up to six round numbers below `top`."""
    step = next(
        size * 10.0**power for power in range(-3, 7) for size in (1, 2, 5) if top / (size * 10.0**power) <= 6
    )
    return [round(index * step, 6) for index in range(int(top / step) + 1)]
