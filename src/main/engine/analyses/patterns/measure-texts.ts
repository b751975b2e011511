/** Texts through the model, and the detectors of every head on them, out of the output buffers in place. */
import { detectorCells, type OffsetRange } from '../../../../core/analyses/patterns/cells.ts';
import {
  type PatternsText,
  withPooledSums,
  writePatternsPart,
} from '../../../../core/analyses/patterns/part.ts';
import {
  emptyScores,
  emptySums,
  scoredText,
  scoreHead,
  uniformNulls,
} from '../../../../core/analyses/patterns/score-head.ts';
import type { NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { patternHook } from '../../../../core/architectures/hook-names.ts';
import { packBatches } from '../../inference/batches.ts';
import { checkFinite } from '../../inference/not-finite.ts';
import { release } from '../../inference/release.ts';
import type { LoadedModel } from '../../models/library.ts';
import { outputOf } from '../../runs/measure-batch.ts';
import { inTurns } from '../../threads/turns.ts';

export interface DetectorPlan {
  /** Of the masks, in their order. */
  readonly masks: readonly string[];
  /** Of a person's own detector, where it is one of them. */
  readonly own: OffsetRange | null;
  /** Whether scores without sinks are kept text by text: heads are called by them. */
  readonly keepsExcluded: boolean;
}

export type PatternsModel = Pick<LoadedModel, 'dimensions' | 'causal' | 'run' | 'sideBySide'>;

/**
 * @returns a part for each text, in the order given
 * @throws PairlensError INFERENCE_FAILED, ACTIVATION_NOT_FINITE and what LoadedModel.run throws
 */
export async function measureTexts(
  model: PatternsModel,
  texts: readonly PatternsText[],
  plan: DetectorPlan,
): Promise<NamedTensors[]> {
  const { layers, heads } = model.dimensions;
  const hooks = Array.from({ length: layers }, (_, layer) => patternHook(layer));
  const masks = plan.masks.length;
  const pooled = emptySums(masks, layers * heads, Math.max(...texts.map(({ ids }) => ids.length)));
  const scores = emptyScores(masks, layers * heads);
  const parts: NamedTensors[] = [];

  function* measure(
    batch: readonly number[],
    outputs: Awaited<ReturnType<LoadedModel['run']>>,
  ): Generator<void, void, void> {
    const patterns = hooks.map((hook) => outputOf(outputs, hook));
    const rowStride = patterns[0]?.dims[2] ?? 0;
    for (const [row, index] of batch.entries()) {
      const text = texts[index];
      if (text === undefined) continue;
      const cells = detectorCells(text, model.causal, plan.masks, plan.own);
      const scored = scoredText(cells, rowStride);
      scores.score.fill(Number.NaN);
      scores.excluded.fill(Number.NaN);
      for (const [layer, { data }] of patterns.entries()) {
        for (let head = 0; head < heads; head++) {
          const offset = (row * heads + head) * rowStride * rowStride;
          const place = layer * heads + head;
          scoreHead({ data, offset, rowStride }, scored, place, layers * heads, scores, pooled);
        }
        yield;
      }
      parts[index] = writePatternsPart(
        text,
        model.dimensions,
        scores,
        uniformNulls(cells),
        plan.keepsExcluded,
      );
    }
    release(outputs.values());
  }

  const batches = packBatches(texts.map(({ ids }) => [ids.length]));
  const run = (batch: readonly number[]) =>
    model.run({ inputIds: batch.map((index) => Array.from(texts[index]?.ids ?? [])) }, hooks);
  // The model computes the next ones while this thread measures one.
  const ahead: { batch: readonly number[]; outputs: ReturnType<typeof run> }[] = [];
  const waiting = [...batches];
  const send = () => {
    const batch = waiting.shift();
    if (batch === undefined) return;
    const outputs = run(batch);
    // Looked at when its turn comes.
    outputs.catch(() => undefined);
    ahead.push({ batch, outputs });
  };
  for (let at = 0; at <= model.sideBySide; at++) send();
  try {
    for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
      const outputs = await next.outputs;
      send();
      checkFinite('text', outputs);
      await inTurns(measure(next.batch, outputs));
    }
  } finally {
    // Nobody takes the model away while it computes, and what nobody measures is given back.
    for (const sent of await Promise.allSettled(ahead.map(({ outputs }) => outputs)))
      if (sent.status === 'fulfilled') release(sent.value.values());
  }
  return parts.map((part, index) => (index === 0 ? withPooledSums(part, model.dimensions, pooled) : part));
}
