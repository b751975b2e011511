/** Figures as files: what the screen draws, with title and caption, in fonts that ship. */
import { Resvg } from '@resvg/resvg-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../src/core/figures/theme.ts';
import { tokenHeatmap } from '../../src/core/figures/token-heatmap.ts';
import { figurePng } from '../../src/main/engine/figures/figure-png.ts';
import { readFigureRecord } from '../../src/main/engine/figures/figure-record.ts';
import { figureSvg } from '../../src/main/engine/figures/figure-svg.ts';
import { wrapText } from '../../src/main/engine/figures/text-width.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import type { Run } from '../../src/shared/entities.ts';
import { figureSpec } from '../../src/shared/figures.ts';
import { addSet, GOLDEN_PAIRS, openWorkspace, pairsOf, runPairs, type Workspace } from './workspaces.ts';

let workspace: Workspace;
let run: Run;
let pairId: number;

beforeAll(async () => {
  workspace = await openWorkspace();
  const { engine } = workspace;
  const setId = await addSet(engine, 'golden', GOLDEN_PAIRS);
  const controlSetId = await addSet(engine, 'control', GOLDEN_PAIRS.slice(0, 3));
  run = await runPairs(engine, { setId, controlSetId });
  pairId = pairsOf(engine, setId).at(-1)?.id ?? 0;
});
afterAll(() => workspace.dispose());

async function file(spec: object, format: 'svg' | 'png', theme: 'light' | 'dark' = 'light'): Promise<Buffer> {
  const parsed = figureSpec.parse({ runId: run.id, ...spec });
  const blob = await workspace.engine.exports.figure({ spec: parsed, format, theme });
  return Buffer.from(await blob.arrayBuffer());
}

/** Texts of an SVG's <text> elements, in order. */
function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);
}

const JS = 'attention_js_divergence';
const SPECS = {
  'pair map': { kind: 'pair-map', layer: 1, head: 3, map: 'pattern_difference' },
  'map of values': { kind: 'pair-map', layer: 1, head: 3, map: 'value_centred_original' },
  'weight x norm': { kind: 'pair-map', layer: 0, head: 1, map: 'weight_norm_counterfactual' },
  'pair heads': { kind: 'pair-heads', metric: JS },
  'head grid': { kind: 'head-grid', metric: JS, statistic: 'difference' },
  'head scatter': { kind: 'head-scatter', metric: JS, across: 'value_cosine', acrossStatistic: 'mean' },
  distribution: { kind: 'distribution', metric: JS, layer: 1, head: 3 },
} as const;

describe.each(Object.entries(SPECS))('%s', (_, spec) => {
  test.each(['light', 'dark'] as const)(
    'in %s: a well-formed SVG and a PNG of twice its size',
    async (theme) => {
      const svg = (await file({ ...spec, pairId }, 'svg', theme)).toString();
      const png = await file({ ...spec, pairId }, 'png', theme);
      const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } });
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * width, 2 * height]);
      expect(svg).toContain(`fill="${FIGURE_THEMES[theme].background}"`);
      expect(svg).not.toMatch(/<style|class="zr|ecmeta/);
    },
  );

  test('says what it is, of which run, model and set, and over how many; the same figure is the same file', async () => {
    const svg = (await file({ ...spec, pairId }, 'svg')).toString();
    expect(textsOf(svg).join(' ')).toContain('Run 1 · bert · golden');
    expect(svg).toMatch(/<title>[^<]+<\/title>/);
    expect(svg).toMatch(/<desc>[^<]*n = \d+/);
    expect(svg).toContain(run.provenance.weightsHash);
    expect((await file({ ...spec, pairId }, 'svg')).toString()).toBe(svg);
    const png = (await file({ ...spec, pairId }, 'png')).toString('latin1');
    expect(png).toContain('iTXtTitle');
    expect(png).toContain(run.provenance.setHash);
  });
});

test('drawn again from what it carries, a figure is the same file; of other weights it is refused', async () => {
  for (const spec of Object.values(SPECS))
    for (const theme of ['light', 'dark'] as const) {
      const svg = await file({ ...spec, pairId }, 'svg', theme);
      const { spec: carried, theme: carriedTheme, provenance } = readFigureRecord(svg, 'figure.svg');
      const request = { spec: figureSpec.parse(carried), theme: carriedTheme, drawnFrom: provenance };
      const again = await workspace.engine.exports.figureFile({ ...request, format: 'svg' });
      expect(svg.equals(again)).toBe(true);
      const png = await workspace.engine.exports.figureFile({ ...request, format: 'png' });
      expect(readFigureRecord(png, 'figure.png')).toEqual(readFigureRecord(svg, 'figure.svg'));
      const elsewhere = { set: { sha256: run.provenance.weightsHash } };
      await expect(
        workspace.engine.exports.figureFile({ ...request, drawnFrom: elsewhere, format: 'svg' }),
      ).rejects.toMatchObject({ code: 'CONFLICT' });
    }
});

test('a head grid has a cell for each head, labels of layers and heads, and the ends of its scale', async () => {
  const texts = textsOf((await file(SPECS['head grid'], 'svg')).toString());
  expect(texts).toEqual(expect.arrayContaining(['L0', 'L1', '0', '1', '2', '3']));
  expect(texts.some((text) => text.endsWith(' bits'))).toBe(true);
});

test('what the run does not have is named', async () => {
  await expect(file({ ...SPECS.distribution, layer: 9 }, 'svg')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'bert has no head 3 in layer 9: it has 2 layers of 4 heads, counted from 0',
  });
});

describe('text', () => {
  const labels = ['<b>&"', '\u0000\ud800', 'שלום', ' the\n'];
  const figure = tokenHeatmap(
    {
      title: 'R&D <1>',
      quantity: 'attention',
      values: Array.from({ length: 16 }, () => 0.25),
      labels,
      caption: 'Run 1 \u0001',
    },
    FIGURE_THEMES.light,
  );
  const svg = figureSvg(figure, FIGURE_THEMES.light, { note: '</metadata>' });

  test('of any kind makes a well-formed file and stays text', () => {
    expect(() => new Resvg(svg)).not.toThrow();
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining(['R&amp;D &lt;1&gt;', 'שלום', '␣the↵', 'U+0000 \ufffd']),
    );
  });

  test('in Hebrew is drawn with the font that ships: other letters, other pixels', () => {
    const draw = (text: string) => Buffer.from(figurePng(svg.replaceAll('שלום', text), resourcesDir(), {}));
    expect(draw('שלום')).not.toEqual(draw('אבגד'));
  });

  test('that no font has is a box: other characters, the same pixels', () => {
    const draw = (text: string) => Buffer.from(figurePng(svg.replaceAll('שלום', text), resourcesDir(), {}));
    expect(draw('日本')).toEqual(draw('中文'));
  });

  test('is broken between words, and not around an equals sign', () => {
    expect(wrapText('Run 12 · negation (n = 248)', 10, 120)).toEqual(['Run 12 · negation', '(n = 248)']);
  });
});
