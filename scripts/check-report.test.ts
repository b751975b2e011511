import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import {
  countPlaywright,
  countVitest,
  done,
  skipsOfPlaywright,
  type Step,
  skipsOfVitest,
  summaryOf,
  unsteadyOfPlaywright,
} from './check-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'pairlens-check-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

const step = (name: string, more: Partial<Step> = {}): Step => ({ name, command: 'true', args: [], ...more });
const took = { ok: true, seconds: 2 };

it('a step that cannot be done here is not begun, counts as skipped, and says why', async () => {
  const begun: string[] = [];
  const perform = ({ name }: Step) => {
    begun.push(name);
    return took;
  };
  const absent = step('slurm', { cannot: () => 'sbatch is not on the PATH' });
  const outcomes = [
    await done(step('unit', { cannot: () => null }), perform),
    await done(absent, perform),
    await done(step('build'), perform),
  ];
  expect(begun).toEqual(['unit', 'build']);
  expect(summaryOf(outcomes)).toBe(
    [
      'unit 2.0 s · slurm skipped · build 2.0 s',
      'skipped:',
      '  slurm: sbatch is not on the PATH',
      '0 passed, 0 failed, 1 skipped',
      '',
    ].join('\n'),
  );
});

it('tests are counted over steps; those that were skipped are named, and the step that failed', async () => {
  const file = join(folder, 'unit.json');
  const assertionResults = [
    { fullName: 'a', status: 'passed' },
    { fullName: 'b needs root', status: 'pending' },
    { fullName: 'c', status: 'failed' },
  ];
  writeFileSync(
    file,
    JSON.stringify({
      numPassedTests: 1,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 0,
      testResults: [{ assertionResults }],
    }),
  );
  const report = { file, count: countVitest, skips: skipsOfVitest };
  const failed = await done(step('unit', { report }), () => ({ ok: false, seconds: 1 }));
  // A step that ended before it wrote its report counts nothing.
  const silent = await done(
    step('e2e', { report: { ...report, file: join(folder, 'none.json') } }),
    () => took,
  );
  expect(summaryOf([failed, silent])).toBe(
    [
      'unit 1.0 s FAILED · e2e 2.0 s',
      'skipped:',
      '  unit: b needs root',
      'stopped at unit',
      '1 passed, 1 failed, 1 skipped',
      '',
    ].join('\n'),
  );
});

it('a test that passed only when it was done again counts as passed, and is named', async () => {
  const file = join(folder, 'e2e.json');
  const spec = (title: string, status: string) => ({ title, tests: [{ status, annotations: [] }] });
  const within = { title: 'of pairs', specs: [spec('b', 'flaky')] };
  const suites = [
    { title: 'pairs.spec.ts', specs: [spec('a', 'expected'), spec('c', 'skipped')], suites: [within] },
  ];
  writeFileSync(
    file,
    JSON.stringify({ stats: { expected: 1, unexpected: 0, flaky: 1, skipped: 1 }, suites }),
  );
  const report = {
    file,
    count: countPlaywright,
    skips: skipsOfPlaywright,
    unsteady: unsteadyOfPlaywright,
  };
  expect(summaryOf([await done(step('e2e', { report }), () => took)])).toBe(
    [
      'e2e 2.0 s',
      'skipped:',
      '  e2e: pairs.spec.ts c',
      'failed at first, and passed when done again:',
      '  e2e: of pairs b',
      '2 passed, 0 failed, 1 skipped',
      '',
    ].join('\n'),
  );
});
