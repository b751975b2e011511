/** Sets of texts, as every process sees them. Schemas are the source; types derive from them. */
import { z } from 'zod';
import { columnText, LONGEST, MOST, searchText } from '../core/bounds.ts';
import { id, importProblem, lineList, timestamp } from './entities.ts';
import { TEXT_SORTS } from './text-sorts.ts';

export const WINDOW_UNITS = ['words', 'characters'] as const;
export type WindowUnit = (typeof WINDOW_UNITS)[number];

/** How a longer file is cut into texts: pieces of at most `size`, which end where a sentence does if one ends there. */
export const textWindows = z.object({
  unit: z.enum(WINDOW_UNITS),
  size: z.int().min(1).max(LONGEST.sentence),
  /** The first so many are taken; null: all. */
  most: z.int().min(1).max(MOST.windows).nullable(),
});
export type TextWindows = z.infer<typeof textWindows>;

/** Which column of a table holds what, as the file writes their names. */
const textMapping = z.object({ text: z.string(), label: z.string().nullable() });
export type TextMapping = z.infer<typeof textMapping>;

/** What a person says of the columns. Absent: found by its name; null: the texts have none. */
export const textColumnChoice = z.object({
  text: columnText.optional(),
  label: columnText.nullable().optional(),
});
export type TextColumnChoice = z.infer<typeof textColumnChoice>;

/** What a person says of a file of texts. */
export const textFileChoice = z.object({
  columns: textColumnChoice.optional(),
  /** Absent or null: a line, or a row, is a text. */
  windows: textWindows.nullable().optional(),
});
export type TextFileChoice = z.infer<typeof textFileChoice>;

/** What an import assumed, and what it did without. */
const textImportChoices = z.object({
  /** null for a file of lines, and for a table whose columns must be named first. */
  mapping: textMapping.nullable(),
  /** The columns that have a name and are not read. */
  unused: z.array(z.string()),
  windows: textWindows.nullable(),
  /** The file goes on after the last window that was asked for. */
  moreWindows: z.boolean(),
  /** Left out: texts that are there before, and empty lines or rows. */
  duplicates: lineList,
  blanks: lineList,
});

export const TEXT_FILE_FORMATS = ['txt', 'csv', 'tsv', 'json', 'jsonl'] as const;

export const textImportReport = textImportChoices.extend({
  format: z.enum(TEXT_FILE_FORMATS),
  columns: z.array(z.string()),
  textCount: z.int(),
  /** The first 20, where reading stops; the file is refused when there is one. */
  problems: z.array(importProblem),
  /** There may be more. */
  problemsCut: z.boolean(),
});
export type TextImportReport = z.infer<typeof textImportReport>;

/** What the beginning of a file shows. */
export const textImportPreview = textImportReport.extend({
  /** The first texts as they would be stored; token ids joined by spaces. */
  sample: z.array(z.object({ label: z.string().nullable(), text: z.string() })),
  /** Whether that is all of the file. */
  isWhole: z.boolean(),
});
export type TextImportPreview = z.infer<typeof textImportPreview>;

export const textLabelCount = z.object({ label: z.string().nullable(), texts: z.int() });

export const textSet = z.object({
  id,
  projectId: id,
  name: z.string(),
  description: z.string(),
  /** 'bundled:everyday-english', 'file:texts.csv', 'pasted', 'manual' */
  source: z.string(),
  createdAt: timestamp,
  textCount: z.int(),
  /** Of the texts, those that are token ids, for a model without tokenizer. */
  idCount: z.int(),
  /** Different labels; texts without one have none. */
  labelCount: z.int(),
  /** How many texts have each; of more than 200 labels the first in natural order. null, the last: texts without one. */
  labels: z.array(textLabelCount),
  /** What was assumed when it was imported from a file; null for a set of other origin. */
  imported: textImportChoices.nullable(),
});
export type TextSet = z.infer<typeof textSet>;

/** A set with the hash of its texts as they are now: what an analysis of it would record. */
export const hashedTextSet = textSet.extend({ contentHash: z.string() });
export type HashedTextSet = z.infer<typeof hashedTextSet>;

export const bundledTextSet = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  textCount: z.int(),
  labels: z.array(textLabelCount),
});
export type BundledTextSet = z.infer<typeof bundledTextSet>;

/** Either a text or token ids; the other is null. */
export const storedText = z.object({
  id,
  setId: id,
  /** place in the set's order, from 0 */
  position: z.int(),
  label: z.string().nullable(),
  text: z.string().nullable(),
  ids: z.array(z.int()).nullable(),
});
export type StoredText = z.infer<typeof storedText>;

/** Which texts of a set, in which order. */
export const textView = z.object({
  /** A part of the text, its ids or its label, whatever its case; '' finds all. */
  search: searchText.default(''),
  sort: z.enum(TEXT_SORTS).default('position'),
  descending: z.boolean().default(false),
});
export type TextView = z.output<typeof textView>;
