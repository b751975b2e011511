/** Figures as files: what the screen draws, with title and caption, in fonts that ship. */
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { Blob as FontData, Buffer as ShapingBuffer, Face, Font, shape } from 'harfbuzzjs';
import { type DecodedPng, decode } from 'fast-png';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { quotedSentence } from '../../src/core/figures/figure-pair.ts';
import { FIGURE_THEMES, type FigureTheme } from '../../src/core/figures/theme.ts';
import { tokenHeatmap } from '../../src/core/figures/token-heatmap.ts';
import { figureQuestions, type FoundFigure } from '../../src/main/engine/figures/draw-figure.ts';
import { figureFile } from '../../src/main/engine/figures/figure-file.ts';
import type { FigureServices } from '../../src/main/engine/figures/figure-kind.ts';
import { readFigureRecord } from '../../src/main/engine/figures/figure-record.ts';
import { SHIPPED_FONTS } from '../../src/main/engine/figures/fonts/shipped-fonts.ts';
import { wrapText } from '../../src/main/engine/figures/text-width.ts';
import { unescapeXml } from '../../src/core/figures/xml.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import type { Run } from '../../src/shared/entities.ts';
import { figureSpec } from '../../src/shared/figures.ts';
import { pdfTexts } from '../pdf-text.ts';
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
afterEach(() => vi.unstubAllEnvs());

async function file(
  spec: object,
  format: 'svg' | 'png' | 'pdf',
  theme: 'light' | 'dark' = 'light',
  scale?: number,
): Promise<Buffer> {
  const parsed = figureSpec.parse({ runId: run.id, ...spec });
  const figure = await workspace.engine.exports.figure({ spec: parsed, format, theme, scale });
  return Buffer.from(await figure.file.arrayBuffer());
}

/** Texts of an SVG's <text> elements, in order. */
function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);
}

const JS = 'attention_js_divergence';
const SPECS = {
  'pair map': { kind: 'pair-map', layer: 1, head: 3, map: 'pattern_difference' },
  'map of values': { kind: 'pair-map', layer: 1, head: 3, map: 'value_centred_original' },
  'statements as text': { kind: 'pair-text', layer: 1, head: 3, token: 2, width: 360 },
  'weight x norm': { kind: 'pair-map', layer: 0, head: 1, map: 'weight_norm_counterfactual' },
  'all heads': { kind: 'pair-small-maps', map: 'difference', width: 300, height: 200 },
  'pair heads': { kind: 'pair-heads', metric: JS },
  'head grid': { kind: 'head-grid', metric: JS, statistic: 'difference' },
  'head scatter': {
    kind: 'head-scatter',
    metric: JS,
    across: 'value_cosine',
    acrossStatistic: 'mean',
    colour: 'layer',
  },
  'ranking of heads': { kind: 'head-ranking', metric: JS, lines: 6, width: 560 },
  'layer boxes': { kind: 'layer-boxes', metric: JS, statistic: 'mean' },
  balance: { kind: 'balance' },
  'lengths of statements': { kind: 'statement-lengths' },
  'histograms of results': {
    kind: 'results-histograms',
    metrics: [JS, 'value_cosine'],
    filter: { layers: [1], thresholds: [{ metric: JS, comparison: '>=', value: 0.01 }] },
  },
  'means so far': { kind: 'so-far-map', metric: JS },
  'what heads restore': { kind: 'pair-restored', direction: 'noising' },
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
      expect(svg).not.toMatch(/:hover|class="zr|ecmeta/);
    },
  );

  test('says what it is, of which run, model and set, and over how many; the same figure is the same file', async () => {
    const svg = (await file({ ...spec, pairId }, 'svg')).toString();
    expect(textsOf(svg).join(' ')).toContain('Run 1 · bert · “golden”');
    expect(svg).toMatch(/<title>[^<]+<\/title>/);
    expect(svg).toMatch(/<desc>[^<]*n = \d+/);
    expect(svg).toContain(run.provenance.weightsHash);
    expect((await file({ ...spec, pairId }, 'svg')).toString()).toBe(svg);
    const png = (await file({ ...spec, pairId }, 'png')).toString('latin1');
    expect(png).toContain('iTXtTitle');
    expect(png).toContain(run.provenance.setHash);
  });
});

/** Letters in order of their codes: what a text consists of, however it is cut and turned. */
const lettersOf = (texts: readonly string[]): string => [...texts.join('')].toSorted().join('');

test.each(Object.entries(SPECS))(
  'a PDF of a %s has the texts of the SVG, in fonts that it carries, and its record',
  async (_, spec) => {
    const svg = await file({ ...spec, pairId }, 'svg');
    const pdf = await file({ ...spec, pairId }, 'pdf');
    expect(lettersOf(pdfTexts(pdf).map(({ text }) => text))).toBe(
      lettersOf(textsOf(svg.toString()).map(unescapeXml)),
    );
    const [, width, height] = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg.toString()) ?? [];
    const [, box] = /\/MediaBox \[0 0 ([\d.]+ [\d.]+)\]/.exec(pdf.toString('latin1')) ?? [];
    expect(box).toBe(`${Number(width) * 0.75} ${Number(height) * 0.75}`);
    expect(readFigureRecord(pdf, 'figure.pdf')).toEqual(readFigureRecord(svg, 'figure.svg'));
    expect((await file({ ...spec, pairId }, 'pdf')).equals(pdf)).toBe(true);
  },
);

