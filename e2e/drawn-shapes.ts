/** What an SVG draws, shape by shape, and where two drawings are not the same. */
import type { Page } from '@playwright/test';

export interface Shape {
  /** Its element, its words, its paint: all that has no number that may be rounded. */
  readonly look: string;
  /** Where it is, how large and how thick: px, and shares of opacity. */
  readonly numbers: readonly number[];
}

/** px, as the files round to a tenth, and may have rounded the beginning of a line and its length. */
const ROUNDED = 0.16;

/** The shapes of the drawings in documents of SVG, in the order in which they are painted. */
export function shapesOf(page: Page, documents: readonly string[]): Promise<Shape[][]> {
  return page.evaluate((texts) => {
    const NUMBER = /-?\d*\.?\d+(?:e-?\d+)?/g;
    const PLACES = ['d', 'points', 'x', 'y', 'x1', 'y1', 'x2', 'y2', 'width', 'height', 'cx', 'cy', 'r'];
    const SIZES = [
      'transform',
      'opacity',
      'fill-opacity',
      'stroke-opacity',
      'stroke-width',
      'stroke-dasharray',
    ];
    /** A gradient by what it goes through: names of gradients are their documents' own. */
    function paintOf(root: Element, paint: string): string {
      const id = /^url\(["']?#(.+?)["']?\)$/.exec(paint)?.[1];
      if (id === undefined) return paint;
      const gradient = root.querySelector(`[id="${id}"]`);
      const stops = [...(gradient?.querySelectorAll('stop') ?? [])];
      return stops
        .map((stop) =>
          ['offset', 'stop-color', 'stop-opacity'].map((name) => stop.getAttribute(name)).join(' '),
        )
        .join(', ');
    }
    /** Middle and radius of what is a circle, which may be drawn as two arcs or one. */
    function circleOf(path: string): number[] | null {
      const numbers = (path.match(NUMBER) ?? []).map(Number);
      const [x = NaN, y = NaN, radius = NaN, other] = numbers;
      const ends = Math.hypot((numbers.at(-2) ?? NaN) - x, (numbers.at(-1) ?? NaN) - y) < 0.01;
      const isRound = /^M[^A-Z]*(?:A[^A-Z]*){1,2}Z?$/i.test(path) && radius === other && ends;
      return isRound ? [x - radius, y, radius] : null;
    }
    const nameOf = (element: Element, isCircle: boolean): string =>
      isCircle ? 'circle' : element.tagName === 'polygon' ? 'path' : element.tagName;
    /** 'MLLL': what a path is made of, which a polygon is too. */
    function stepsOf(element: Element): string {
      const points = element.getAttribute('points')?.match(NUMBER)?.length ?? 0;
      if (points > 0) return `M${'L'.repeat(points / 2 - 1)}`;
      return (element.getAttribute('d') ?? '').replaceAll(NUMBER, ' ').replaceAll(/[\s,Z]+/g, '');
    }
    function shapeOf(root: Element, element: Element): Shape {
      const of = (name: string) => element.getAttribute(name) ?? '';
      const circle =
        element.tagName === 'circle' ? ['cx', 'cy', 'r'].map((name) => Number(of(name))) : circleOf(of('d'));
      const style = of('style');
      const size = /(?:font-size:\s*|font:[^;]*?)([\d.]+)px/.exec(style)?.[1] ?? '';
      const isBold = /font-weight:\s*(?:bold|[6-9]00)|font:\s*(?:bold|[6-9]00)/.test(style);
      const numbersOf = (names: readonly string[]) =>
        names.flatMap((name) => of(name).match(NUMBER) ?? []).map(Number);
      const numbers = [...(circle ?? numbersOf(PLACES)), ...numbersOf(SIZES)];
      return {
        look: [
          nameOf(element, circle !== null),
          element.tagName === 'text'
            ? `“${element.textContent}” ${size} ${isBold ? 'bold ' : ''}${of('text-anchor')}`
            : '',
          circle === null ? stepsOf(element) : '',
          `fill ${paintOf(root, of('fill'))}`,
          of('stroke') === '' ? '' : `stroke ${paintOf(root, of('stroke'))}`,
          of('href') || of('xlink:href'),
        ]
          .filter((part) => part !== '')
          .join(' '),
        numbers,
      };
    }
    return texts.map((text) => {
      const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
      // A file has the drawing within its ground and the words about it.
      const drawing = root?.querySelector('svg') ?? root;
      if (root === null || drawing === null || drawing === undefined) throw new Error('it is no SVG');
      return [
        ...drawing.querySelectorAll('path, rect, circle, ellipse, line, polyline, polygon, image, text'),
      ]
        .filter((element) => element.closest('defs, clipPath, pattern') === null)
        .map((element) => shapeOf(root, element));
    });
  }, documents);
}

/** In words, the first few shapes in which a file differs from the screen; none where it is the same. */
export function differencesOf(shown: readonly Shape[], saved: readonly Shape[]): string[] {
  const most = Math.max(shown.length, saved.length);
  const found = Array.from({ length: most }, (_, at) => at).filter((at) => !isSame(shown[at], saved[at]));
  const said = found.slice(0, 3).map((at) => `shown: ${wordsOf(shown[at])}; saved: ${wordsOf(saved[at])}`);
  return found.length === 0 ? [] : [`${found.length} of ${most} shapes`, ...said];
}

function isSame(one: Shape | undefined, other: Shape | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    one.look === other.look &&
    one.numbers.length === other.numbers.length &&
    one.numbers.every((number, at) => Math.abs(number - (other.numbers[at] ?? NaN)) <= ROUNDED)
  );
}

function wordsOf(shape: Shape | undefined): string {
  return shape === undefined
    ? 'nothing'
    : `${shape.look.slice(0, 90)} at ${shape.numbers.slice(0, 8).join(' ')}`;
}
