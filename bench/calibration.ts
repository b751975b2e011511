/**
 * How often the statistics are wrong where the truth is known, on all 72 heads of the bundled model: the tables of docs/calibration.md
 * from fewer runs. A row that misses what is promised by more than three Monte-Carlo errors is over its limit.
 */
import { measureColumns } from '../scripts/statistics/calibration/measure-columns.ts';
import { calibrationTables, markdownLines } from '../scripts/statistics/calibration/tables.ts';
import { result, withScratch } from './measure.ts';
import type { Benchmark, BenchResult } from './types.ts';

/** Of each simulation: some four minutes on one core. `node scripts/calibration.ts` takes as many as one likes. */
const RUNS = 30;

const MOST_ERRORS = 3;

export const calibration: Benchmark = {
  name: 'calibration',
  run: () =>
    withScratch(async (home) => {
      const results: BenchResult[] = [];
      for (const table of calibrationTables(await measureColumns(home), RUNS)) {
        const promised: number[] = [];
        let rows = 0;
        const lines = markdownLines(table, ({ missedBy }) => {
          rows++;
          if (missedBy !== null) promised.push(missedBy);
        });
        const detail = `\n${[...lines].join('\n')}`;
        results.push(
          promised.length === 0
            ? result(`${table.title}, reported`, rows, 'rows', null, detail)
            : result(
                `${table.title}, most that a row misses`,
                Math.max(...promised),
                'Monte-Carlo errors',
                MOST_ERRORS,
                detail,
              ),
        );
      }
      return results;
    }),
};
