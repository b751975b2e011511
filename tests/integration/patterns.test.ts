/** Attention patterns, held to PyTorch on golden checkpoints of five families. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeNamedTensors } from '../../src/core/analyses/tensor-file.ts';
import { type NamedTensors, tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { combinePatterns } from '../../src/core/analyses/patterns/combine.ts';
import { masksOf } from '../../src/core/analyses/patterns/masks.ts';
import { detectorsFor } from '../../src/core/analyses/patterns/detectors.ts';
import { patternsOptions } from '../../src/core/analyses/patterns/options.ts';
import { MARK } from '../../src/core/analyses/patterns/token-marks.ts';
import { finish } from '../../src/core/statistics/steps.ts';
import { measureTexts } from '../../src/main/engine/analyses/patterns/measure-texts.ts';
import { type LoadedModel, ModelLibrary } from '../../src/main/engine/models/library.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import bert from '../fixtures/analyses/patterns/bert.json' with { type: 'json' };
import distilbert from '../fixtures/analyses/patterns/distilbert.json' with { type: 'json' };
import gpt2 from '../fixtures/analyses/patterns/gpt2.json' with { type: 'json' };
import gptNeox from '../fixtures/analyses/patterns/gpt_neox.json' with { type: 'json' };
import roberta from '../fixtures/analyses/patterns/roberta.json' with { type: 'json' };
import { openWorkspace, type Workspace } from './workspaces.ts';

const TOLERANCE = 2e-5;
const fixture = (...path: string[]) => join(import.meta.dirname, '../fixtures', ...path);

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

const open = (folder: string) =>
  new ModelLibrary({ home: workspace.folder, resources: resourcesDir() }).open(folder);

async function patternsOf(
  model: LoadedModel,
  { texts, delimiter_ids }: { texts: readonly (readonly number[])[]; delimiter_ids: readonly number[] },
): Promise<NamedTensors> {
  const detectors = detectorsFor(model.causal, false).map(({ name }) => name);
  const marked = texts.map((ids, index) => ({
    ids: Int32Array.from(ids),
    marks: Int32Array.from(ids, (id) => (delimiter_ids.includes(id) ? MARK.delimiter : 0)),
    half: index % 2,
    cluster: -1,
  }));
  const parts = await measureTexts(model, marked, {
    masks: masksOf(detectors),
    own: null,
    keepsExcluded: false,
  });
  const { layers, heads } = model.dimensions;
  return finish(
    combinePatterns(parts, { layers, heads, causal: model.causal }, detectors, patternsOptions.parse({})),
  );
}

describe.each([
  ['bert', bert],
  ['distilbert', distilbert],
  ['roberta', roberta],
  ['gpt2', gpt2],
  ['gpt_neox', gptNeox],
] as const)('%s against PyTorch', (family, inputs) => {
  let result: NamedTensors;
  const expected = decodeNamedTensors(readFileSync(fixture('analyses/patterns', `${family}.safetensors`)));

  beforeAll(async () => {
    const model = await open(fixture('golden', family));
    result = await patternsOf(model, inputs);
    await model.close();
  });

  it.each([...expected.keys()])('%s', (key) => {
    const [actual, reference] = [tensorOf(result, key), tensorOf(expected, key)];
    expect(actual.shape).toEqual(reference.shape);
    const both = Array.from(actual.data, (value, at) => [value, reference.data[at] ?? 0] as const);
    expect(both.map(([own]) => Number.isNaN(own))).toEqual(both.map(([, theirs]) => Number.isNaN(theirs)));
    const gaps = both.map(([own, theirs]) => (Number.isNaN(own) ? 0 : Math.abs(own - theirs)));
    expect(Math.max(...gaps)).toBeLessThan(TOLERANCE);
  });
});
