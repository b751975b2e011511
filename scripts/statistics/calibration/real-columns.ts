/** Real columns, one metric at one head over the pairs of a set, that the simulations draw their pairs from; and how they are kept in a file. */
import {
  readSafetensors,
  parseSafetensorsHeader,
  writeSafetensors,
  type WrittenTensor,
} from '../../../src/core/checkpoints/safetensors.ts';
import type { Shape } from '../../../src/core/statistics/shape.ts';

/** The pairs of a set. */
export interface MeasuredPairs {
  /** [pairs] */
  readonly shapes: readonly Shape[];
  /** [pairs] number of the pair's cluster */
  readonly clusters: Int32Array;
  /** [C] of [pairs] */
  readonly columns: readonly Float64Array[];
}

export interface RealColumns {
  /** [C] the metric of each column; those of a metric are a family. */
  readonly families: readonly string[];
  /** The bundled negation-control, each pair a cluster of its own. */
  readonly controls: MeasuredPairs;
  /** Neutral templates times nouns; a template is a cluster. */
  readonly templates: MeasuredPairs;
  /** The bundled negation; the values of each pair's own neutral change stand beside those of its negation. */
  readonly negation: MeasuredPairs & { readonly neutral: readonly Float64Array[] };
}

const SETS = ['controls', 'templates', 'negation'] as const;

/** Everything is kept as float32, which the format's reader here gives back; counts are exact in it. */
export function encodeRealColumns(data: RealColumns): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, WrittenTensor>();
  for (const name of SETS) {
    const { shapes, clusters, columns } = data[name];
    tensors.set(`${name}.shapes`, { shape: [shapes.length, 3], data: Float32Array.from(shapes.flat()) });
    tensors.set(`${name}.clusters`, { shape: [clusters.length], data: Float32Array.from(clusters) });
    tensors.set(`${name}.columns`, tableOf(columns));
  }
  tensors.set('negation.neutral', tableOf(data.negation.neutral));
  return writeSafetensors(tensors, { families: data.families.join(' ') });
}

/** @throws Error when a tensor is missing */
export function decodeRealColumns(bytes: Uint8Array): RealColumns {
  const tensors = readSafetensors(bytes);
  const tensor = (name: string) => {
    const found = tensors.get(name);
    if (found === undefined) throw new Error(`no tensor ${name}`);
    return found;
  };
  const columnsOf = (name: string) => {
    const { shape, data } = tensor(name);
    const pairs = shape[1] ?? 0;
    return Array.from({ length: shape[0] ?? 0 }, (_, c) =>
      Float64Array.from(data.subarray(c * pairs, (c + 1) * pairs)),
    );
  };
  const pairsOf = (name: string): MeasuredPairs => {
    const clusters = Int32Array.from(tensor(`${name}.clusters`).data);
    const counts = tensor(`${name}.shapes`).data;
    return {
      shapes: Array.from(clusters, (_, pair): Shape => [
        counts[3 * pair] ?? 0,
        counts[3 * pair + 1] ?? 0,
        counts[3 * pair + 2] ?? 0,
      ]),
      clusters,
      columns: columnsOf(`${name}.columns`),
    };
  };
  return {
    families: (parseSafetensorsHeader(bytes).metadata['families'] ?? '').split(' '),
    controls: pairsOf('controls'),
    templates: pairsOf('templates'),
    negation: { ...pairsOf('negation'), neutral: columnsOf('negation.neutral') },
  };
}

function tableOf(columns: readonly Float64Array[]): WrittenTensor {
  const pairs = columns[0]?.length ?? 0;
  const data = new Float32Array(columns.length * pairs);
  columns.forEach((column, c) => data.set(column, c * pairs));
  return { shape: [columns.length, pairs], data };
}

/** Some of the columns, by number. */
export function selectColumns(data: RealColumns, numbers: readonly number[]): RealColumns {
  const some = <Item>(all: readonly Item[]) => numbers.flatMap((number) => all.slice(number, number + 1));
  const ofPairs = (pairs: MeasuredPairs) => ({ ...pairs, columns: some(pairs.columns) });
  return {
    families: some(data.families),
    controls: ofPairs(data.controls),
    templates: ofPairs(data.templates),
    negation: { ...ofPairs(data.negation), neutral: some(data.negation.neutral) },
  };
}

/** [C] of [pairs] changes of the set less those of their neutrals: the differences that a paired comparison has. */
export function differencesOfNegation({ negation }: RealColumns): Float64Array[] {
  return negation.columns.map((column, c) =>
    column.map((value, row) => value - (negation.neutral[c]?.[row] ?? NaN)),
  );
}
