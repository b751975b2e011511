/** Pairs through the model, and every head measured on every statement, out of the output buffers in place. */
import { cuedStatement, evenDistance } from '../../../../core/analyses/negation/cued-statement.ts';
import {
  measureStatement,
  type StatementBuffers,
  statementBuffers,
} from '../../../../core/analyses/negation/measure-statement.ts';
import type { MeasuredPair, MeasuredSide } from '../../../../core/analyses/negation/parts.ts';
import {
  NEGATION_PROFILES,
  NEGATION_QUANTITIES,
  PROFILE_DISTANCES,
} from '../../../../core/analyses/negation/quantities.ts';
import { patternHook, zHook } from '../../../../core/architectures/hook-names.ts';
import { packBatches } from '../../inference/batches.ts';
import type { Activation } from '../../inference/hooked-session.ts';
import { checkFinite } from '../../inference/not-finite.ts';
import { release } from '../../inference/release.ts';
import type { LoadedModel } from '../../models/library.ts';
import { outputOf } from '../../runs/measure-batch.ts';
import { inTurns } from '../../threads/turns.ts';
import type { PreparedNegation, PreparedStatement } from './prepare-cues.ts';

export type MeasuringModel = Pick<LoadedModel, 'dimensions' | 'causal' | 'run'>;

/** Told of each head of each statement, what it measured, before the next. */
export type HeadListener = (
  pair: number,
  side: 'set' | 'neutral',
  place: number,
  values: StatementBuffers,
) => void;

/** @returns of each pair in the order given @throws PairlensError INFERENCE_FAILED, ACTIVATION_NOT_FINITE */
export async function measurePairs(
  model: MeasuringModel,
  pairs: readonly PreparedNegation[],
  onHead?: HeadListener,
): Promise<MeasuredPair[]> {
  const measured: (MeasuredPair | undefined)[] = pairs.map(() => undefined);
  const lengths = pairs.map(({ originalIds, statement, neutral }) =>
    [originalIds, statement.ids, ...(neutral === null ? [] : [neutral.ids])].map(({ length }) => length),
  );
  for (const batch of packBatches(lengths)) {
    const rows = batch.flatMap((index) => {
      const { originalIds, statement, neutral } = pairs[index] as PreparedNegation;
      return [originalIds, statement.ids, ...(neutral === null ? [] : [neutral.ids])];
    });
    const layers = Array.from({ length: model.dimensions.layers }, (_, layer) => layer);
    const outputs = await model.run({ inputIds: rows }, [...layers.map(patternHook), ...layers.map(zHook)]);
    await inTurns(checkSteps(outputs));
    const activations = {
      patterns: layers.map((layer) => outputOf(outputs, patternHook(layer))),
      outputs: layers.map((layer) => outputOf(outputs, zHook(layer))),
    };
    let row = 0;
    for (const index of batch) {
      const pair = pairs[index] as PreparedNegation;
      measured[index] = await inTurns(measurePair(model, pair, row, activations, index, onHead));
      row += pair.neutral === null ? 2 : 3;
    }
    release(outputs.values());
  }
  return measured as MeasuredPair[];
}

/** A hook point a step. */
function* checkSteps(outputs: ReadonlyMap<string, Activation>): Generator<void, void, void> {
  for (const [hook, output] of outputs) {
    checkFinite('statement', new Map([[hook, output]]));
    yield;
  }
}

interface BatchOutputs {
  /** By layer, [B, H, S, S] and [B, S, H, d]. */
  readonly patterns: readonly Activation[];
  readonly outputs: readonly Activation[];
}

/** @param row of the original; the statements that are compared with it follow */
function* measurePair(
  model: MeasuringModel,
  pair: PreparedNegation,
  row: number,
  activations: BatchOutputs,
  index: number,
  onHead: HeadListener | undefined,
): Generator<void, MeasuredPair, void> {
  const { originalIds, statement, neutral, neutralState, cueBefore } = pair;
  const tell = (side: 'set' | 'neutral') => (place: number, values: StatementBuffers) =>
    onHead?.(index, side, place, values);
  return {
    originalIds,
    set: yield* measureSide(model, originalIds.length, statement, [row, row + 1], activations, tell('set')),
    neutral:
      neutral === null
        ? null
        : yield* measureSide(
            model,
            originalIds.length,
            neutral,
            [row, row + 2],
            activations,
            tell('neutral'),
          ),
    neutralState,
    evenDistance: evenDistance(cuedStatement(statement.cues, model.causal)),
    cueBefore,
  };
}

/** A head a step. */
function* measureSide(
  { dimensions: { layers, heads, dHead }, causal }: MeasuringModel,
  originalTokens: number,
  { ids, aligned, cues }: PreparedStatement,
  [originalRow, row]: readonly [number, number],
  { patterns, outputs }: BatchOutputs,
  onHead: (place: number, values: StatementBuffers) => void,
): Generator<void, MeasuredSide, void> {
  const statement = cuedStatement(cues, causal);
  const places = layers * heads;
  const buffers = statementBuffers(statement, aligned.length);
  const positions = {
    original: Int32Array.from(aligned, ([i]) => i),
    changed: Int32Array.from(aligned, ([, j]) => j),
  };
  const values = new Float64Array(NEGATION_QUANTITIES.length * places);
  const profiles = new Float32Array(NEGATION_PROFILES.length * PROFILE_DISTANCES.length * places);
  const length = patterns[0]?.dims[2] ?? 0;
  const headAt = (layer: number, head: number, ofRow: number, tokens: number) => ({
    tokens,
    dHead,
    pattern: {
      data: patterns[layer]?.data ?? new Float32Array(),
      offset: (ofRow * heads + head) * length * length,
      rowStride: length,
    },
    z: {
      data: outputs[layer]?.data ?? new Float32Array(),
      offset: ofRow * length * heads * dHead + head * dHead,
      rowStride: heads * dHead,
    },
  });
  for (let layer = 0; layer < layers; layer++) {
    for (let head = 0; head < heads; head++) {
      const place = layer * heads + head;
      measureStatement(
        headAt(layer, head, originalRow, originalTokens),
        headAt(layer, head, row, ids.length),
        statement,
        positions,
        buffers,
      );
      buffers.values.forEach((value, quantity) => (values[quantity * places + place] = value));
      buffers.profiles.forEach((value, at) => (profiles[at * places + place] = value));
      onHead(place, buffers);
      yield;
    }
  }
  return { values, profiles, ids, aligned };
}
