/** For tests: a head given as nested arrays, measured by the kernels. */
import { buildAlignment } from '../pairs/align.ts';
import { METRIC_COUNT, METRIC_NAMES, type MetricName } from './catalogue.ts';
import { prepareComparison } from './comparison.ts';
import { type HeadActivations, measureHead, type StridedMatrix } from './measure-head.ts';
import type { PlainHead, PlainOptions, PlainPair } from './measure-head.reference.ts';

type Floats = Float32ArrayConstructor | Float64ArrayConstructor;

/** Lays rows out with room around and between them, as in the output buffer of a padded batch of several heads. */
function strided(rows: readonly (readonly number[])[], padding: number, Floats: Floats): StridedMatrix {
  const rowStride = (rows[0]?.length ?? 0) + padding;
  const offset = 3 * padding;
  const data = new Floats(offset + (rows.length + 1) * rowStride).fill(77);
  rows.forEach((row, i) => data.set(row, offset + i * rowStride));
  return { data, offset, rowStride };
}

function activations({ pattern, z }: PlainHead, Floats: Floats): HeadActivations {
  const padding = 2;
  const dHead = z[0]?.length ?? 0;
  return {
    tokens: pattern.length,
    dHead,
    pattern: strided(pattern, padding, Floats),
    z: strided(z, padding, Floats),
  };
}

/** What the kernels write, by name; they must write nothing beside it, and leave out none. */
export function measureByKernels(
  a: PlainHead,
  b: PlainHead,
  { original, counterfactual, aligned }: PlainPair,
  { queries, causal, special, stops }: PlainOptions,
  Floats: Floats = Float32Array,
): Record<MetricName, number> {
  const comparison = prepareComparison(
    {
      originalIds: original,
      counterfactualIds: counterfactual,
      alignment: buildAlignment('edit', aligned, original.length, counterfactual.length),
    },
    { queries, isCausal: causal, specialIds: special, stopIds: stops, dHead: a.z[0]?.length ?? 0 },
  );
  const around = 12345;
  const out = new Float64Array(METRIC_COUNT + 2).fill(around);
  measureHead(activations(a, Floats), activations(b, Floats), comparison, out, 1);
  if (out[0] !== around || out[METRIC_COUNT + 1] !== around) throw new Error('written beside its place');
  const missing = METRIC_NAMES.filter((_, index) => out[index + 1] === around);
  if (missing.length > 0) throw new Error(`not measured: ${missing.join(', ')}`);
  return Object.fromEntries(METRIC_NAMES.map((name, index) => [name, out[index + 1]])) as Record<
    MetricName,
    number
  >;
}
