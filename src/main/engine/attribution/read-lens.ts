/** The logit lens at some places of texts: what the model would foretell of each stream, were it the last. */
import {
  LENS_OUTPUTS,
  LENS_QUANTITIES,
  LENS_TOP,
  lensOutput,
  type LensQuantity,
} from '../../../core/architectures/lens-names.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { LensPlaces } from '../inference/lens-places.ts';
import { checkFinite } from '../inference/not-finite.ts';
import { release } from '../inference/release.ts';
import { outputOf } from '../runs/measure-batch.ts';
import type { AttributedModel, AttributedText } from './text-activations.ts';

/** Of one stream at one place. */
export interface LensReading {
  /** The highest logits, the highest first, and their ids. */
  readonly topIds: readonly number[];
  readonly topLogits: readonly number[];
  /** Of the ids asked for, in their order. */
  readonly logits: readonly number[];
  /** How many ids have a higher logit. */
  readonly ranks: readonly number[];
  /** log Σ exp(logit): less it, a logit is a log probability. */
  readonly logSumExp: number;
}

/**
 * @param streams which, from 0 (what enters the first block) to the number of layers (what leaves the last)
 * @param places of each text, one at least of all together
 * @returns by text, place, and stream in the order given
 * @throws PairlensError INPUT_INVALID, SENTENCE_TOO_LONG, INFERENCE_FAILED, ACTIVATION_NOT_FINITE
 */
export async function readLens(
  model: Pick<AttributedModel, 'runVariant'>,
  texts: readonly AttributedText[],
  places: LensPlaces,
  streams: readonly number[],
): Promise<LensReading[][][]> {
  const withTypes = texts.some(({ tokenTypes }) => tokenTypes !== undefined);
  const outputs = await model.runVariant(
    {
      inputIds: texts.map(({ ids }) => [...ids]),
      ...(withTypes && {
        tokenTypeIds: texts.map(({ ids, tokenTypes }) => [...(tokenTypes ?? ids.map(() => 0))]),
      }),
    },
    streams.flatMap((stream) => LENS_QUANTITIES.map((quantity) => lensOutput(stream, quantity))),
    { lens: places },
  );
  checkFinite(
    'text',
    new Map(
      streams.map((stream) => [
        lensOutput(stream, 'log_sum_exp'),
        outputOf(outputs, lensOutput(stream, 'log_sum_exp')),
      ]),
    ),
  );
  const read = places.map((row, r) =>
    row.map(({ targets }, place) =>
      streams.map((stream) => {
        const of = (quantity: LensQuantity) => {
          const { dims, data } = outputOf(outputs, lensOutput(stream, quantity));
          const [, most = 0, width = 1] = dims;
          const size = LENS_OUTPUTS[quantity] === null ? 1 : width;
          const from = (r * most + place) * size;
          return [...data.subarray(from, from + size)];
        };
        const [logSumExp] = of('log_sum_exp');
        if (logSumExp === undefined)
          throw new PairlensError('INFERENCE_FAILED', `the logit lens gave nothing of stream ${stream}`);
        return {
          topIds: of('top_ids').slice(0, LENS_TOP),
          topLogits: of('top_logits').slice(0, LENS_TOP),
          logits: of('chosen_logits').slice(0, targets.length),
          ranks: of('ranks').slice(0, targets.length),
          logSumExp,
        };
      }),
    ),
  );
  release(outputs.values());
  return read;
}
