/** A kind of figure is one definition: a toy one, in a registry of its own, goes all the way to its files. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { csvText } from '../../../core/csv.ts';
import { headGrid } from '../../../core/figures/head-grid.ts';
import { resourcesDir } from '../paths.ts';
import { figureQuestions } from './draw-figure.ts';
import { figureFile, type FigureMaker } from './figure-file.ts';
import type { FigureKind, FigureServices } from './figure-kind.ts';

const schema = z
  .object({ kind: z.literal('toy'), rows: z.int().min(1).default(2).describe('how many rows') })
  .describe('a grid of products');

interface ToyData {
  /** [rows][3] */
  readonly products: readonly (readonly number[])[];
}

/** Of a pair in Hebrew, each set apart for its own direction. */
const SENTENCES =
  '“\u2068הילד הלך לבית הספר ביום ראשון בבוקר\u2069” – “\u2068הילד לא הלך לבית הספר ביום ראשון\u2069”';

const toy: FigureKind<z.output<typeof schema>, ToyData> = {
  schema,
  load: async (_services, { rows }) => ({
    data: { products: Array.from({ length: rows }, (_, row) => [1, 2, 3].map((n) => n * (row + 1))) },
    provenance: { pairlens: '1.2.3', of: 'nothing' },
  }),
  draw: ({ products }, theme) =>
    headGrid(
      {
        title: 'Products <toy>',
        cells: products.map((row) =>
          row.map((value) => ({ value, look: 'full' as const, hint: { title: `${value}`, rows: [] } })),
        ),
        scale: { kind: 'sequential', domain: [0, 9], unit: '' },
        note: '',
        caption: `n = ${products.length}`,
      },
      theme,
    ),
  csv: ({ products }) => csvText(products),
  sentences: () => SENTENCES,
};

const asksNothing = {} as FigureServices;
const maker: FigureMaker = {
  kinds: { toy },
  services: asksNothing,
  draw: (figure) => figureQuestions({ toy }, resourcesDir()).figureBytes(figure),
};
const spec = schema.parse({ kind: 'toy' });
const text = async (format: 'svg' | 'png' | 'csv', theme: 'light' | 'dark' = 'light'): Promise<string> =>
  Buffer.from(await figureFile(maker, { spec, format, theme })).toString(
    format === 'png' ? 'latin1' : 'utf8',
  );

test('its numbers as CSV', async () => {
  expect(await text('csv')).toBe('1,2,3\n2,4,6\n');
});

test('an SVG with its title, and a record of what it is', async () => {
  const svg = await text('svg');
  expect(svg).toContain('<title>Products &lt;toy&gt;</title>');
  expect(svg).toContain(
    '{&quot;pairlens&quot;:&quot;1.2.3&quot;,&quot;of&quot;:&quot;nothing&quot;,&quot;figure&quot;:{&quot;kind&quot;:&quot;toy&quot;,&quot;rows&quot;:2}}',
  );
});

test('under the drawing the sentences of a pair, on as many lines as they need; as a whole in what the file says of itself', async () => {
  const svg = await text('svg');
  expect(svg).toContain(`<desc>${SENTENCES} n = 2</desc>`);
  const heightWith = Number(/height="([\d.]+)"/.exec(svg)?.[1]);
  const bare = { ...toy, sentences: () => '' };
  const without = await figureQuestions({ toy: bare }, resourcesDir()).figureBytes({
    spec,
    format: 'svg',
    theme: 'light',
    ...(await toy.load(asksNothing, spec)),
  });
  const heightWithout = Number(/height="([\d.]+)"/.exec(Buffer.from(without).toString('utf8'))?.[1]);
  expect(heightWith - heightWithout).toBeGreaterThanOrEqual(2 * 16);
  expect(heightWith).toBeLessThan(heightWithout + 5 * 16);
});

test('a PNG that says the same', async () => {
  const png = await text('png', 'dark');
  expect(png.slice(1, 4)).toBe('PNG');
  expect(png).toContain(
    '{"pairlens":"1.2.3","of":"nothing","figure":{"kind":"toy","rows":2},"theme":"dark"}',
  );
});

test('a kind that the registry does not have is named', async () => {
  await expect(
    figureFile(maker, { spec: { kind: 'pair-map' }, format: 'csv', theme: 'light' }),
  ).rejects.toMatchObject({ code: 'BAD_REQUEST', message: 'no figure is of kind pair-map' });
});
