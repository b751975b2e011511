/** Use 3: export figures and CSV. The files are parsed and compared with the store. */
import SqliteDatabase from 'better-sqlite3';
import type { Download, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { readFile } from 'node:fs/promises';
import { COMPARISON_KINDS } from '../src/core/analyses/statistics/comparison-design.ts';
import { METRIC_NAMES } from '../src/core/metrics/catalogue.ts';
import { INTERVAL_KINDS } from '../src/core/statistics/interval.ts';
import { OUTCOMES } from '../src/core/statistics/outcome.ts';
import { expect, goTo, test } from './workbench.ts';

async function contentOf(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

async function saved(page: Page, act: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return download;
}

/** The table, by the menu of its page. */
async function exported(page: Page, format: 'CSV' | 'Parquet'): Promise<Download> {
  await page.getByRole('button', { name: /^Export (rows|statistics)$/ }).click();
  return saved(page, () => page.getByRole('menuitem', { name: new RegExp(`^${format}`) }).click());
}

type Row = Record<string, number | string | null>;

function query(storePath: string, sql: string): Row[] {
  const store = new SqliteDatabase(storePath, { readonly: true });
  try {
    return store.prepare<[], Row>(sql).all();
  } finally {
    store.close();
  }
}

test('the CSV holds what the filter shows, to the last digit', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(
    page,
    '#/projects/1/results/1?group=rows&where=attention_js_divergence>=0.2&layers=4,5&sort=value_cosine:asc',
  );
  await expect(page.getByText(/rows of \d+ pairs/)).toBeVisible();
  const download = await exported(page, 'CSV');
  const rows: Record<string, string>[] = parse(await contentOf(download), { columns: true, bom: true });
  const stored = query(
    workbenchWithRun.storePath,
    `SELECT run_item.position + 1 AS pair, label, original, counterfactual, layer, head, ${METRIC_NAMES.join(', ')}
     FROM head_metric JOIN run_item USING (run_id, role, pair_id) JOIN pair ON pair.id = pair_id
     WHERE run_id = 1 AND head_metric.role = 'set' AND attention_js_divergence >= 0.2 AND layer IN (4, 5)
     ORDER BY value_cosine IS NULL, value_cosine, run_item.position, layer, head`,
  );
  expect(stored.length).toBeGreaterThan(50);
  expect(rows.map((row) => Object.values(row))).toEqual(
    stored.map((row) => Object.values(row).map((value) => (value === null ? '' : String(value)))),
  );
  expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(stored[0] ?? {}));

  const parquet = await contentOf(await exported(page, 'Parquet'));
  expect(await parquetReadObjects({ file: Uint8Array.from(parquet).buffer })).toEqual(stored);
});

function float64s(bytes: unknown): Float64Array {
  return new Float64Array(Uint8Array.from(bytes as Uint8Array).buffer);
}

/** Columns of words, which the store has as places in these lists. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  comparison: COMPARISON_KINDS,
  ci_kind: INTERVAL_KINDS,
  difference_ci_kind: INTERVAL_KINDS,
  outcome: OUTCOMES,
};

test('aggregates.csv equals the statistics that the store has', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/heads/1');
  await expect(page.getByRole('table', { name: 'Ranking of heads' })).toBeVisible();
  const download = await exported(page, 'CSV');
  const rows: Record<string, string>[] = parse(await contentOf(download), { columns: true, bom: true });
  expect(rows).toHaveLength(6 * 12 * METRIC_NAMES.length);
  const columns = Object.keys(rows[0] ?? {});
  // The statistics are an analysis: a tensor [layer, head] of float64 for each statistic of each metric. Other specs look at the run in
  // other ways, and correct alignments, after which there are new ones: the newest of the run as it was planned.
  const stored = query(
    workbenchWithRun.storePath,
    `SELECT result.name, result.data FROM analysis_result AS result WHERE result.analysis_id = (
       SELECT max(analysis.id) FROM analysis JOIN run ON run.id = analysis.run_id
       WHERE run.id = 1 AND analysis.kind = 'statistics' AND analysis.state = 'done'
         AND json_patch(analysis.options, run.comparison) = json(analysis.options)
         AND json_extract(analysis.options, '$.group') = '' AND json_array_length(analysis.options, '$.metrics') = 0)`,
  );
  const tensors = new Map(stored.map(({ name, data }) => [String(name), float64s(data)]));
  expect(tensors.size).toBeGreaterThan(METRIC_NAMES.length);
  // One expectation for all: each of them costs, and there are 160,000 numbers.
  const differing = rows.flatMap((row) =>
    columns.slice(columns.indexOf('metric') + 1).flatMap((column) => {
      const place = Number(row['layer']) * 12 + Number(row['head']);
      const value = tensors.get(`${row['metric']}.${column}`)?.[place] ?? Number.NaN;
      const words = Number.isNaN(value) ? '' : (WORDS[column]?.[value] ?? String(value));
      return row[column] === words
        ? []
        : [`${row['metric']} ${place} ${column}: ${row[column]} for ${words}`];
    }),
  );
  expect(differing).toEqual([]);
});

test('a figure is saved as the screen shows it, as SVG and PNG', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1/pairs/1?layer=5&head=9');
  const card = page.getByRole('region', { name: 'Attention · counterfactual' });
  await expect(card.locator('svg text').first()).toBeVisible();
  const menu = card.getByRole('button', { name: /Save or copy/ });

  await menu.click();
  const svgFile = await saved(page, () => page.getByRole('menuitem', { name: 'Save as SVG' }).click());
  const svg = (await contentOf(svgFile)).toString('utf8');
  // The same tokens, and cells of the same colours in the same order.
  const shown = await card
    .locator('svg')
    .last()
    .evaluate((figure) => figure.outerHTML);
  const drawn = await page.evaluate(
    ([file, screen]) => {
      const read = (text: string) => {
        const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
        const words = [...(root?.querySelectorAll('text') ?? [])].map((element) => element.textContent);
        const fills = [...(root?.querySelectorAll('path, rect') ?? [])].map((cell) =>
          cell.getAttribute('fill'),
        );
        const colours = fills.filter((fill) => fill?.startsWith('#') || fill?.startsWith('rgb'));
        return { words, colours };
      };
      return { file: read(file ?? ''), screen: read(screen ?? '') };
    },
    [svg, shown],
  );
  for (const word of ['[CLS]', 'movie', 'not', '[SEP]']) {
    expect(drawn.file.words).toContain(word);
    expect(drawn.screen.words).toContain(word);
  }
  // 8 x 8 cells of attention.
  const cells = drawn.screen.colours.slice(-64);
  expect(drawn.file.colours.join(' ')).toContain(cells.join(' '));
  expect(svg).toContain('all-MiniLM-L6-v2');

  await menu.click();
  const pngFile = await saved(page, () => page.getByRole('menuitem', { name: 'Save as PNG' }).click());
  const png = await contentOf(pngFile);
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  // Width and height of the image header: drawn at twice the size of the SVG.
  const width = Number(/<svg[^>]* width="([\d.]+)/.exec(svg)?.[1]);
  expect(png.readUInt32BE(16)).toBeCloseTo(2 * width, -1);
});