test('a PNG has as many pixels as are asked for', async () => {
  const widths = await Promise.all(
    [1, 2, 3, 4].map(async (scale) =>
      (await file(SPECS['head grid'], 'png', 'light', scale)).readUInt32BE(16),
    ),
  );
  expect(widths).toEqual([1, 2, 3, 4].map((scale) => scale * (widths[0] ?? 0)));
});

const POPPLER = ['pdftotext', 'pdftoppm'];
const hasPoppler = POPPLER.every((program) => spawnSync(program, ['-v']).status === 0);

describe.skipIf(!hasPoppler)('where there is poppler', () => {
  test.each(Object.entries(SPECS))(
    'a PDF of a %s looks as the PNG does, and is searched',
    async (_, spec) => {
      const path = join(workspace.folder, 'figure.pdf');
      await writeFile(path, await file({ ...spec, pairId }, 'pdf', 'dark'));
      const png = decode(await file({ ...spec, pairId }, 'png', 'dark'));
      spawnSync('pdftoppm', ['-r', '192', '-png', '-singlefile', path, join(workspace.folder, 'page')]);
      const page = decode(await readFile(join(workspace.folder, 'page.png')));
      // A page is of whole points.
      expect(Math.abs(page.width - png.width) + Math.abs(page.height - png.height)).toBeLessThan(4);
      expect(meanDifference(page, png)).toBeLessThan(4);
      const said = spawnSync('pdftotext', [path, '-'], { encoding: 'utf8' }).stdout;
      expect(said.replaceAll(/\s+/g, ' ')).toContain('Run 1 · bert · “golden”');
    },
  );
});

/** Of channels of red, green and blue, of 255, where both have pixels. */
function meanDifference(a: DecodedPng, b: DecodedPng): number {
  const [width, height] = [Math.min(a.width, b.width), Math.min(a.height, b.height)];
  let sum = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++)
        sum += Math.abs(
          (a.data[(y * a.width + x) * a.channels + channel] ?? 0) -
            (b.data[(y * b.width + x) * b.channels + channel] ?? 0),
        );
  return sum / (width * height * 3);
}

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

/** The fonts of a machine: a few letters of Arabic, Hindi, Chinese, and two emoji. */
const MACHINE = [join(import.meta.dirname, '../fixtures/fonts')];

/** A figure with such labels, as files. */
async function drawn(
  labels: readonly string[],
  { folders = [] as string[], caption = 'Run 1', theme = 'light' as const, sentences = '' } = {},
) {
  const kind = {
    schema: z.object({ kind: z.literal('labels') }),
    load: () => Promise.resolve({ data: labels, provenance: { pairlens: '1.2.3' } }),
    draw: (_: unknown, drawnTheme: FigureTheme) =>
      tokenHeatmap(
        {
          title: 'R&D <1>',
          quantity: 'attention',
          values: Array.from({ length: labels.length ** 2 }, () => 0.25),
          labels,
          caption,
        },
        drawnTheme,
      ),
    csv: () => '',
    sentences: () => sentences,
  };
  vi.stubEnv('PAIRLENS_FONTS', folders.join(delimiter));
  const maker = {
    kinds: { labels: kind },
    services: {} as FigureServices,
    draw: (figure: FoundFigure) => figureQuestions({ labels: kind }, resourcesDir()).figureBytes(figure),
  };
  const request = { spec: { kind: 'labels' }, theme };
  const [svg, png, pdf] = [
    await figureFile(maker, { ...request, format: 'svg' }),
    await figureFile(maker, { ...request, format: 'png' }),
    await figureFile(maker, { ...request, format: 'pdf' }),
  ];
  return { svg: new TextDecoder().decode(svg), png: Buffer.from(png), pdf: pdfTexts(pdf) };
}

