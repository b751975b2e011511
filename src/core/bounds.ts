/**
 * The bounds of all that can be asked of the engine, by kind: how long a text may be, how many of something there may be,
 * how large a number. Contract, options, figures, command line and forms take them from here, so that what one of them
 * lets through is not refused by the next. What the engine answers has none: it is as long as what is stored.
 */
import { z } from 'zod';

/** UTF-16 units, as a form's maxlength counts them. */
export const LONGEST = {
  /** A name that a person gives. A file's name is one, and no file system has longer ones. */
  name: 255,
  /** What a person writes about something. */
  description: 10_000,
  /** A side of a pair, its label, its cluster; the name of a column. */
  sentence: 20_000,
  /** A file or folder, or the name of a model. */
  path: 4096,
  /** Texts that are pasted into a dialog, all together. */
  pasted: 500_000,
  /** What is looked for. */
  search: 1000,
  /** What stands behind the ? of an address. */
  address: 50_000,
  /** What has been begun in a dialog and not finished. */
  draft: 2_000_000,
  /** A name that Pairlens has given: of a kind, a table, a job. */
  word: 200,
} as const;

export const MOST = {
  /** Rows of a page. */
  page: 1000,
  /** Pairs that one request removes or brings back. */
  pairs: 100_000,
  /** Texts likewise. */
  texts: 100_000,
  /** Windows that a file is cut into. */
  windows: 1_000_000,
  /** Token ids of a statement, and positions in it. */
  tokens: 20_000,
  /** Layers or heads of a filter. */
  places: 4096,
  labels: 10_000,
  /** Figures in one that is made of several. */
  panels: 12,
  /** Columns of a file. */
  columns: 1000,
  /** Sets that one is split into, and those of them that are drawn at random. */
  setParts: 200,
  randomParts: 10,
  thresholds: 100,
  /** Columns that rows are sorted by, one after the other. */
  sortKeys: 5,
  /** Histograms that are asked for together, and bins of one. */
  histograms: 12,
  bins: 200,
  interventions: 1000,
  /** Statements in a file of inputs. */
  statements: 10_000,
  /** Options of an analysis: values at any depth, and how deep they may lie. */
  values: 10_000,
  depth: 16,
  /** Items of an analysis whose texts are asked for together. */
  items: 200,
} as const;

export const LARGEST = {
  /** A layer or head. */
  place: 2 ** 16 - 1,
  tokenId: 2 ** 31 - 1,
  /** Rows that are passed over. */
  offset: 2 ** 31 - 1,
  seed: 2 ** 31 - 1,
  /** Parts that a run is divided into. */
  shards: 10_000,
  /** A number that values are held against. */
  limit: 1e12,
} as const;

/** Why a text that may be this long is refused, in words that follow its name; null where it is not. */
export function whatIsWrongWithText(text: string, longest: number, what: string): string | null {
  if (text.length > longest)
    return `has ${grouped(text.length)} characters; a ${what} has ${grouped(longest)} at most`;
  if (text.includes('\0')) return 'has a NUL character in it';
  if (!text.isWellFormed()) return 'has half of a surrogate pair in it';
  return null;
}

