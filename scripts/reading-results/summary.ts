/**
 * What docs/reading-results.md counts in an aggregates.csv: how many tests say something, and how a metric's means lie.
 * `npm exec -- node scripts/reading-results/summary.ts FILE [METRIC …]`
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { quantile } from '../../src/core/statistics/quantile.ts';

const number = z.string().transform((text) => (text === '' ? null : Number(text)));
const row = z.object({ metric: z.string(), mean: number, p: number, q: number, q_zero: number });
type Row = z.output<typeof row>;

const [file, ...metrics] = process.argv.slice(2);
if (file === undefined) throw new Error('name a file of aggregates');
const rows = z.array(row).parse(parse(readFileSync(file, 'utf8'), { columns: true }));

const LEVEL = 0.05;
const isCalled = (value: number | null) => value !== null && value <= LEVEL;

const tested = rows.filter(({ p }) => p !== null);
const called = tested.filter(({ q }) => isCalled(q));
console.log(
  `${tested.length} tests of ${new Set(tested.map(({ metric }) => metric)).size} metrics: p ≤ ${LEVEL} in ${tested.filter(({ p }) => isCalled(p)).length}, q ≤ ${LEVEL} in ${called.length}`,
);
if (called.length === 1) console.log(`The one is of ${called[0]?.metric}.`);
for (const name of metrics)
  describe(
    name,
    rows.filter(({ metric }) => metric === name),
  );

function describe(name: string, own: readonly Row[]): void {
  const means = Float64Array.from(own.flatMap(({ mean }) => mean ?? [])).sort();
  const [least, middle, most] = [0, 0.5, 1].map((share) => quantile(means, share).toFixed(3));
  console.log(`${name}: mean at ${means.length} heads from ${least} to ${most}, median ${middle}`);
  const fromZero = own.filter(({ q_zero: q }) => isCalled(q));
  const above = fromZero.filter(({ mean }) => (mean ?? 0) > 0).length;
  if (own.some(({ q_zero: q }) => q !== null))
    console.log(`${name}: above 0 at ${above} heads, below at ${fromZero.length - above} (q ≤ ${LEVEL})`);
}
