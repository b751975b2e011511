/** Figures of a model on an input of its own: what is drawn is what the model computes, and files carry what it was. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { readAttribution } from '../../src/core/analyses/attribution/text-attribution.ts';
import { readSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import { probeInput } from '../../src/core/figures/probed-input.ts';
import { readFigureRecord } from '../../src/main/engine/figures/figure-record.ts';
import { type FigureFormat, composition, figureSpec } from '../../src/shared/figures.ts';
import { GOLDEN_BERT, MINILM, openWorkspace, type Workspace } from './workspaces.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());
afterEach(() => vi.unstubAllEnvs());

const TEXT = { model: MINILM, text: 'The movie was not good.' };
const IDS = { model: GOLDEN_BERT, ids: [14, 27, 30, 31, 36] };
/** Six tokens, twice. */
const TWICE = { model: 'attn-only-2l', ids: [7, 30, 12, 44, 5, 21, 7, 30, 12, 44, 5, 21] };
const SPECS = {
  attention: { kind: 'probe-map', ...TEXT, layer: 2, head: 7 },
  'map of values': { kind: 'probe-map', ...IDS, layer: 1, head: 3, map: 'centred', plotSize: 300 },
  'norm of a layer': { kind: 'probe-map', ...TEXT, layer: 0, head: 1, map: 'attn_res_ln' },
  'all heads': { kind: 'probe-small-maps', ...TEXT, width: 500, height: 300 },
  'logit lens': { kind: 'probe-lens', ...IDS, at: 2 },
  'what a prediction comes from': { kind: 'probe-attribution', ...IDS, position: 2, open: [1] },
  predictions: { kind: 'probe-predictions', ...IDS, at: 2, layer: 1, head: 3, shade: 'weight', width: 300 },
  'attention on a text': { kind: 'probe-text', ...TEXT, layer: 2, head: 7, focus: [5] },
  'heads of a circuit': { kind: 'probe-circuit', ...TWICE, show: 'composition' },
  'all heads on token ids': { kind: 'probe-small-maps', ...IDS, width: 200, height: 200 },
} as const;

async function file(spec: object, format: FigureFormat): Promise<Buffer> {
  const { exports } = workspace.engine;
  return Buffer.from(
    await exports.figureFile({ spec: figureSpec.parse(spec), format, theme: 'light', scale: 1 }),
  );
}

