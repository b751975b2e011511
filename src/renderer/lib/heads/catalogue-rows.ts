/** The rows of the catalogue of heads: what is searched for, in which order, and which columns stand in it. */
import { capitalised, inSentence } from '../../../core/capitalised.ts';
import { orNull } from '../../../core/analyses/named-tensor.ts';
import type { HeadPlace } from '../../../core/analyses/of-heads.ts';
import {
  callsOfHead,
  type HeadCall,
  type HeadCatalogue,
  type HeadColumn,
  isUncompared,
} from '../../../core/heads/catalogue.ts';

export interface CatalogueRow extends HeadPlace {
  /** Row-major. */
  readonly place: number;
  readonly calls: readonly HeadCall[];
}

export interface CatalogueSort {
  readonly by: string;
  readonly direction: 'asc' | 'desc';
}

/** At most so many columns are shown where a person has chosen none. */
const SHOWN = 6;

/** px of the name of a head, and of what it is called. */
export const CATALOGUE_WIDTHS = { head: 92, called: 220 } as const;
/** px of a column of numbers, from what can be read to what is seemly. */
const NUMBERS = { least: 120, most: 150 } as const;

/** How many columns of numbers there is room for, one at least. @param room px of the table */
export function columnsWithin(room: number): number {
  return Math.max(1, Math.min(SHOWN, Math.floor(roomForNumbers(room) / NUMBERS.least)));
}

/** px of each of so many columns of numbers; those that a person has chosen may be too many for the room. */
export function numbersWidth(room: number, columns: number): number {
  const each = Math.floor(roomForNumbers(room) / Math.max(1, columns));
  return Math.max(NUMBERS.least, Math.min(NUMBERS.most, each));
}

function roomForNumbers(room: number): number {
  return room - CATALOGUE_WIDTHS.head - CATALOGUE_WIDTHS.called;
}

/**
 * Those chosen; without a choice those by which heads are called something, then others. What was compared with nothing is left out where
 * there is anything else.
 * @param most so many of them without a choice
 */
export function shownColumns(
  { columns }: HeadCatalogue,
  chosen: readonly string[] | undefined,
  most = SHOWN,
): HeadColumn[] {
  if (chosen !== undefined) return columns.filter(({ key }) => chosen.includes(key));
  const calling = columns.filter(
    (column, index) =>
      column.quantity.called !== undefined &&
      // Of many quantities of one analysis that call the same, the first.
      columns.findIndex(
        ({ source, quantity }) =>
          source === column.source && quantity.called?.as === column.quantity.called?.as,
      ) === index,
  );
  const hasCalls = ({ quantity }: HeadColumn) => quantity.called?.outcomes.includes('called') === true;
  const isTelling = columns.some((column) => !isUncompared(column));
  const others = columns.filter(
    (column) => !calling.includes(column) && !(isTelling && isUncompared(column)),
  );
  const shown = [
    ...calling.filter(hasCalls),
    ...calling.filter((column) => !hasCalls(column)),
    ...others,
  ].slice(0, most);
  return columns.filter((column) => shown.includes(column));
}

/**
 * The heading of each column by its key. Where several of one analysis begin alike ("Loss without the head: zero", "… : mean of the
 * set"), what tells them apart stands first: there is room for some of it only.
 */
export function columnHeadings(columns: readonly HeadColumn[]): Map<string, string> {
  const parts = columns.map(({ key, source, quantity: { title } }) => {
    const [first = '', ...rest] = title.split(': ');
    return { key, of: `${source.analysisId} ${first}`, first, rest: rest.join(': ') };
  });
  return new Map(
    parts.map(({ key, of, first, rest }) => {
      const isAlone = parts.filter((other) => other.of === of).length === 1;
      if (rest === '') return [key, first];
      return [key, isAlone ? `${first}: ${rest}` : `${capitalised(rest)}: ${inSentence(first)}`];
    }),
  );
}

/** Every word of the search is in a head's name or in what it is called. */
export function catalogueRows(
  catalogue: HeadCatalogue,
  search: string,
  { by, direction }: CatalogueSort,
): CatalogueRow[] {
  const { layers, heads } = catalogue.model;
  const words = search
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const rows = Array.from({ length: layers * heads }, (_, place): CatalogueRow => {
    const at = { layer: Math.floor(place / heads), head: place % heads };
    return { ...at, place, calls: callsOfHead(catalogue, at) };
  }).filter(({ layer, head, calls }) => {
    const has = [`l${layer}`, `h${head}`, ...calls.flatMap(({ as }) => as.toLowerCase().split(/\s+/u))];
    // The name of a head is all of it, L1 and not L11; the name of a call may be its beginning.
    return words.every((word) =>
      has.some((part) => part === word || (word.length > 2 && part.startsWith(word))),
    );
  });
  const turn = direction === 'asc' ? 1 : -1;
  const valueOf = valueBy(catalogue, by);
  return rows.toSorted((a, b) => {
    const [first, second] = [valueOf(a), valueOf(b)];
    // What has no value comes last either way.
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return turn * (first - second) || a.place - b.place;
  });
}

function valueBy({ columns }: HeadCatalogue, by: string): (row: CatalogueRow) => number | null {
  if (by === 'called') return ({ calls }) => calls.filter(({ outcome }) => outcome === 'called').length;
  const quantity = columns.find(({ key }) => key === by)?.quantity;
  if (quantity === undefined) return ({ place }) => place;
  const { values } = quantity;
  return ({ place }) => orNull(values[place]);
}

/** px around the words of a chip, between two, and of a character on average, on the wide side. */
const CHIP = { around: 16, between: 4, character: 6.4, more: 28 } as const;

/** How many chips of these words fit beside each other; where not all do, with room for "+2". @param room px */
export function chipsWithin(words: readonly string[], room: number): number {
  const wide = (text: string): number => CHIP.around + text.length * CHIP.character;
  const upTo = (count: number): number =>
    words.slice(0, count).reduce((sum, text) => sum + wide(text) + CHIP.between, 0);
  if (upTo(words.length) <= room) return words.length;
  let count = words.length - 1;
  while (count > 1 && upTo(count) + CHIP.more > room) count--;
  return Math.max(1, count);
}