/** What of a text can be used: no more than `longest`, no NUL, and no half of a surrogate pair. */
export function usableText(text: string, longest: number): string {
  const whole = text.replaceAll('\0', '').toWellFormed();
  const cut = whole.slice(0, longest);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

/** The same, of a name. */
export function whatIsWrongWithName(name: string): string | null {
  const wrong = whatIsWrongWithText(name, LONGEST.name, 'name');
  if (wrong !== null) return wrong;
  if (name.trim() === '') return 'is empty';
  return /[\p{Cc}\u2028\u2029]/u.test(name) ? 'has a line break or another control character in it' : null;
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** A check of a text's length is made of texts alone. */
function asText(input: unknown): string {
  return typeof input === 'string' ? input : '';
}

function text(longest: number, what: string): z.ZodString {
  return z
    .string()
    .max(longest, {
      error: ({ input }) => whatIsWrongWithText(asText(input), longest, what) ?? 'is too long',
    })
    .refine((value) => whatIsWrongWithText(value, Infinity, what) === null, {
      error: ({ input }) => whatIsWrongWithText(asText(input), Infinity, what) ?? 'cannot be used',
    });
}

/** A name that a person gives, without white space around it. */
export const nameText = z
  .string()
  .trim()
  .max(LONGEST.name, { error: ({ input }) => whatIsWrongWithName(asText(input)) ?? 'is too long' })
  .refine((value) => value.length > LONGEST.name || whatIsWrongWithName(value) === null, {
    error: ({ input }) => whatIsWrongWithName(asText(input)) ?? 'cannot be used',
  });
export const descriptionText = text(LONGEST.description, 'description');
/** A side of a pair; what a label or a cluster is called. */
export const sentenceText = text(LONGEST.sentence, 'sentence');
/** A group of pairs: those of a label. */
export const labelText = text(LONGEST.sentence, 'label');
export const columnText = text(LONGEST.sentence, 'column’s name');
/** A text of a text set. */
export const textText = text(LONGEST.sentence, 'text');
export const pastedText = text(LONGEST.pasted, 'text that is pasted');
export const draftText = text(LONGEST.draft, 'draft');
export const pathText = text(LONGEST.path, 'path').min(1, { error: 'is empty' });
/** A model: its name, or a folder. */
export const modelText = text(LONGEST.path, 'model’s name').min(1, { error: 'is empty' });
export const fileNameText = text(LONGEST.path, 'file’s name');
export const searchText = text(LONGEST.search, 'search');
export const addressText = text(LONGEST.address, 'address');
export const wordText = text(LONGEST.word, 'name');

/** A list of up to `most`. */
export function listOf<Item extends z.ZodType>(item: Item, most: number, what: string): z.ZodArray<Item> {
  return z.array(item).max(most, {
    error: ({ input }) =>
      `has ${grouped(Array.isArray(input) ? input.length : 0)} ${what}; ${grouped(most)} are the most`,
  });
}

/** A row of the store. */
export const rowId = z.int().positive();
/** A layer, or a head. */
export const place = z.int().min(0).max(LARGEST.place);
/** A token's place in a statement. */
export const position = z
  .int()
  .min(0)
  .max(MOST.tokens - 1);
/** An item's place in the plan of an analysis. */
export const itemPosition = z.int().min(0).max(LARGEST.offset);
export const tokenId = z.int().min(0).max(LARGEST.tokenId);
export const seedNumber = z.int().min(0).max(LARGEST.seed);
/** What values are held against. */
export const limitNumber = z.number().min(-LARGEST.limit).max(LARGEST.limit);
export const pageFields = {
  offset: z.int().min(0).max(LARGEST.offset),
  limit: z.int().min(1).max(MOST.page),
};

/** Schemas whose bounds a check holds that cannot be read off them. */
export const boundedByCheck = z.registry<{ readonly bound: string }>();

/** An object of plain data whose fields somebody else's schema reads. */
export const plainOptions = z
  .record(z.string(), z.unknown())
  .superRefine((value, context) => {
    const wrong = whatIsWrongWithData(value);
    if (wrong !== null) context.addIssue({ code: 'custom', message: wrong });
  })
  .register(boundedByCheck, { bound: `${MOST.values} values, ${MOST.depth} deep` });

/** Why plain data is too much of it; null where it is not. It is gone through without recursion, however deep it is. */
function whatIsWrongWithData(data: unknown): string | null {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: data, depth: 0 }];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (++seen > MOST.values) return `has more than ${grouped(MOST.values)} values`;
    if (depth > MOST.depth) return `lies more than ${MOST.depth} deep`;
    if (typeof value === 'string') {
      const wrong = whatIsWrongWithText(value, LONGEST.sentence, 'text');
      if (wrong !== null) return wrong;
    }
    if (typeof value !== 'object' || value === null) continue;
    const children: [string, unknown][] = Object.entries(value);
    if (seen + children.length > MOST.values) return `has more than ${grouped(MOST.values)} values`;
    for (const [key, child] of children) {
      if (key.length > LONGEST.word) return `has a field of ${grouped(key.length)} characters`;
      open.push({ value: child, depth: depth + 1 });
    }
  }
  return null;
}

/** Fewer pairs with a usable neutral make no paired estimate. */
export const LEAST_PAIRED = 5;