/** [x from, x to] of each label of a row that is outlines, and where the cells begin: px of the drawing. */
function outlinesLeftOfCells(svg: string): { right: number; cells: number }[] {
  const cells = Number(/<path d="M(\d+(?:\.\d+)?) 4l/.exec(svg)?.[1] ?? NaN);
  return [...svg.matchAll(/<g role="img"[^>]*transform="translate\((\d+) \d+\) translate\((-[\d.]+)/g)].map(
    ([, right, shift]) => ({ right: Number(right) + Number(shift), cells }),
  );
}

describe('text', () => {
  test('of any kind makes a well-formed file and stays text', async () => {
    const { svg } = await drawn(['<b>&"', '\u0000\ud800', 'שלום', ' the\n'], { caption: 'Run 1 \u0001' });
    expect(() => new Resvg(svg)).not.toThrow();
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining(['R&amp;D &lt;1&gt;', 'שלום', '␣the↵', 'U+0000 U+FFFD', 'Run 1 U+0001']),
    );
  });

  test('of the sentences stands under the drawing, each set apart, and in what the file says of itself', async () => {
    const sentences = `${quotedSentence('The film was good.')} – ${quotedSentence('הסרט (לא) היה טוב.')}`;
    const { svg, png, pdf } = await drawn(['the', 'film'], { sentences, caption: 'Run 1 · bert' });
    expect(textsOf(svg).join(' ')).toContain('“\u2068The film was good.\u2069”');
    expect(svg).toContain(`<desc>${sentences} Run 1 · bert</desc>`);
    expect(png.toString('utf8')).toContain(`${sentences} Run 1 · bert`);
    expect(pdf.map(({ text }) => text).join(' ')).toContain('The film was good.');
  });

  test('carries the letters of the fonts that ship, and no others', async () => {
    const { svg } = await drawn(['the', 'שלום']);
    const families = [...svg.matchAll(/@font-face{font-family:'([^']+)';font-weight:(\d+)/g)];
    expect(families.map(([, family, weight]) => `${family} ${weight}`)).toEqual([
      'Inter 400',
      'Inter 600',
      'JetBrains Mono 400',
      'Noto Sans Hebrew 400',
    ]);
    expect(svg).toContain('data:font/woff2;base64,');
    expect((await drawn(['the', 'שלום'])).svg).toBe(svg);
    // Fonts of the machine change nothing where no text needs them.
    const beside = await drawn(['the', 'שלום'], { folders: MACHINE });
    expect(beside.svg).toBe(svg);
    expect(beside.png.equals((await drawn(['the', 'שלום'])).png)).toBe(true);
  });

  test('is text in a PDF, from left to right as it is drawn: brackets turned round in Hebrew, marks by themselves', async () => {
    const { pdf } = await drawn(['<b>&"', 'קט (טוב)', 'שָׁלוֹם', 'القهوة', '我喜欢'], { folders: MACHINE });
    const texts = pdf.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['<b>&"', 'בוט', 'טק']));
    expect(texts.join('')).toContain('(בוט)␣טק');
    // Whatever a glyph says is said once, letters and marks alike.
    expect(lettersOf([...(texts.find((text) => text.includes('ם') && text.length > 4) ?? '')])).toBe(
      lettersOf([...'שָׁלוֹם']),
    );
    const ofMachine = pdf.filter(({ font }) => font.startsWith('NotoSansArabic'));
    expect(ofMachine.map(({ text }) => lettersOf([text]))).toContain(lettersOf(['القهوة']));
    // Of fonts with other outlines a file carries no letters.
    expect(texts.join('')).not.toContain('我');
  });

  test('in Hebrew is drawn with the font that ships: other letters, other pixels', async () => {
    const [one, other] = [await drawn(['שלום']), await drawn(['אבגד'])];
    expect(one.png.equals(other.png)).toBe(false);
  });

  test.each(SHIPPED_FONTS.map(({ file }) => file))(
    'has no ligatures: every letter has its own glyph in %s',
    async (file) => {
      const font = new Font(new Face(new FontData(await readFile(join(resourcesDir(), 'fonts', file)))));
      for (const text of ['<|bos|>', '->', '=>', '!=', '<=', 'www', '##', 'fi', '...', '3x4', '(c)']) {
        const buffer = new ShapingBuffer();
        buffer.addText(text);
        buffer.guessSegmentProperties();
        shape(font, buffer);
        const glyphs = buffer.getGlyphInfos().map(({ codepoint }) => codepoint);
        expect(glyphs).toEqual(
          Array.from(text, (letter) => font.nominalGlyph(letter.codePointAt(0) ?? 0) ?? 0),
        );
      }
    },
  );

  test.each(['القهوة', 'किताब', '我喜欢', '👩‍👩‍👧‍👦😀'])(
    'that only a font of the machine has is outlines of it, beside the cells: %s',
    async (label) => {
      const { svg, png } = await drawn([label, 'the'], { folders: MACHINE });
      expect(textsOf(svg)).not.toContain(label);
      expect(svg).toContain(`aria-label="${label}"`);
      for (const { right, cells } of outlinesLeftOfCells(svg)) expect(right).toBeLessThan(cells);
      const { provenance } = readFigureRecord(png, 'figure.png');
      expect(provenance).toMatchObject({ fonts: [expect.stringMatching(/^Noto.*-subset/)] });
      expect(provenance).not.toHaveProperty('without_font');
    },
  );

  test('that no font has is shown by its code, and said', async () => {
    const { svg, png } = await drawn(['日本', 'a我b', '👩‍🚀'], { folders: MACHINE, caption: 'Run 1 · 本' });
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['U+65E5 U+672C', 'Run 1 · U+672C']));
    expect(svg).toContain('aria-label="a我b"');
    expect(svg).toContain('No font of this machine has U+65E5, U+672C, U+1F680: shown by their codes.');
    expect(readFigureRecord(png, 'figure.png').provenance).toMatchObject({
      without_font: ['U+65E5', 'U+672C', 'U+1F680'],
    });
  });

  test('is broken between words, and not around an equals sign', () => {
    expect(wrapText('Run 12 · negation (n = 248)', 10, 120)).toEqual(['Run 12 · negation', '(n = 248)']);
  });
});
