import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import {
  columnText,
  descriptionText,
  fileNameText,
  labelText,
  listOf,
  modelText,
  MOST,
  nameText,
  pageFields as page,
  pathText,
  sentenceText,
  wordText,
} from '../../core/bounds.ts';
import { cueLexicon, LANGUAGES } from '../../core/negation/lexicon.ts';
import { id } from '../entities/fields.ts';
import { columnChoice, importPreview } from '../entities/imports.ts';
import { pair } from '../entities/pairs.ts';
import { bundledSet, hashedSentenceSet, sentenceSet } from '../entities/sets.ts';
import { foundPair, pairSearch } from '../found-pairs.ts';
import {
  copiedPairs,
  looksOfPair,
  pairOverview,
  pairsCopy,
  pairView,
  replacement,
  replacementPreview,
  setChangeRequest,
  setChangeResult,
  setHistory,
  setPart,
  setParting,
  tokenCounts,
  versionsCompared,
  versionsRequest,
} from '../set-pairs.ts';
import { fileBytes, filePiece, nothing } from './fields.ts';

const cueLexiconOfSet = z.object({
  language: z.enum(LANGUAGES),
  words: z.array(z.string()),
  /** Whether the set has one of its own. */
  isOwn: z.boolean(),
  /** What the workspace has for the language in the place of what Pairlens has; null: nothing. */
  ofLanguage: z.array(z.string()).nullable(),
});
const pairIds = listOf(id, MOST.pairs, 'pairs').min(1);
const texts = {
  original: sentenceText.min(1),
  counterfactual: sentenceText.min(1),
  label: labelText.nullable(),
  /** Absent: none, or that of the pair that is edited. */
  neutral: sentenceText.nullable().optional(),
  cluster: labelText.nullable().optional(),
  /** What is marked in the counterfactual: words of it with ; between them. */
  cues: sentenceText.nullable().optional(),
  scope: sentenceText.nullable().optional(),
  /** What should follow the original, and what would follow the counterfactual. */
  answer: labelText.nullable().optional(),
  wrongAnswer: labelText.nullable().optional(),
};

