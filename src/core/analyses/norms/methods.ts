/** The levels that a mixing ratio is of, in words, and what a result has of them. */
import { capitalised } from '../../capitalised.ts';
import { type Estimate, estimateAt } from '../estimate.ts';
import { type NamedTensors, tensorOf } from '../named-tensor.ts';
import { MIXING_METHODS, type MixingMethod } from './defined.ts';

interface MethodWords {
  /** The name of the papers. */
  readonly name: string;
  readonly words: string;
  /** What it takes into account beside attention. */
  readonly takes: string;
}

export const METHOD_WORDS: Readonly<Record<MixingMethod, MethodWords>> = {
  attn: { name: 'AttnN', words: 'attention alone', takes: 'nothing else' },
  attn_res: { name: 'AttnResN', words: 'with the residual connection', takes: 'its own vector' },
  attn_res_ln: {
    name: 'AttnResLnN',
    words: 'with the residual connection and the norm',
    takes: 'its own vector and the norm',
  },
  attn_res_ln2: {
    name: 'AttnResLnN',
    words: 'with the residual connection and the second norm',
    takes: 'its own vector and the second norm',
  },
  atb_ff: { name: 'AtbFfN', words: 'what leaves the feed-forward layer', takes: 'the feed-forward layer' },
  atb_ff_res: {
    name: 'AtbFfResN',
    words: 'with the feed-forward layer and its residual connection',
    takes: 'its own vector, the second norm and the feed-forward layer',
  },
  atb_ff_res_ln: {
    name: 'AtbFfResLnN',
    words: 'the whole block',
    takes: 'its own vector, norms and feed-forward layer',
  },
};

/** 'Attention alone (AttnN)' */
export function methodTitle(method: MixingMethod): string {
  const { name, words } = METHOD_WORDS[method];
  return `${capitalised(words)} (${name})`;
}

/** One for each step of a block that is drawn: attention, its residual connection, the norm, the block's end. */
export function chartedMethods(methods: readonly MixingMethod[]): MixingMethod[] {
  const last = methods.at(-1);
  return methods.filter((method) => !method.startsWith('atb_') || method === last);
}

export function methodsOf(result: NamedTensors): MixingMethod[] {
  return Array.from(tensorOf(result, 'methods').data, (index) => MIXING_METHODS[index]).filter(
    (method) => method !== undefined,
  );
}

export interface MixingRow {
  readonly layer: number;
  readonly method: MixingMethod;
  /** Texts that the mean is over; of ids, tokens. */
  readonly n: number;
  readonly ratio: Estimate;
}

/** By layer, then method. */
export function mixingRows(result: NamedTensors): MixingRow[] {
  const methods = methodsOf(result);
  const { shape } = tensorOf(result, 'mixing_ratio');
  const [, layers = 0] = shape;
  const counts = tensorOf(result, 'mixing_ratio_n').data;
  return Array.from({ length: layers }, (_, layer) =>
    methods.map((method, index) => {
      const place = index * layers + layer;
      return {
        layer,
        method,
        n: counts[place] ?? 0,
        ratio: estimateAt(result, 'mixing_ratio', place),
      };
    }),
  ).flat();
}
