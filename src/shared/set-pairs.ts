/** The pairs of a set as a grid shows and changes them. */
import { z } from 'zod';
import {
  columnText,
  descriptionText,
  labelText,
  LARGEST,
  listOf,
  modelText,
  MOST,
  nameText,
  pageFields,
  searchText,
  seedNumber,
  sentenceText,
} from '../core/bounds.ts';
import { pairLook } from '../core/pairs/pair-looks.ts';
import { id, pair, sentenceSet } from './entities.ts';

export const PAIR_FIELDS = [
  'original',
  'counterfactual',
  'neutral',
  'label',
  'cluster',
  'answer',
  'wrongAnswer',
] as const;
export type PairField = (typeof PAIR_FIELDS)[number];

/** What pairs are sorted by: their place in the set, a part, tokens of the original, or another column by `column:` and its name. */
const pairSort = z.union([
  z.enum(['position', ...PAIR_FIELDS, 'tokens']),
  labelText.regex(/^column:./s, { error: 'is no part of a pair, and no column' }),
]);

/** Which pairs of a set, in which order. */
export const pairView = z.object({
  /** A part of any text of the pair, whatever its case, or an expression of RE2; '' finds all. */
  search: searchText.default(''),
  regex: z.boolean().default(false),
  /** Pairs with one of these labels; null: without one. None: all. */
  labels: listOf(labelText.nullable(), MOST.labels, 'labels').default([]),
  /** Pairs with one of these to look at. */
  looks: listOf(pairLook, MOST.places, 'things to look at').default([]),
  /** Whose tokenizer tells what there is to look at in tokens, and what `tokens` sorts by; '' for none. */
  model: modelText.or(z.literal('')).default(''),
  sort: pairSort.default('position'),
  descending: z.boolean().default(false),
  /** By what pairs are sorted that have the same there, one key after the other. */
  then: listOf(z.object({ by: pairSort, descending: z.boolean() }), MOST.sortKeys - 1, 'keys').default([]),
});
export type PairView = z.output<typeof pairView>;

export const looksOfPair = z.object({
  looks: z.array(pairLook),
  /** The place of another pair with the same two sides: of the first one; of the first, that of the second. */
  sameAs: z.int().nullable(),
});
export type LooksOfPair = z.infer<typeof looksOfPair>;

/** Tokens of each statement, special ones included; null for one that is not there. */
export const tokenCounts = z.object({
  original: z.int(),
  counterfactual: z.int(),
  neutral: z.int().nullable(),
  /** Of all statements: tokens that the tokenizer does not know. */
  unknown: z.int(),
  /** A run compares the neutral's change with the counterfactual's; null without a neutral. */
  isCompared: z.boolean().nullable(),
});

export const pairOverview = z.object({
  /** Pairs of the whole set by what there is to look at; what tokens tell only where a model was asked for. */
  looks: z.array(z.object({ look: pairLook, pairs: z.int() })),
  /** Where in the view pairs are that have something to look at: the first few thousand. */
  flagged: z.array(z.int()),
  /**
   * How many pairs each label, and each thing to look at, would show beside what else the view asks for; null where it asks for
   * nothing, and counts are those of the set.
   */
  within: z
    .object({
      labels: z.array(z.object({ label: z.string().nullable(), pairs: z.int() })),
      looks: z.array(z.object({ look: pairLook, pairs: z.int() })),
    })
    .nullable(),
});
export type PairOverview = z.infer<typeof pairOverview>;

/** What is to be other than it is in a pair. null: nothing. Absent: as it is. */
export const pairPatch = z.object({
  original: sentenceText.optional(),
  counterfactual: sentenceText.optional(),
  neutral: sentenceText.nullable().optional(),
  label: labelText.nullable().optional(),
  cluster: labelText.nullable().optional(),
  answer: labelText.nullable().optional(),
  wrongAnswer: labelText.nullable().optional(),
  cues: sentenceText.nullable().optional(),
  scope: sentenceText.nullable().optional(),
  /** Other columns, by name. */
  extras: listOf(z.tuple([columnText.min(1), sentenceText.nullable()]), MOST.columns, 'columns').optional(),
});
export type PairPatch = z.infer<typeof pairPatch>;

/** A pair to be put in. */
const newPairTexts = pairPatch.extend({ original: sentenceText, counterfactual: sentenceText });
export type NewPairTexts = z.infer<typeof newPairTexts>;

const ids = listOf(id, MOST.pairs, 'pairs').min(1);

/** 1: as the set was made; each change makes one more. */
const setVersion = z.int().min(1).max(LARGEST.offset);

export const replacement = z.object({
  find: searchText.min(1),
  regex: z.boolean(),
  matchCase: z.boolean(),
  /** Of an expression, $1 is what its first group found. */
  replaceWith: sentenceText,
  fields: listOf(z.enum(PAIR_FIELDS), PAIR_FIELDS.length, 'parts of a pair').min(1),
});
export type Replacement = z.infer<typeof replacement>;