test.each(Object.entries(SPECS))(
  '%s: drawn again from what its file carries, the same file',
  async (_, spec) => {
    const svg = await file(spec, 'svg');
    const text = svg.toString();
    expect(text).toMatch(/<desc>[^<]*\(n = 1 input, \d+ tokens\)/);
    const record = readFigureRecord(svg, 'figure.svg');
    expect(record.spec).toMatchObject(spec);
    expect(record.provenance).toMatchObject({
      model: { weights_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      device: { computed_on: 'cpu' },
    });
    const again = {
      spec: figureSpec.parse(record.spec),
      drawnFrom: record.provenance,
      theme: 'light' as const,
    };
    const { exports } = workspace.engine;
    expect(svg.equals(await exports.figureFile({ ...again, format: 'svg' }))).toBe(true);
    for (const format of ['png', 'pdf'] as const)
      expect(readFigureRecord(await file(spec, format), `figure.${format}`)).toEqual(record);
    await expect(
      exports.figureFile({
        ...again,
        drawnFrom: { model: { weights_sha256: 'of another model' } },
        format: 'svg',
      }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  },
);

/** Lines of a CSV file as lists; no field has a comma. */
const linesOf = (csv: Buffer): string[][] =>
  csv
    .toString()
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

test('the numbers of its files are those that the screen is sent', async () => {
  const { models } = workspace.engine;
  const sent = async (blob: Promise<Blob>) =>
    readSafetensors(new Uint8Array(await (await blob).arrayBuffer()));
  const pattern = (await sent(models.probe(probeInput(TEXT)))).get('pattern');
  const [layers = 0, heads = 0, n = 0] = pattern?.shape ?? [];
  const all = await file(SPECS['all heads'], 'csv');
  expect(linesOf(all).map((line) => Number(line.at(-1)))).toEqual(Array.from(pattern?.data ?? []));
  expect(linesOf(all)).toHaveLength(layers * heads * n * n);
  const begin = (2 * heads + 7) * n * n;
  expect(linesOf(await file(SPECS.attention, 'csv')).map((line) => Number(line.at(-1)))).toEqual(
    Array.from(pattern?.data.subarray(begin, begin + n * n) ?? []),
  );
  const values = await sent(models.probeValues({ ...probeInput(IDS), layer: 1, head: 3, values: 'centred' }));
  expect(linesOf(await file(SPECS['map of values'], 'csv')).map((line) => Number(line.at(-1)))).toEqual(
    Array.from(values.get('values')?.data ?? []),
  );
});

test('what is read off each layer is what the screen is sent', async () => {
  const { streams, targets } = await workspace.engine.textReadings.lens(probeInput(IDS));
  const lines = linesOf(await file(SPECS['logit lens'], 'csv'));
  expect(lines.map((line) => line.slice(3))).toEqual(
    streams.flatMap((cells) =>
      cells.map(({ top, probability, rank }, position) =>
        [top.text, top.probability, targets[position]?.text, probability, rank].map(String),
      ),
    ),
  );
});

test('what a prediction comes from has the numbers that the screen is sent, of every head', async () => {
  const { textReadings } = workspace.engine;
  const sent = await textReadings.attribution({ ...probeInput(IDS), position: 2 });
  const { heads, bySource, attention, embeddings } = readAttribution(
    new Uint8Array(await sent.arrayBuffer()),
    2,
  );
  const lines = linesOf(await file(SPECS['what a prediction comes from'], 'csv'));
  const column = (part: string, at: number) =>
    lines.filter(([name]) => name === part).map((line) => Number(line[at]));
  expect(column('embeddings', 5)).toEqual([embeddings]);
  expect(column('head', 5)).toEqual(Array.from(heads));
  expect(column('head by token', 5)).toEqual(Array.from(bySource));
  expect(column('head by token', 6)).toEqual(Array.from(attention));
});

test('predictions and attention on a text have the numbers that the screen is sent', async () => {
  const { textReadings } = workspace.engine;
  const { positions } = await textReadings.predictions(probeInput(IDS));
  const sent = await textReadings.attribution({ ...probeInput(IDS), position: 2 });
  const { attention, headsOfLayer, tokens } = readAttribution(new Uint8Array(await sent.arrayBuffer()), 2);
  const begin = (headsOfLayer + 3) * tokens;
  const lines = linesOf(await file(SPECS.predictions, 'csv'));
  expect(lines.map((line) => line.slice(2, 4))).toEqual(
    positions.map(({ top: [first] }) => [first?.text, String(first?.probability)]),
  );
  expect(lines.map((line) => Number(line.at(-1)))).toEqual(
    Array.from(attention.subarray(begin, begin + tokens)),
  );
  expect(await file(SPECS['attention on a text'], 'csv')).toEqual(await file(SPECS.attention, 'csv'));
  await expect(file({ ...SPECS.predictions, head: 99 }, 'svg')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('no head 99 in layer 1') as string,
  });
});

test('heads of a circuit have the numbers that the screen is sent', async () => {
  const { model, ids } = TWICE;
  const { senders, induction } = await workspace.engine.circuits.induction({ model, ids });
  expect(linesOf(await file(SPECS['heads of a circuit'], 'csv')).map((line) => Number(line[2]))).toEqual(
    senders.map(({ composition }) => composition),
  );
  const others = await file({ ...SPECS['heads of a circuit'], show: 'induction' }, 'csv');
  expect(linesOf(others).map((line) => Number(line[2]))).toEqual(induction.map(({ value }) => value));
});

test('characters that no font of the machine has are told with the file, whatever its form', async () => {
  vi.stubEnv('PAIRLENS_FONTS', join(import.meta.dirname, 'no-fonts-here'));
  const { exports } = workspace.engine;
  const spec = figureSpec.parse({ kind: 'probe-text', model: MINILM, text: '我 日', layer: 0, head: 0 });
  const figure = (format: FigureFormat) => exports.figure({ spec, format, theme: 'light' });
  const { file: svg, withoutFont } = await figure('svg');
  expect(withoutFont).toEqual(['U+6211', 'U+65E5']);
  expect(await svg.text()).toContain('No font of this machine has U+6211, U+65E5: shown by their codes.');
  for (const format of ['png', 'pdf'] as const)
    expect((await figure(format)).withoutFont).toEqual(withoutFont);
  expect((await figure('csv')).withoutFont).toEqual([]);
});

test('they are panels of a figure of several, with the sentence under them', async () => {
  const spec = composition.parse({
    kind: 'composition',
    panels: [{ figure: SPECS['all heads'] }, { figure: SPECS.attention }],
  });
  const svg = await workspace.engine.exports.figureFile({ spec, format: 'svg', theme: 'light' });
  expect(Buffer.from(svg).toString()).toContain('The movie was not good.');
});

test('a head that the model does not have, and a model that is not here, are named', async () => {
  await expect(file({ ...SPECS.attention, layer: 9 }, 'svg')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('has no head 7 in layer 9') as string,
  });
  await expect(file({ ...SPECS['all heads'], model: 'nowhere' }, 'svg')).rejects.toMatchObject({
    code: 'MODEL_NOT_FOUND',
  });
});
