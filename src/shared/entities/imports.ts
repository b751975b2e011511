/** A file that becomes a set: what is said of its columns, and what was found in it. */
import { z } from 'zod';
import { columnText, listOf, MOST } from '../../core/bounds.ts';

/** Which column holds what, as a file writes their names, whatever they are. */
export const importMapping = z.object({
  original: z.string(),
  counterfactual: z.string(),
  label: z.string().nullable(),
  neutral: z.string().nullable(),
  cluster: z.string().nullable(),
  // Of sets that were imported before they were on record there are none.
  answer: z.string().nullable().default(null),
  wrongAnswer: z.string().nullable().default(null),
  /** The other columns that are kept with the pairs, in the order of the file. */
  extras: z.array(z.string()).default([]),
});
export type ImportMapping = z.infer<typeof importMapping>;

/** What may stand between the fields of a table of text. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** What a person says of the columns. Absent: found by its name; null: the pairs have none. The two sides go together. */
export const columnChoice = z.object({
  original: columnText.optional(),
  counterfactual: columnText.optional(),
  label: columnText.nullable().optional(),
  neutral: columnText.nullable().optional(),
  cluster: columnText.nullable().optional(),
  answer: columnText.nullable().optional(),
  wrongAnswer: columnText.nullable().optional(),
  /** The other columns that are kept with the pairs; absent: all. */
  extras: listOf(columnText, MOST.columns, 'columns').optional(),
  /** Absent: told from the beginning of the file. */
  delimiter: z.enum(DELIMITERS).optional(),
  /** What is done about rows with one side alone; absent: the file is refused. */
  oneSided: z.enum(['refuse', 'leave out']).optional(),
});
export type ColumnChoice = z.infer<typeof columnChoice>;

/** A problem that makes a file be refused; line and column count from 1. */
export const importProblem = z.object({
  line: z.int().nullable(),
  column: z.int().nullable(),
  message: z.string(),
});
export type ImportProblem = z.infer<typeof importProblem>;

/** Lines of a file: how many, and the first of them. */
export const lineList = z.object({ count: z.int(), first: z.array(z.int()) });
export type LineList = z.infer<typeof lineList>;

/** What an import assumed, and what it did without. */
export const importChoices = z.object({
  /** Found by name, or as the person said; null when columns must be mapped first. */
  mapping: importMapping.nullable(),
  /** The columns that have a name and are not read. */
  unused: z.array(z.string()),
  /** Left out: pairs with the two inputs of an earlier one, and blank rows. */
  duplicates: lineList,
  blanks: lineList,
  /** Rows with one side alone: left out where that was asked for, else each is one of the problems. */
  oneSided: lineList.default({ count: 0, first: [] }),
  /** Neutrals left out because they are a side of their pair; the pairs are kept without them. */
  neutralsLeftOut: z.object({ original: lineList, counterfactual: lineList }),
  /** Rows of which a cell beside the pair is not kept: it is too long, or cannot be told from its neighbours. */
  extrasLeftOut: lineList.default({ count: 0, first: [] }),
});

export const importReport = importChoices.extend({
  format: z.enum(['csv', 'tsv', 'json', 'jsonl']),
  /** What stands between the fields of CSV and TSV; null in JSON. */
  delimiter: z.string().nullable(),
  columns: z.array(z.string()),
  pairCount: z.int(),
  /** Of the pairs, those with a neutral. */
  neutralCount: z.int(),
  /** The first 20, where reading stops; the file is refused when there is one. */
  problems: z.array(importProblem),
  /** There may be more. */
  problemsCut: z.boolean(),
});
export type ImportReport = z.infer<typeof importReport>;

/** What the beginning of a file shows. */
export const importPreview = importReport.extend({
  /** The first pairs as they would be stored. */
  sample: z.array(
    z.object({
      label: z.string().nullable(),
      original: z.string(),
      counterfactual: z.string(),
      neutral: z.string().nullable(),
      cluster: z.string().nullable(),
      answer: z.string().nullable(),
      wrongAnswer: z.string().nullable(),
      extras: z.record(z.string(), z.string()).nullable(),
    }),
  ),
  /** The columns as they are found when nothing is said of the file; null where something was. */
  found: z.array(z.string()).nullable(),
  /** What was said of the columns of an earlier file with the same ones, and is taken for this one; null: nothing was. */
  remembered: columnChoice.nullable(),
  /** Whether that is all of the file. */
  isWhole: z.boolean(),
});
export type ImportPreview = z.infer<typeof importPreview>;
