/** A figure of several shows what its panels show, in every format. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FigureSpec } from '../../src/core/registries/figures.ts';
import { readFigureRecord } from '../../src/main/engine/figures/figure-record.ts';
import type { Run } from '../../src/shared/entities.ts';
import { type Composition, composition, type FigureFormat } from '../../src/shared/figures.ts';
import { pdfTexts } from '../pdf-text.ts';
import { addSet, GOLDEN_PAIRS, openWorkspace, runPairs, type Workspace } from './workspaces.ts';

const METRIC = 'attention_js_divergence';

let workspace: Workspace;
let run: Run;

beforeAll(async () => {
  workspace = await openWorkspace();
  const { engine } = workspace;
  const setId = await addSet(engine, 'golden', GOLDEN_PAIRS);
  run = await runPairs(engine, {
    setId,
    controlSetId: await addSet(engine, 'control', GOLDEN_PAIRS.slice(2)),
  });
});
afterAll(() => workspace.dispose());

const grid = (statistic: 'mean' | 'median' | 'n', name = METRIC): FigureSpec => ({
  kind: 'head-grid',
  runId: run.id,
  group: '',
  metric: name as typeof METRIC,
  statistic,
});
const values = (head: number): FigureSpec => ({
  kind: 'distribution',
  runId: run.id,
  metric: METRIC,
  layer: 0,
  head,
});
const of = (figures: readonly FigureSpec[], more: Partial<Composition> = {}): Composition =>
  composition.parse({ kind: 'composition', panels: figures.map((figure) => ({ figure })), ...more });

async function file(spec: Composition | FigureSpec, format: FigureFormat): Promise<Uint8Array> {
  return workspace.engine.exports.figureFile({ spec, format, theme: 'light' });
}
const textOf = async (spec: Composition | FigureSpec, format: 'svg' | 'csv' = 'svg') =>
  Buffer.from(await file(spec, format)).toString();

/** What is drawn, without texts: shapes with their places. */
const shapes = (svg: string) => svg.match(/<(?:path|rect|circle)[^>]*>/g) ?? [];
const numbersOf = (svg: string) => shapes(svg).map((shape) => shape.replace(/url\(#[^)]*\)/, 'url()'));

describe('a figure of several', () => {
  test('has the very drawings that its panels have by themselves', async () => {
    const specs = [grid('n'), values(1)];
    const svg = await textOf(of(specs, { commonScales: false }));
    for (const spec of specs) {
      const { svg: alone } = await workspace.engine.exports.figureParts(spec);
      expect(numbersOf(svg).join('')).toContain(numbersOf(alone).join(''));
    }
    const ids = Array.from(svg.matchAll(/ id="([^"]*)"/g), ([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is drawn light also where the workbench is dark, which a figure by itself is not', async () => {
    const inDark = async (spec: Composition | FigureSpec) =>
      Buffer.from(
        await workspace.engine.exports.figureFile({ spec, format: 'svg', theme: 'dark' }),
      ).toString();
    const spec = of([grid('mean'), values(0)]);
    expect(await inDark(spec)).toBe(await textOf(spec));
    expect(await inDark(grid('mean'))).not.toBe(await textOf(grid('mean')));
  });

  test('is the same file whenever it is drawn, and draws itself again', async () => {
    const spec = of([grid('mean'), values(0)], { columns: 1, width: 85 });
    const [first, second] = [await file(spec, 'svg'), await file(spec, 'svg')];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    for (const format of ['svg', 'png', 'pdf'] as const) {
      const said = readFigureRecord(await file(spec, format), format);
      expect(composition.parse(said.spec)).toEqual(spec);
      expect(said.provenance).toMatchObject({
        panels: [{ run: run.id, set: { sha256: run.provenance.setHash } }, { run: run.id }],
      });
    }
  });

  test('has the width of a journal’s column: millimetres in the PDF, pixels in the PNG', async () => {
    const spec = of([grid('mean'), values(0)], { width: 114 });
    const pdf = Buffer.from(await file(spec, 'pdf')).toString('latin1');
    const [, points = ''] = /\/MediaBox \[0 0 ([\d.]+)/.exec(pdf) ?? [];
    expect(Number(points)).toBeCloseTo((114 / 25.4) * 72, 1);
    const png = Buffer.from(await file(spec, 'png'));
    expect(png.readUInt32BE(16)).toBe(Math.ceil((2 * 114 * 96) / 25.4));
  });

  test('puts one quantity on one scale, and leaves others alone', async () => {
    const csvless = { columns: 2 } as const;
    const apart = await textOf(
      of([grid('mean'), grid('median'), grid('n')], { ...csvless, commonScales: false }),
    );
    const common = await textOf(of([grid('mean'), grid('median'), grid('n')], csvless));
    const endsIn = (svg: string) =>
      Array.from(svg.matchAll(/<text[^>]*>([−\d.]+ bits|\d+ pairs)<\/text>/g), ([, end]) => end);
    expect(endsIn(common).slice(0, 2)).toEqual([endsIn(common)[0], endsIn(common)[0]]);
    expect(endsIn(common)[2]).toBe(endsIn(apart)[2]);
    // The file says of what the scales are, and that they end where it is printed.
    const marks = Array.from(common.matchAll(/data-quantity="([^"]+)" data-ends="(\S+) (\S+)"/g));
    const [first, second, third] = marks.map(([, quantity]) => quantity);
    expect([first, third]).toEqual([second, expect.not.stringMatching(first ?? '')]);
    for (const [at, [, , , high]] of marks.entries())
      expect(Number(high)).toBeCloseTo(Number.parseFloat(endsIn(common)[at] ?? ''), 1);
    // Axes of two histograms end alike, in which the values are where they were.
    const axes = (svg: string) => svg.match(/>0\.\d+<\/text>/g) ?? [];
    const two = axes(await textOf(of([values(0), values(1)], { captions: false })));
    expect(two.slice(0, two.length / 2)).toEqual(two.slice(two.length / 2));
  });

  test('has text that can be selected in a PDF, and captions that say what each is', async () => {
    const text = pdfTexts(await file(of([grid('mean'), values(0)]), 'pdf'))
      .map((part) => part.text)
      .join(' ');
    expect(text).toContain('golden');
    expect(text).toMatch(/a\.\s*JS/);
  });

  test('has the numbers of all panels as CSV, each after its name', async () => {
    const specs = [grid('mean'), values(0)];
    const csv = await textOf(of(specs), 'csv');
    for (const spec of specs) expect(csv).toContain(await textOf(spec, 'csv'));
    expect(csv.match(/^# [ab]: /gm)).toEqual(['# a: ', '# b: ']);
  });
});

test('a panel that is not there is named; no figures, and too many, are refused', async () => {
  const gone = of([grid('mean'), { ...grid('mean'), runId: 999 } as FigureSpec]);
  await expect(file(gone, 'svg')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('figure 2: ') as string,
  });
  expect(composition.safeParse({ kind: 'composition', panels: [] }).success).toBe(false);
  const many = Array.from({ length: 13 }, () => ({ figure: grid('mean') }));
  expect(composition.safeParse({ kind: 'composition', panels: many }).success).toBe(false);
});