/** What is done to the pairs of a set in one go, and can be undone in one. */
export const setChangeRequest = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('add'),
    setId: id,
    pairs: listOf(newPairTexts, MOST.statements, 'pairs').min(1),
    /** Of pairs that are there already: refuse all, leave them out, or add them all the same. */
    duplicates: z.enum(['refuse', 'leave out', 'add']),
  }),
  z.object({
    do: z.literal('edit'),
    setId: id,
    edits: listOf(z.object({ id, patch: pairPatch }), MOST.statements, 'edits').min(1),
  }),
  z.object({ do: z.literal('set'), setId: id, ids, patch: pairPatch }),
  z.object({ do: z.literal('swap'), setId: id, ids }),
  z.object({ do: z.literal('remove'), setId: id, ids }),
  z.object({ do: z.literal('replace'), setId: id, ids, replacement }),
  /** What another column has becomes a part of the pair, and is not kept beside it any more. */
  z.object({
    do: z.literal('use column'),
    setId: id,
    column: columnText.min(1),
    as: z.enum(['label', 'cluster', 'neutral', 'answer', 'wrongAnswer']),
  }),
]);
export type SetChangeRequest = z.infer<typeof setChangeRequest>;

const leftOutList = z.object({
  count: z.int(),
  /** The first twenty. `row`: of what is added, from 1; of pairs of the set, the number that the pair has there. */
  first: z.array(z.object({ row: z.int(), why: z.string() })),
});

export const setChangeResult = z.object({
  /** null where nothing had to be changed. */
  changeId: id.nullable(),
  /** 'label “never” for 12 pairs' */
  what: z.string(),
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
  /** What could not be done, and why. */
  leftOut: leftOutList,
  /** Rows that were taken out, and those that were put in: of edits, each in the place of the one before. */
  taken: z.array(id),
  put: z.array(id),
});
export type SetChangeResult = z.infer<typeof setChangeResult>;

export const replacementPreview = z.object({
  pairs: z.int(),
  places: z.int(),
  sample: z.array(
    z.object({ id, position: z.int(), field: z.enum(PAIR_FIELDS), before: z.string(), after: z.string() }),
  ),
});
export type ReplacementPreview = z.infer<typeof replacementPreview>;

/** What was done to a set, the latest first. */
export const setHistory = z.object({
  /** Of the set as it is now; 1 as it was made. */
  version: z.int(),
  changes: z.array(
    z.object({
      changeId: id,
      /** The set's after the change. */
      version: z.int(),
      what: z.string(),
      added: z.int(),
      changed: z.int(),
      removed: z.int(),
      /** As runs record it; null where nobody has counted its pairs then. */
      hash: z.string().nullable(),
      createdAt: z.string(),
      isUndone: z.boolean(),
      /** Runs that were made of that very version. */
      runs: z.array(id),
    }),
  ),
  /** Of the set before its first change. */
  first: z.object({ hash: z.string().nullable(), createdAt: z.string(), runs: z.array(id) }),
});
export type SetHistory = z.infer<typeof setHistory>;

export const VERSION_CHANGES = ['added', 'removed', 'edited'] as const;

/** Two versions of a set, either first; `kind`: of what changed, that alone. */
export const versionsRequest = z.object({
  setId: id,
  from: setVersion,
  to: setVersion,
  kind: z.enum(VERSION_CHANGES).optional(),
  ...pageFields,
});

export const versionsCompared = z.object({
  counts: z.object({ added: z.int(), removed: z.int(), edited: z.int() }),
  /** A page of what changed, by place. An edit has both: what the pair was in `from`, and what it is in `to`. */
  changes: z.array(
    z.object({
      kind: z.enum(VERSION_CHANGES),
      position: z.int(),
      before: pair.nullable(),
      after: pair.nullable(),
    }),
  ),
});
export type VersionsCompared = z.infer<typeof versionsCompared>;

/** How a set is split: by its labels, by the values of a column that was kept, or at random, whole clusters together. */
export const setParting = z.discriminatedUnion('by', [
  z.object({ by: z.literal('label') }),
  z.object({ by: z.literal('column'), column: columnText }),
  z.object({ by: z.literal('random'), parts: z.int().min(2).max(MOST.randomParts), seed: seedNumber }),
]);
export type SetParting = z.output<typeof setParting>;

export const setPart = z.object({
  /** The label, or what stands in the column; null where nothing does, and of a random part. */
  value: z.string().nullable(),
  /** In the order of the set. */
  ids: z.array(id),
  /** How many groups of pairs that belong together, by cluster or by original. */
  groups: z.int(),
});
export type SetPart = z.output<typeof setPart>;

/** Pairs for a set of its own. */
export const pairsCopy = z.object({
  projectId: id,
  name: nameText,
  description: descriptionText.default(''),
  /** From any sets of the project, in this order. */
  ids,
});
export const copiedPairs = z.object({ set: sentenceSet, duplicates: z.int() });
