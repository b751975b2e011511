/** What docs/reading-results.md says of studies in which there is nothing to find; the page in full is checked by its script. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeNullStudies } from '../../scripts/reading-results/sets.ts';
import type { OutcomeCounts } from '../../src/core/analyses/statistics/findings.ts';
import { CommandLine, MINILM } from '../cli.ts';

const cli = new CommandLine();
beforeAll(() => {
  writeNullStudies(cli.path('sets'));
});
afterAll(() => cli.remove());

async function answer(...args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await cli.start([...args, '--json']).ended;
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

/** Runs a study and says which of its 72 heads differ: how many up, how many down. */
async function runStudy(name: string, ...options: readonly string[]): Promise<[run: string, called: number]> {
  const files = [
    '--pairs',
    cli.path('sets', `${name}-set.csv`),
    '--control',
    cli.path('sets', `${name}-control.csv`),
  ];
  const { run, findings } = (await answer('run', ...files, '--model', MINILM, ...options)) as {
    run: { id: number };
    findings: { counts: OutcomeCounts };
  };
  return [`${run.id}`, calledOf(findings.counts)];
}

async function lookAgain(run: string, ...options: readonly string[]): Promise<number> {
  const { counts } = (await answer('runs', 'heads', run, ...options)) as { counts: OutcomeCounts };
  return calledOf(counts);
}

function calledOf({ more, less, small }: OutcomeCounts): number {
  return more + less + small;
}

test('eight templates against eight: most heads by pairs, none by templates', async () => {
  const [run, called] = await runStudy('templates', '--clusters', 'none');
  expect(called).toBeGreaterThan(36);
  expect(await lookAgain(run, '--clusters', 'auto')).toBe(0);
});

test('a mix of insertions and replacements: most heads unadjusted, hardly any by shape', async () => {
  const [run, called] = await runStudy('mix', '--comparison', 'unadjusted');
  expect(called).toBeGreaterThan(36);
  expect(await lookAgain(run, '--comparison', 'matched')).toBeLessThan(8);
});
