/** What the heads come to together: tensors of the keys that docs/science.md has. */
import { namedTensor, type NamedTensor, type NamedTensors, tensorOf } from '../named-tensor.ts';
import { bestScale } from './scales.ts';
import type { SampledText } from './sample.ts';

export interface PlacedHead {
  readonly layer: number;
  readonly head: number;
  readonly part: NamedTensors;
}

export interface QueryKeyShape {
  readonly layers: number;
  readonly heads: number;
  readonly scales: readonly number[];
  readonly fineScales: readonly number[];
  readonly percentile: number;
  /** Whether every head was computed: only then are the shares of the scaled criterion those of all. */
  readonly allHeads: boolean;
}

const SCALED = ['threshold', 'count', 'weighted_corr', 'count_pooled', 'weighted_corr_pooled', 'spearman'];
const SCALARS = [
  'threshold_pooled',
  'c_norm',
  'c_norm_corr',
  'c_drawn',
  'spearman_before',
  'spearman_after',
  'trustworthiness',
];
/** Of the heads that are laid out. */
const OF_LAYOUT = ['points', 'to_first', 'partners', 'partner_weights'];

/** Tensors by layer and head; a head that was not computed, or not laid out, has NaN. */
export function combineHeads(parts: Iterable<PlacedHead>, shape: QueryKeyShape): Map<string, NamedTensor> {
  const { layers, heads, scales, fineScales } = shape;
  const places = { layer: layers, head: heads };
  const result = new Map<string, NamedTensor>();
  const gathered = new Map<string, Float64Array>();
  const put = (name: string, head: PlacedHead, values: ArrayLike<number>) => {
    const all = gathered.get(name) ?? new Float64Array(layers * heads * values.length).fill(Number.NaN);
    gathered.set(name, all);
    all.set(values, (head.layer * heads + head.head) * values.length);
  };
  const laidOut: { readonly place: number; readonly part: NamedTensors }[] = [];
  for (const placed of parts) {
    const { part } = placed;
    for (const name of [...SCALED, 'fine_corr', 'c_half', 'c_half_corr', ...SCALARS]) {
      const tensor = part.get(name);
      if (tensor !== undefined) put(name, placed, tensor.data);
    }
    if (part.has('points')) laidOut.push({ place: placed.layer * heads + placed.head, part });
  }
  for (const [name, values] of gathered) {
    const each = values.length / (layers * heads);
    const last = SCALED.includes(name)
      ? { scale: each }
      : name === 'fine_corr'
        ? { fine_scale: each }
        : name.startsWith('c_half')
          ? { half: each }
          : {};
    result.set(name, namedTensor({ ...places, ...last }, values));
  }
  result.set('scales', namedTensor({ scale: scales.length }, Float64Array.from(scales)));
  result.set('fine_scales', namedTensor({ fine_scale: fineScales.length }, Float64Array.from(fineScales)));
  result.set('percentile', namedTensor({}, Float64Array.of(shape.percentile)));
  if (result.has('weighted_corr')) addCriteria(result, shape);
  addLayouts(result, laidOut);
  return result;
}

/** `scaled`, and the best scale by each criterion. */
function addCriteria(result: Map<string, NamedTensor>, shape: QueryKeyShape): void {
  const { layers, heads, scales, fineScales } = shape;
  const places = { layer: layers, head: heads };
  const all = layers * heads;
  const correlations = tensorOf(result, 'weighted_corr_pooled').data;
  const counts = tensorOf(result, 'count_pooled').data;
  const scaled = new Float64Array(correlations.length).fill(Number.NaN);
  if (shape.allHeads)
    for (let scale = 0; scale < scales.length; scale++) {
      let sum = 0;
      // A head that could not be computed has no count.
      for (let place = 0; place < all; place++) sum += counts[place * scales.length + scale] || 0;
      for (let place = 0; place < all; place++) {
        const at = place * scales.length + scale;
        scaled[at] = ((correlations[at] as number) * (counts[at] as number)) / sum;
      }
    }
  result.set('scaled', namedTensor({ ...places, scale: scales.length }, scaled));
  for (const name of ['weighted_corr', 'scaled']) {
    const values = tensorOf(result, name).data;
    const best = Float64Array.from({ length: all }, (_, place) => bestOf(scales, values, place).scale);
    result.set(`c_best_${name}`, namedTensor(places, best));
  }
  if (fineScales.length === 0) return;
  const fine = tensorOf(result, 'fine_corr').data;
  const best = Array.from({ length: all }, (_, place) => bestOf(fineScales, fine, place));
  result.set(
    'c_fine',
    namedTensor(
      places,
      Float64Array.from(best, ({ scale }) => scale),
    ),
  );
  result.set(
    'c_fine_corr',
    namedTensor(
      places,
      Float64Array.from(best, ({ correlation }) => correlation),
    ),
  );
}

function bestOf(scales: readonly number[], values: ArrayLike<number>, place: number) {
  const own = scales.map((_, scale) => {
    const value = values[place * scales.length + scale] ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  });
  return bestScale(scales, own) ?? { scale: Number.NaN, correlation: Number.NaN };
}

/** Tensors of the heads that were laid out, [laid out, …], and which heads those are. */
function addLayouts(
  result: Map<string, NamedTensor>,
  laidOut: readonly { readonly place: number; readonly part: NamedTensors }[],
): void {
  const [first] = laidOut;
  if (first === undefined) return;
  for (const name of OF_LAYOUT) {
    const { axes, shape, data } = tensorOf(first.part, name);
    const all =
      data instanceof Int32Array
        ? new Int32Array(laidOut.length * data.length)
        : new Float32Array(laidOut.length * data.length);
    for (const [index, { part }] of laidOut.entries())
      all.set(tensorOf(part, name).data, index * data.length);
    result.set(name, { axes: ['laid_out', ...axes], shape: [laidOut.length, ...shape], data: all });
  }
  result.set(
    'laid_out',
    namedTensor(
      { laid_out: laidOut.length },
      Int32Array.from(laidOut, ({ place }) => place),
    ),
  );
}

/** What the tokens are, so that points can be read without the model: [token] each, and their texts as UTF-16 units. */
export function sampleTensors(
  texts: readonly SampledText[],
  tokenText: (id: number) => string,
): NamedTensors {
  const tokens = texts.flatMap(({ ids }, text) => ids.map((id, position) => ({ text, position, id })));
  const written = tokens.map(({ id }) => tokenText(id));
  const units = written.join('');
  let end = 0;
  const ofToken = (values: readonly number[]) =>
    namedTensor({ token: values.length }, Int32Array.from(values));
  return new Map([
    ['token_input', ofToken(tokens.map(({ text }) => texts[text]?.input ?? 0))],
    ['token_position', ofToken(tokens.map(({ position }) => position))],
    ['token_id', ofToken(tokens.map(({ id }) => id))],
    ['token_text_end', ofToken(written.map((text) => (end += text.length)))],
    [
      'token_text',
      namedTensor(
        { unit: units.length },
        Int32Array.from({ length: units.length }, (_, unit) => units.charCodeAt(unit)),
      ),
    ],
    [
      'input_source',
      namedTensor(
        { input: texts.length, field: 3 },
        Int32Array.from(texts.flatMap(({ input, sourceId, side }) => [input, sourceId, side])),
      ),
    ],
  ]);
}
