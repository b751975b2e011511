/**
 * Scrolling through more rows than a browser can make an element tall (Chromium stops at 33.5 million pixels, Firefox
 * at 17.9 million; a million rows of 28 px are 28 million).
 *
 * The element that scrolls, the runway, is at most {@link TALLEST_RUNWAY} tall. A small step of its scrollTop (wheel,
 * keys) moves the list by as many pixels, so rows never jump; a leap (dragging the scroll bar) goes to the same
 * fraction of the list. After small steps the scroll bar is a little off, which {@link settle} puts right without
 * moving the rows.
 */

/** px. Below 2^23: browsers place layers in float32, which has half pixels up to there. */
export const TALLEST_RUNWAY = 8_000_000;

const OVERSCAN_ROWS = 10;

export interface Extent {
  /** px, the height of all rows. */
  readonly listHeight: number;
  /** px, the height of what is visible of them. */
  readonly viewportHeight: number;
}

/** `scrollTop` of the runway, and the pixel of the list that is then at the top of the viewport. */
export interface ScrollPlace {
  readonly scrollTop: number;
  readonly listTop: number;
}

export const AT_TOP: ScrollPlace = { scrollTop: 0, listTop: 0 };

/** px: how tall the runway is. */
export function runwayHeight(extent: Extent): number {
  return Math.min(extent.listHeight, TALLEST_RUNWAY);
}

/** Where the list is after the runway scrolled to `scrollTop`. */
export function follow(place: ScrollPlace, scrollTop: number, extent: Extent): ScrollPlace {
  if (extent.listHeight <= TALLEST_RUNWAY) return { scrollTop, listTop: scrollTop };
  const step = scrollTop - place.scrollTop;
  const listTop =
    Math.abs(step) <= 2 * extent.viewportHeight
      ? place.listTop + step
      : (scrollTop / mostScroll(runwayHeight(extent), extent)) * mostScroll(extent.listHeight, extent);
  return { scrollTop, listTop: within(Math.round(listTop), mostScroll(extent.listHeight, extent)) };
}

/** The same rows, with the scroll bar at the fraction of the list that they are at. */
export function settle(place: ScrollPlace, extent: Extent): ScrollPlace {
  return reveal(place.listTop, extent);
}

/** The place that has pixel `listTop` of the list at the top of the viewport. */
export function reveal(listTop: number, extent: Extent): ScrollPlace {
  const most = mostScroll(extent.listHeight, extent);
  const top = within(listTop, most);
  const fraction = most === 0 ? 0 : top / most;
  return { scrollTop: Math.round(fraction * mostScroll(runwayHeight(extent), extent)), listTop: top };
}

/** Whether the runway is about to end where the list does not: then it settles at once. */
export function isRunningOut(place: ScrollPlace, extent: Extent): boolean {
  if (extent.listHeight <= TALLEST_RUNWAY) return false;
  const most = mostScroll(runwayHeight(extent), extent);
  const nearAnEnd = place.scrollTop < extent.viewportHeight || place.scrollTop > most - extent.viewportHeight;
  return nearAnEnd && Math.abs(settle(place, extent).scrollTop - place.scrollTop) > extent.viewportHeight;
}

/** First and last of the rows (of `rowHeight` px) that are drawn: those in the viewport, and ten to either side. */
export function rowsInSight(place: ScrollPlace, extent: Extent, rowHeight: number): [number, number] {
  const first = Math.floor(place.listTop / rowHeight) - OVERSCAN_ROWS;
  const last = Math.ceil((place.listTop + extent.viewportHeight) / rowHeight) + OVERSCAN_ROWS;
  return [Math.max(0, first), Math.min(Math.round(extent.listHeight / rowHeight) - 1, last)];
}

function mostScroll(height: number, extent: Extent): number {
  return Math.max(0, height - extent.viewportHeight);
}

function within(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
