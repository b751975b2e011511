import { z } from 'zod';
import { patternHook } from '../../../../core/architectures/hook-names.ts';
import { combineInduction } from '../../../../core/analyses/induction/combine.ts';
import { induction } from '../../../../core/analyses/induction/definition.ts';
import type { InductionOptions } from '../../../../core/analyses/induction/options.ts';
import { INDUCTION_SCORES, inductionScore } from '../../../../core/analyses/induction/scores.ts';
import {
  drawableIds,
  planSequences,
  type RepeatedSequence,
} from '../../../../core/analyses/induction/sequences.ts';
import { namedTensor, type NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { randomSource } from '../../../../core/statistics/random.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { Activation } from '../../inference/hooked-session.ts';
import { checkFinite } from '../../inference/not-finite.ts';
import { release } from '../../inference/release.ts';
import { lossesOf, nextTokens } from '../../inference/targets.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { AnalysisContext, ModelWork } from '../analysis-work.ts';
import { outputOf } from '../../runs/measure-batch.ts';

/** Tokens, bytes of logits inside of ONNX Runtime, and bytes of patterns that a batch holds at most (one item may need more). */
const TOKENS_PER_BATCH = 2048;
const LOGIT_BYTES_PER_BATCH = 64 * 2 ** 20;
const PATTERN_BYTES_PER_BATCH = 128 * 2 ** 20;

const LOGITS = 'logits';

/** An item is a sequence with its control. */
export const inductionWork: ModelWork<InductionOptions, RepeatedSequence> = {
  definition: induction,
  usesModel: true,
  /** Which token comes first, config.json says, and that is hashed with neither weights nor tokenizer. */
  subjectHash: (context) => `bos_token_id ${bosOf(decoderOf(context))}`,

  plan(context, { sequences, length, seed }) {
    const model = decoderOf(context);
    const { maxPositions, vocabularySize } = model.dimensions;
    const tokens = 1 + 2 * length;
    if (tokens > maxPositions)
      throw new PairlensError(
        'BAD_REQUEST',
        `two copies of ${length} tokens and a beginning are ${tokens} tokens; ${model.name} takes ${maxPositions}`,
        { length, maxPositions },
      );
    const leftOut = model.tokenizer?.specialIds ?? new Set<number>();
    const from = { bos: bosOf(model), vocabularySize, leftOut };
    const drawable = drawableIds(from).length;
    if (drawable < 2 * length)
      throw new PairlensError(
        'BAD_REQUEST',
        `a sequence and its control take ${2 * length} different tokens; ${model.name} has ${drawable}`,
        { length, drawable },
      );
    return planSequences({ ...from, sequences, length }, randomSource(seed, 'induction-sequences'));
  },

  statementsOf: (_context, { repeated, control }) => [
    { name: 'repeated', text: null, ids: repeated },
    { name: 'control', text: null, ids: control },
  ],

  itemsPerBatch(context, { length }) {
    const { layers, heads, vocabularySize } = decoderOf(context).dimensions;
    const tokens = 1 + 2 * length;
    // In float32, of a sequence and its control.
    const logits = 2 * 4 * tokens * vocabularySize;
    const patterns = 2 * 4 * layers * heads * tokens ** 2;
    return Math.floor(
      Math.min(
        TOKENS_PER_BATCH / (2 * tokens),
        LOGIT_BYTES_PER_BATCH / logits,
        PATTERN_BYTES_PER_BATCH / patterns,
      ),
    );
  },

  async compute(context, sequences, { length }) {
    const model = decoderOf(context);
    const layers = Array.from({ length: model.dimensions.layers }, (_, layer) => layer);
    const inputIds = sequences.flatMap(({ repeated, control }) => [repeated, control]);
    const targets = nextTokens({ inputIds });
    // The loss is worked out in the graph: the logits of a large vocabulary never leave it.
    const outputs = await model.runVariant({ inputIds }, [...layers.map(patternHook), 'loss'], { targets });
    checkFinite('sequence', outputs);
    const patterns = layers.map((layer) => outputOf(outputs, patternHook(layer)));
    const losses = lossesOf(outputOf(outputs, 'loss'), targets);
    const measured = sequences.map((_, index) => measure(model, 2 * index, length, patterns, losses));
    release(outputs.values());
    return measured;
  },

  combine(_context, parts, options) {
    return combineInduction(
      [...parts].map(({ part }) => part),
      options,
    );
  },
};

/** @param row of the sequence in the batch; its control's is the next */
function measure(
  { dimensions: { layers, heads } }: LoadedModel,
  row: number,
  length: number,
  patterns: readonly Activation[],
  losses: readonly (readonly number[])[],
): NamedTensors {
  const tokens = 1 + 2 * length;
  const viewOf = (layer: number, head: number, ofRow: number) => ({
    data: patterns[layer]?.data ?? new Float32Array(),
    offset: (ofRow * heads + head) * tokens * tokens,
    rowStride: tokens,
  });
  const places = Array.from({ length: layers * heads }, (_, place) => ({
    layer: Math.floor(place / heads),
    head: place % heads,
  }));
  const scores = INDUCTION_SCORES.flatMap((name) =>
    places.map(({ layer, head }) => inductionScore(name, viewOf(layer, head, row), length)),
  );
  const ofControl = places.map(({ layer, head }) =>
    inductionScore('score', viewOf(layer, head, row + 1), length),
  );
  const lossOf = (ofRow: number) =>
    namedTensor({ position: 2 * length }, Float64Array.from(losses[ofRow] ?? []));
  return new Map([
    [
      'scores',
      namedTensor({ score: INDUCTION_SCORES.length, layer: layers, head: heads }, Float64Array.from(scores)),
    ],
    ['control', namedTensor({ layer: layers, head: heads }, Float64Array.from(ofControl))],
    ['loss', lossOf(row)],
    ['control_loss', lossOf(row + 1)],
  ]);
}

/** @throws PairlensError BAD_REQUEST for a model that does not foretell the next token, or has no heads */
function decoderOf({ model }: AnalysisContext): LoadedModel {
  if (model === null) throw new PairlensError('BAD_REQUEST', 'induction is of a model: name one');
  if (!model.causal || !model.hooks.includes(LOGITS))
    throw new PairlensError(
      'BAD_REQUEST',
      `${model.name} is no decoder: induction is measured where each token is foretold from those before it`,
      { model: model.name },
    );
  if (model.dimensions.layers === 0)
    throw new PairlensError('BAD_REQUEST', `${model.name} has no layers, and so no heads`, {
      model: model.name,
    });
  return model;
}

const bosConfig = z.object({ bos_token_id: z.int().min(0) });

/** The token that a text begins with. @throws PairlensError BAD_REQUEST for a model that has none */
function bosOf({ name, config }: LoadedModel): number {
  const parsed = bosConfig.safeParse(config);
  if (parsed.success) return parsed.data.bos_token_id;
  throw new PairlensError(
    'BAD_REQUEST',
    `the config of ${name} has no bos_token_id: there is no token for a sequence to begin with`,
    { model: name },
  );
}