export const sets = {
  bundled: oc.output(z.array(bundledSet)),
  list: oc.input(z.object({ projectId: id })).output(z.array(sentenceSet)),
  get: oc.input(z.object({ id })).output(hashedSentenceSet),
  addBundled: oc.input(z.object({ projectId: id, name: wordText })).output(sentenceSet),
  create: oc
    .input(z.object({ projectId: id, name: nameText, description: descriptionText.default('') }))
    .output(sentenceSet),
  update: oc.input(z.object({ id, name: nameText, description: descriptionText })).output(sentenceSet),
  remove: oc.input(z.object({ id })).output(nothing),
  restore: oc.input(z.object({ id })).output(sentenceSet),

  /** What the beginning of a file shows: the browser sends as much, the desktop names the file. */
  previewImport: oc
    .input(
      z.object({
        fileName: fileNameText,
        columns: columnChoice.optional(),
        file: z.union([z.object({ beginning: filePiece, bytes: fileBytes }), z.object({ path: pathText })]),
      }),
    )
    .output(importPreview),
  /** A page sends a file in pieces of at most `pieceBytes`, and imports it when all have come. */
  beginUpload: oc
    .input(z.object({ fileName: fileNameText, bytes: fileBytes }))
    .output(z.object({ uploadId: z.string(), pieceBytes: z.int() })),
  appendUpload: oc
    .input(z.object({ uploadId: wordText, offset: fileBytes, content: filePiece }))
    .output(z.object({ received: z.int() })),
  discardUpload: oc.input(z.object({ uploadId: wordText })).output(nothing),
  /**
   * Starts to import a file and returns at once; the feed of jobs tells how it goes, and the set is there when it is
   * done. A file with a problem is refused whole: the job fails with SET_INVALID and the report as details.
   */
  import: oc
    .input(
      z.object({
        projectId: id,
        name: nameText,
        columns: columnChoice.optional(),
        /** As the preview found them: what is said of them now is kept for the next file that has the same. */
        found: listOf(columnText, MOST.columns, 'columns').optional(),
        file: z.union([z.object({ uploadId: wordText }), z.object({ path: pathText })]),
      }),
    )
    .output(z.object({ jobId: z.string(), setId: id })),

  pairs: oc
    .input(z.object({ setId: id, ...pairView.shape, ...page }))
    .output(z.object({ total: z.int(), pairs: z.array(pair) })),
  /** The ids of the pairs at places `from` to `to` of a view, at most 100,000. */
  pairIds: oc
    .input(z.object({ setId: id, ...pairView.shape, from: page.offset, to: page.offset }))
    .output(z.array(id)),
  /** What there is to look at in the pairs of a set, and where in a view. */
  pairOverview: oc.input(z.object({ setId: id, ...pairView.shape })).output(pairOverview),
  /** How many tokens pairs of a set have under a model, in the order of the ids; null for one that the set has not. */
  tokenCounts: oc
    .input(z.object({ setId: id, model: modelText, ids: listOf(id, MOST.page, 'pairs').min(1) }))
    .output(z.array(tokenCounts.nullable())),
  looksOfPair: oc.input(z.object({ setId: id, id })).output(looksOfPair),
  /** Whatever is done to the pairs of a set, in one go that `undoChange` takes back. */
  change: oc.input(setChangeRequest).output(setChangeResult),
  previewReplacement: oc.input(z.object({ ids: pairIds, replacement })).output(replacementPreview),
  /** Changes of a set are taken back from the last one on: CONFLICT for another. */
  undoChange: oc.input(z.object({ changeId: id })).output(nothing),
  redoChange: oc.input(z.object({ changeId: id })).output(nothing),
  history: oc.input(z.object({ setId: id })).output(setHistory),
  /** What a set has in one version and has not, or has otherwise, in another. */
  compareVersions: oc.input(versionsRequest).output(versionsCompared),
  /** Names of clusters, the most frequent first: the first thousand. */
  clusters: oc.input(z.object({ setId: id })).output(z.array(z.string())),
  /** Which pairs each part has that a set would be split into. */
  parts: oc.input(z.object({ setId: id, parting: setParting })).output(z.array(setPart)),
  /** A set of its own of some pairs. */
  copyPairs: oc.input(pairsCopy).output(copiedPairs),
  /** As a file that can be imported again, in pieces; of some pairs, or of all. */
  export: oc
    .input(z.object({ setId: id, ids: pairIds.optional(), format: z.enum(['csv', 'jsonl']) }))
    .output(eventIterator(z.string())),
  /** In all sets of a project. */
  find: oc.input(pairSearch).output(z.array(foundPair)),
  addPair: oc.input(z.object({ setId: id, ...texts })).output(pair),
  /** The words that negations of a set are found by: its own, or those of the language that its texts are in. */
  cueLexicon: oc.input(z.object({ setId: id })).output(cueLexiconOfSet),
  /**
   * Of the set alone, or of a language in the whole workspace, that of the set where none is named: the set may be of another by the
   * time that this is taken back. null: as it was before anybody edited it.
   */
  saveCueLexicon: oc
    .input(
      z.object({
        setId: id,
        of: z.enum(['set', 'language']),
        language: z.enum(LANGUAGES).optional(),
        words: cueLexicon.nullable(),
      }),
    )
    .output(cueLexiconOfSet),
  /** Stored results keep the pair as it was: the edited one is a new row in the same place. */
  editPair: oc.input(z.object({ id, ...texts })).output(pair),
  removePairs: oc.input(z.object({ ids: pairIds })).output(nothing),
  restorePairs: oc.input(z.object({ ids: pairIds })).output(nothing),
};
