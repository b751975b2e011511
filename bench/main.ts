/**
 * `npm run bench [-- NAME …]`: the named benchmarks, or all; each prints a value, and the ratio of it to its limit. Exit
 * code 1 when one is over its limit. Not part of the tests: the machines that run those are shared and noisy.
 */
import { attribution } from './attribution.ts';
import { calibration } from './calibration.ts';
import { compile } from './compile.ts';
import { duringRun } from './during-run.ts';
import { endToEnd } from './end-to-end.ts';
import { firstScreen } from './first-screen.ts';
import { hooks } from './hooks.ts';
import { importOfPairs } from './import.ts';
import { longPair } from './long-pair.ts';
import { memory } from './memory.ts';
import { modelOpen } from './model-open.ts';
import { negationMemory } from './negation-memory.ts';
import { nextPaint } from './next-paint.ts';
import { norms } from './norms.ts';
import { pairClick } from './pair-click.ts';
import { queryKeySearch } from './query-key.ts';
import { parquetHundredMillion } from './parquet-100m.ts';
import { patching } from './patching.ts';
import { patterns } from './patterns.ts';
import { responsiveness } from './responsiveness.ts';
import { resultsMillion, resultsQuery } from './results-query.ts';
import { scores } from './scores.ts';
import { statistics } from './statistics.ts';
import { umapOfPoints } from './umap.ts';
import type { Benchmark, BenchResult } from './types.ts';

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  'end-to-end': endToEnd,
  'results-query': resultsQuery,
  'results-million': resultsMillion,
  responsiveness,
  'during-run': duringRun,
  statistics,
  attribution,
  calibration,
  compile,
  hooks,
  norms,
  'model-open': modelOpen,
  scores,
  memory,
  'negation-memory': negationMemory,
  'query-key': queryKeySearch,
  umap: umapOfPoints,
  import: importOfPairs,
  'pair-click': pairClick,
  'long-pair': longPair,
  'first-screen': firstScreen,
  'next-paint': nextPaint,
  patterns,
  patching,
  'parquet-100m': parquetHundredMillion,
};

function line({ name, value, unit, limit, pass, detail }: BenchResult): string {
  const bound =
    limit === null
      ? 'no limit'
      : `${(value / limit).toFixed(2)} of its limit of ${limit} ${unit}, ${pass ? 'ok' : 'OVER'}`;
  return `${name}: ${value.toPrecision(3)} ${unit} (${bound})\n    ${detail}`;
}

const names = process.argv.slice(2);
let over = false;
for (const name of names.length > 0 ? names : Object.keys(BENCHMARKS)) {
  const benchmark = BENCHMARKS[name];
  if (!benchmark) {
    process.stderr.write(`no benchmark ${name}; there are ${Object.keys(BENCHMARKS).join(', ')}\n`);
    process.exit(2);
  }
  for (const result of await benchmark.run()) {
    process.stdout.write(`${line(result)}\n`);
    over ||= !result.pass;
  }
}
process.exitCode = over ? 1 : 0;
