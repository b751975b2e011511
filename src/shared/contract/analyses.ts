/** Whatever the kind: core/registries/analyses.ts says which there are. The feed of jobs tells how far one is. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { wordText } from '../../core/bounds.ts';
import { analysis, analysisTable, itemValues, itemValuesRequest, newAnalysis } from '../analyses.ts';
import { analysisCosts, analysisCostsRequest } from '../analysis-costs.ts';
import { id } from '../entities/fields.ts';
import { figureSpec } from '../figures.ts';
import { itemRequest, itemTexts, itemTextsRequest } from '../item-view.ts';
import { binary, nothing } from './fields.ts';

export const analyses = {
  /** Those that a person has started, of one kind or of all; the newest first. */
  list: oc.input(z.object({ projectId: id, kind: wordText.optional() })).output(z.array(analysis)),
  get: oc.input(z.object({ id })).output(analysis),
  /** Plans one: what does not fit the model or the options is said here. */
  create: oc.input(newAnalysis).output(analysis),
  /** Starts or resumes; returns at once. Those that use a model, and runs, wait for each other. */
  start: oc.input(z.object({ id })).output(analysis),
  /** Between batches; what is done stays done. */
  cancel: oc.input(z.object({ id })).output(analysis),
  remove: oc.input(z.object({ id })).output(nothing),
  restore: oc.input(z.object({ id })).output(analysis),
  /** How long earlier ones of the kind took, and what they left on the disk: what a new one is judged by. */
  costs: oc.input(analysisCostsRequest).output(analysisCosts),
  /** Of a kind that takes pairs of one form alone: of each set of the project, how many pairs can be of it. */
  pairsOfForm: oc
    .input(z.object({ projectId: id, kind: wordText }))
    .output(z.array(z.object({ setId: id, pairs: z.int() }))),
  /** What one that is done has found, in one sentence. */
  finding: oc.input(z.object({ id })).output(z.string()),
  /** What one that is done is shown by: the first figure of its kind for which it has the numbers; null where there is none. */
  firstFigure: oc.input(z.object({ id })).output(figureSpec.nullable()),
  /** The items that failed, and why. */
  errors: oc
    .input(z.object({ id }))
    .output(z.array(z.object({ position: z.int(), code: z.string(), message: z.string() }))),
  /** What it came to, as the bytes of core/analyses/tensor-file.ts. */
  result: oc.input(z.object({ id })).output(binary),
  table: oc.input(z.object({ id, table: wordText })).output(analysisTable),
  /** One number of each of its items, of kinds that keep what was computed of them. */
  values: oc.input(itemValuesRequest).output(itemValues),
  /** What some of its items are made of, as lines of text. */
  texts: oc.input(itemTextsRequest).output(z.array(itemTexts)),
  /**
   * One item with the attention of one head, as the bytes of a safetensors file: `pattern_0`, `pattern_1`, …, float32
   * [n, n] query, key, of its statements in their order; in the metadata `statements`, the JSON of {name, tokens: Token[],
   * marks}[], and `causal`, 'true' of a decoder. It is computed with the model of the analysis.
   */
  item: oc.input(itemRequest).output(binary),
};
