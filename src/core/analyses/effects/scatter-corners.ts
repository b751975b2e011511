/** What is written on the plane of heads that change and matter: its corners with their counts, and the smallest effect that counts. */
import { formatBound } from '../../figures/figure.ts';
import { type Box, firstFree } from '../../figures/label-places.ts';
import { textEm } from '../../figures/text-width.ts';
import { headsByEffect } from './corner-groups.ts';
import { CORNER_WORDS, type CorneredHead, countCorners } from './corners.ts';
import { hasCross, type PlacedHead, radiusOf } from './scatter-dots.ts';
import { boxesOf, CORNER_ROOM, FURTHER_LINE, type Plane, PLOT } from './scatter-plane.ts';

export interface CornerLabel {
  readonly words: string;
  readonly align: 'left' | 'right';
  /** At the bottom is what does not matter: around 0, unless the axis goes far below it. */
  readonly side: 'top' | 'bottom';
  /** From its side, 0 first. */
  readonly line: number;
}

export const CORNER_SIZE = 12;
export const THRESHOLD_SIZE = 10.5;
/** px between the words and the frame, between two on one line, and from a side to the middle of its first line. */
const INSET = 6;
const BETWEEN = 16;
const MIDDLE = 10;
/** Figures are written a little bolder than they are measured. */
const BOLD = 1.06;

/** Each with how many heads it has; two that do not fit on one line stand on two. Where nothing was compared, what matters alone. */
export function cornerLabels(heads: readonly CorneredHead[], width: number): CornerLabel[] {
  if (heads.every(({ isCompared }) => !isCompared)) {
    const { matter, idle } = headsByEffect(heads);
    return [
      { words: `matter ${matter.length}`, align: 'left', side: 'top', line: 0 },
      { words: `do not matter ${idle.length}`, align: 'left', side: 'bottom', line: 0 },
    ];
  }
  const counts = countCorners(heads);
  const of = (corner: keyof typeof counts) => `${CORNER_WORDS[corner]} ${counts[corner]}`;
  const isBeside = (left: string, right: string) =>
    widthOf(left) + widthOf(right) + 2 * INSET + BETWEEN <= width;
  // Those that change less lie furthest to the left, and take the corner where there are some.
  const atLeft = [...(counts.less > 0 ? [of('less')] : []), of('matters')];
  const from = isBeside(atLeft[0] ?? '', of('both')) ? 0 : 1;
  return [
    { words: of('both'), align: 'right', side: 'top', line: 0 },
    ...atLeft.map((words, at) => ({ words, align: 'left', side: 'top', line: from + at }) as const),
    {
      words: of('changes'),
      align: 'right',
      side: 'bottom',
      line: isBeside(of('neither'), of('changes')) ? 0 : 1,
    },
    { words: of('neither'), align: 'left', side: 'bottom', line: 0 },
  ];
}

/** px that the words at a side take. */
export function roomOf(labels: readonly CornerLabel[], side: CornerLabel['side']): number {
  return CORNER_ROOM + FURTHER_LINE * Math.max(0, ...labels.map((one) => (one.side === side ? one.line : 0)));
}

export interface PlacedWords {
  readonly words: string;
  /** px */
  readonly box: Box;
}

/** px that the axis goes on below the words at the bottom before these would stand among heads that matter. */
const FAR_BELOW = 24;
/** px from one place on the line through 0 to the next that is tried. */
const STEP = 8;

/**
 * Each at its corner. Where the axis goes far below 0, what does not matter is no longer at the bottom: those words lie on the line through 0,
 * where no dot, no cross and no other words are.
 * @returns `left`: words that have no such place
 */
export function placeCorners(
  labels: readonly CornerLabel[],
  plane: Plane,
  margin: number,
  shown: readonly PlacedHead[],
): { readonly placed: readonly PlacedWords[]; readonly left: readonly string[] } {
  const isFar = plane.bottom - plane.py(-margin) > roomOf(labels, 'bottom') + FAR_BELOW;
  const isOnLine = ({ side }: CornerLabel) => isFar && side === 'bottom';
  const placed: PlacedWords[] = labels
    .filter((label) => !isOnLine(label))
    .map((label) => ({ words: label.words, box: boxOfCorner(label, plane) }));
  const left: string[] = [];
  const marks = boxesOfShown(plane, shown);
  for (const { words, align } of labels.filter(isOnLine)) {
    const box = firstFree(alongZero(plane, widthOf(words), align), [
      ...marks,
      ...placed.map((one) => one.box),
    ]);
    if (box === undefined) left.push(words);
    else placed.push({ words, box });
  }
  return { placed, left };
}

/** Places on the line through 0, from the side that the words belong to. */
function alongZero({ right, py }: Plane, wide: number, align: CornerLabel['align']): Box[] {
  const [first, last] = [PLOT.left + INSET, right - INSET - wide];
  const count = Math.max(0, Math.floor((last - first) / STEP) + 1);
  const middle = py(0);
  return Array.from({ length: count }, (_, at) => {
    const left = align === 'left' ? first + at * STEP : last - at * STEP;
    return { left, right: left + wide, top: middle - 7, bottom: middle + 7 };
  });
}

function boxOfCorner(
  { words, align, side, line }: CornerLabel,
  { right, bottom }: Pick<Plane, 'right' | 'bottom'>,
): Box {
  const away = MIDDLE + line * FURTHER_LINE;
  const y = side === 'top' ? PLOT.top + away : bottom - away;
  const wide = widthOf(words);
  const left = align === 'left' ? PLOT.left + INSET : right - INSET - wide;
  return { left, right: left + wide, top: y - 7, bottom: y + 7 };
}

/** What dots and crosses cover. */
function boxesOfShown(plane: Plane, shown: readonly PlacedHead[]): Box[] {
  return shown.flatMap((one) => {
    const radius = radiusOf(one) + 1;
    const [x, y] = [plane.px(one.x), plane.py(one.y)];
    const dot = { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
    return hasCross(one) ? [dot, ...boxesOf(plane, one)] : [dot];
  });
}

/**
 * At the smallest effect that counts, at one of its ends or along it, on either side of the line: where no dot, no cross and no words are;
 * null where there is no such place.
 */
export function thresholdLabel(
  plane: Plane,
  margin: number,
  shown: readonly PlacedHead[],
  corners: readonly PlacedWords[],
): PlacedWords | null {
  const words = `smallest effect that counts, ${formatBound(margin)}`;
  const wide = textEm(words) * THRESHOLD_SIZE;
  const y = plane.py(margin);
  const [from, to] = [PLOT.left + INSET, plane.right - INSET - wide];
  if (margin <= 0 || to < from) return null;
  const candidates = [
    to,
    from,
    (from + to) / 2,
    from + (to - from) / 4,
    from + (3 * (to - from)) / 4,
  ].flatMap((left) => [y - 14, y + 2].map((top) => ({ left, right: left + wide, top, bottom: top + 12 })));
  const obstacles = [...boxesOfShown(plane, shown), ...corners.map((one) => one.box)];
  const box = firstFree(
    candidates.filter(({ top, bottom }) => top >= PLOT.top && bottom <= plane.bottom),
    obstacles,
  );
  return box === undefined ? null : { words, box };
}

function widthOf(words: string): number {
  return textEm(words) * CORNER_SIZE * BOLD;
}
