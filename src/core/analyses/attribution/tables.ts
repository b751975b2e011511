import type { AnalysisTable, Cell } from '../analysis.ts';
import { estimateAt } from '../estimate.ts';
import { type NamedTensor, type NamedTensors, orNull, tensorOf } from '../named-tensor.ts';
import { casesOf } from './combine-cases.ts';
import { componentsOf, CONTROL, DIFFERENCE } from './combine.ts';
import { type Component, COMPONENT_NAMES, SOURCE_ROLES } from './components.ts';

/** Where a value stands: in which layer, of which head or neuron. */
type Place = readonly [layer: Cell, head: Cell, neuron: Cell, source: Cell];

/**
 * Of every text every component, in logits; of token ids also heads by source and neurons. `input` is the place in the plan,
 * `target` an id.
 */
export const attributionTable: AnalysisTable = {
  name: 'attribution',
  columns: ['input', 'position', 'target', 'component', 'layer', 'head', 'neuron', 'source', 'value'],
  rows: (result) => (result.has('attribution.cases') ? rowsOfCases(result) : rowsOfTexts(result)),
};

/** Means over texts; of token ids there are none. */
export const meansTable: AnalysisTable = {
  name: 'attribution_means',
  columns: [
    'component',
    'layer',
    'head',
    'neuron',
    'source',
    'n',
    'mean',
    'ci_low',
    'ci_high',
    'control',
    'difference',
    'q',
  ],
  *rows(result) {
    for (const name of [...componentsOf(result), 'sources' as const, 'neurons' as const])
      yield* rowsOfMeans(result, name);
  },
};

function* rowsOfTexts(result: NamedTensors): Generator<readonly Cell[]> {
  if (!result.has('attribution.text')) return;
  const texts = tensorOf(result, 'attribution.text').data;
  const positions = tensorOf(result, 'attribution.position').data;
  const targets = tensorOf(result, 'attribution.target').data;
  for (const [row, text] of texts.entries())
    for (const name of componentsOf(result)) {
      const values = result.get(`attribution.${name}_by_text`);
      if (values === undefined) continue;
      const size = values.data.length / texts.length;
      for (let at = 0; at < size; at++)
        yield [
          text,
          positions[row] ?? null,
          targets[row] ?? null,
          nameOf(name, values.axes.slice(1), values.shape.slice(1), at),
          ...placeOf(values.axes.slice(1), values.shape.slice(1), at),
          orNull(values.data[row * size + at]),
        ];
    }
}

function* rowsOfCases(result: NamedTensors): Generator<readonly Cell[]> {
  for (const input of casesOf(result)) {
    const of = (name: string) => result.get(`dla.${input}.${name}`);
    const position = of('position')?.data[0] ?? null;
    const targets = of('targets')?.data ?? [];
    for (const name of [...COMPONENT_NAMES, 'heads_by_source', 'neurons', 'head_units']) {
      const tensor = of(name);
      if (tensor === undefined) continue;
      const axes = tensor.axes.slice(0, -1);
      for (let at = 0; at < tensor.data.length; at++) {
        const outer = Math.floor(at / targets.length);
        yield [
          input,
          position,
          targets[at % targets.length] ?? null,
          nameOf(name, axes, tensor.shape, outer),
          ...placeOf(axes, tensor.shape, outer),
          orNull(tensor.data[at]),
        ];
      }
    }
  }
}

function* rowsOfMeans(
  result: NamedTensors,
  component: Component | 'sources' | 'neurons',
): Generator<readonly Cell[]> {
  const name = `attribution.${component}`;
  const tensor = result.get(name);
  if (tensor === undefined) return;
  const { axes, shape, data } = tensor;
  const of = (key: string, at: number) => orNull(result.get(key)?.data[at]);
  const judged = result.has(`${name}${DIFFERENCE}_q`) ? `${name}${DIFFERENCE}_q` : `${name}_q`;
  for (let at = 0; at < data.length; at++) {
    const { mean, low, high } = estimateAt(result, name, at);
    const [layer, head, neuron, source] = placeOf(axes, shape, at);
    yield [
      nameOf(component, axes, shape, at),
      layer,
      head,
      component === 'neurons' ? of('attribution.neuron', at) : neuron,
      source,
      of(`${name}_n`, at),
      mean,
      low,
      high,
      of(name + CONTROL, at),
      of(name + DIFFERENCE, at),
      of(judged, at),
    ];
  }
}

/** Names of single ones: 'heads' has heads. */
const SINGLE: Readonly<Record<string, string>> = {
  heads: 'head',
  heads_by_source: 'head_by_source',
  sources: 'head_by_source',
  neurons: 'neuron',
  head_units: 'head_unit',
};

function nameOf(name: string, axes: readonly string[], shape: readonly number[], at: number): string {
  if (!axes.includes('norm')) return SINGLE[name] ?? name;
  return `${name}_${(indexOn('norm', axes, shape, at) ?? 0) + 1}`;
}

function placeOf(axes: readonly string[], shape: readonly number[], at: number): Place {
  const on = (axis: string) => indexOn(axis, axes, shape, at);
  const role = on('role');
  const source = on('source');
  return [
    on('layer'),
    on('head'),
    on('neuron') ?? on('unit'),
    role === null ? source : (SOURCE_ROLES[role] ?? null),
  ];
}

/** The index along an axis of the value at a place, counted row-major over `axes`; null where there is no such axis. */
function indexOn(
  axis: string,
  axes: NamedTensor['axes'],
  shape: readonly number[],
  at: number,
): number | null {
  const place = axes.indexOf(axis);
  if (place < 0) return null;
  const inner = shape.slice(place + 1, axes.length).reduce((product, size) => product * size, 1);
  return Math.floor(at / inner) % (shape[place] ?? 1);
}
