/** Where the names of dots go: beside them, nearer to them than to other dots, clear of each other and of the edges, else nowhere. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface LabelledDot {
  /** px */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** px that the name takes; null: it has none, and is only in the way. */
  readonly width: number | null;
}

export interface LabelPlace {
  /** Which of the dots. */
  readonly dot: number;
  /** px: where the text begins, and the middle of its line. */
  readonly left: number;
  readonly middle: number;
}

const LINE = 12;
const GAP = 4;
/** Between two names on one line. */
const BETWEEN = 6;

/**
 * @param dots those whose names matter most first
 * @param within what no name may reach out of
 * @param obstacles what else no name may lie on: intervals, words; also of its own dot
 * @returns a place for each name that has one; the others would lie on something, or be taken for the name of another dot
 */
export function placeLabels(
  dots: readonly LabelledDot[],
  within: Box,
  obstacles: readonly Box[] = [],
): LabelPlace[] {
  const taken: Box[] = dots.map(({ x, y, radius }) => ({
    left: x - radius,
    right: x + radius,
    top: y - radius,
    bottom: y + radius,
  }));
  // After the dots, of which a name may lie on its own.
  taken.push(...obstacles);
  const places: LabelPlace[] = [];
  for (const [dot, { x, y, radius, width }] of dots.entries()) {
    if (width === null) continue;
    const away = radius + GAP;
    const candidates = [
      { left: x + away, middle: y },
      { left: x - away - width, middle: y },
      { left: x + away * 0.6, middle: y - away - 3 },
      { left: x - away * 0.6 - width, middle: y - away - 3 },
      { left: x + away * 0.6, middle: y + away + 3 },
      { left: x - away * 0.6 - width, middle: y + away + 3 },
    ];
    const free = candidates.find((place) => {
      const box = boxOf(place, width);
      return (
        isInside(box, within) &&
        taken.every((other, index) => index === dot || !overlap(box, other)) &&
        isNearest(box, dots, dot)
      );
    });
    if (free === undefined) continue;
    places.push({ dot, ...free });
    const { left, right, ...rows } = boxOf(free, width);
    taken.push({ ...rows, left: left - BETWEEN, right: right + BETWEEN });
  }
  return places;
}

/** The first box that lies on none of the obstacles; undefined where each lies on one. */
export function firstFree(candidates: readonly Box[], obstacles: readonly Box[]): Box | undefined {
  return candidates.find((box) => obstacles.every((other) => !overlap(box, other)));
}

/** How much nearer to its dot than to any other a name is at least, px. */
const NEARER = 1;

/** px before or after a name, within which a dot on its line is read with it. */
const READ_ALONG = 24;

/** Whether who reads a name takes it for that of this dot: no other is as near, nor before or after it on a line that its own is not on. */
function isNearest(box: Box, dots: readonly LabelledDot[], own: number): boolean {
  const self = dots[own];
  if (self === undefined) return false;
  const most = gapTo(box, self) + NEARER;
  const isOnLine = ({ y }: LabelledDot): boolean => y > box.top && y < box.bottom;
  return dots.every(
    (dot, index) =>
      index === own ||
      gapTo(box, dot) >= (isOnLine(dot) && !isOnLine(self) ? Math.max(most, READ_ALONG) : most),
  );
}

/** px between a name and the edge of a dot. */
function gapTo({ left, top, right, bottom }: Box, { x, y, radius }: LabelledDot): number {
  const across = Math.max(left - x, 0, x - right);
  const down = Math.max(top - y, 0, y - bottom);
  return Math.hypot(across, down) - radius;
}

function boxOf({ left, middle }: { readonly left: number; readonly middle: number }, width: number): Box {
  return { left, right: left + width, top: middle - LINE / 2, bottom: middle + LINE / 2 };
}

function isInside(box: Box, within: Box): boolean {
  return (
    box.left >= within.left &&
    box.right <= within.right &&
    box.top >= within.top &&
    box.bottom <= within.bottom
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
