/**
 * Everything `npm test` runs, in order, stopping at the first step that fails; `npm run check -- unit e2e` runs the
 * named steps only. Those that read the sources, on one core each, go side by side. The last line counts the tests of all
 * runners.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where the step's JSON report goes, how to count in it, and which tests were skipped: their names say why. */
  readonly report?: {
    readonly file: string;
    readonly count: (report: unknown) => Counts;
    readonly skips: (report: unknown) => string[];
  };
}

const scratch = mkdtempSync(join(tmpdir(), 'pairlens-check-'));
const reportFile = (name: string) => join(scratch, `${name}.json`);

function countVitest(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report as Record<string, number>;
  return {
    passed: numPassedTests ?? 0,
    failed: numFailedTests ?? 0,
    skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0),
  };
}

function skipsOfVitest(report: unknown): string[] {
  const { testResults } = report as {
    testResults: { assertionResults: { fullName: string; status: string }[] }[];
  };
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName }) => fullName);
}

interface Suite {
  readonly title: string;
  readonly suites?: readonly Suite[];
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: string; readonly annotations: { description?: string }[] }[];
  }[];
}

function skipsOfPlaywright(report: unknown): string[] {
  const within = ({ title, suites = [], specs }: Suite): string[] => [
    ...specs.flatMap((spec) =>
      spec.tests
        .filter(({ status }) => status === 'skipped')
        .map(({ annotations }) =>
          [title, spec.title, ...annotations.map(({ description = '' }) => description)].join(' '),
        ),
    ),
    ...suites.flatMap(within),
  ];
  return (report as { suites: Suite[] }).suites.flatMap(within);
}

function countPlaywright(report: unknown): Counts {
  const { stats } = report as { stats: Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number> };
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

function vitest(project: string): Step {
  const file = reportFile(project);
  return {
    name: project,
    command: 'vitest',
    args: ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    report: { file, count: countVitest, skips: skipsOfVitest },
  };
}

/** The longest first. */
const READING: readonly Step[] = [
  { name: 'lint', command: 'eslint', args: ['--max-warnings=0', '.', '--ignore-pattern=**/*.svelte'] },
  { name: 'types', command: 'npm', args: ['run', '--silent', 'typecheck'] },
  { name: 'lint-components', command: 'eslint', args: ['--max-warnings=0', '**/*.svelte'] },
  { name: 'format', command: 'prettier', args: ['--check', '--log-level=warn', '.'] },
  { name: 'imports', command: 'depcruise', args: ['src'] },
  { name: 'dead-code', command: 'knip', args: [] },
];

const RUNNING: readonly Step[] = [
  vitest('unit'),
  { name: 'build', command: 'npm', args: ['run', '--silent', 'build'] },
  vitest('integration'),
  vitest('slurm'),
  {
    name: 'e2e',
    command: 'playwright',
    args: ['test', '--project=browser', '--reporter=list,json'],
    report: { file: reportFile('e2e'), count: countPlaywright, skips: skipsOfPlaywright },
  },
];

interface Outcome {
  readonly step: Step;
  readonly ok: boolean;
  readonly seconds: number;
}

const isWindows = process.platform === 'win32';
const secondsSince = (started: number) => (performance.now() - started) / 1000;

function run(step: Step): Outcome {
  process.stdout.write(`\n── ${step.name}\n`);
  const started = performance.now();
  const { status, error } = spawnSync(step.command, step.args, {
    stdio: 'inherit',
    shell: isWindows,
    env: {
      // What Node makes of sources is kept for the next process; there are hundreds.
      NODE_COMPILE_CACHE: join(import.meta.dirname, '../node_modules/.cache/pairlens-tests'),
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile('e2e'),
    },
  });
  if (error) process.stdout.write(`${error.message}\n`);
  return { step, ok: status === 0, seconds: secondsSince(started) };
}

/** As run, but what the step says is shown when it has ended. */
function runQuietly(step: Step): Promise<Outcome> {
  const started = performance.now();
  const child = spawn(step.command, step.args, { stdio: ['ignore', 'pipe', 'pipe'], shell: isWindows });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => (said += piece));
  child.once('error', ({ message }) => (said += `${message}\n`));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      process.stdout.write(`\n── ${step.name}\n${said}`);
      resolve({ step, ok: code === 0, seconds: secondsSince(started) });
    });
  });
}

/** As many at a time as there are cores; none is begun after one has failed. */
async function runSideBySide(steps: readonly Step[]): Promise<Outcome[]> {
  const waiting = [...steps];
  const outcomes: Outcome[] = [];
  const oneAfterAnother = async (): Promise<void> => {
    while (waiting.length > 0 && outcomes.every(({ ok }) => ok)) {
      const [step] = waiting.splice(0, 1);
      if (step) outcomes.push(await runQuietly(step));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, oneAfterAnother));
  return outcomes;
}

/** The outcomes of the steps, up to the first that fails. */
async function* runAll(isAsked: (step: Step) => boolean): AsyncIterable<Outcome> {
  const read = await runSideBySide(READING.filter(isAsked));
  yield* read;
  if (read.some(({ ok }) => !ok)) return;
  for (const step of RUNNING.filter(isAsked)) {
    const outcome = run(step);
    yield outcome;
    if (!outcome.ok) return;
  }
}

const asked = process.argv.slice(2);
const names = [...READING, ...RUNNING].map(({ name }) => name);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`no such step: ${unknown.join(', ')}; there are ${names.join(', ')}\n`);
  process.exit(2);
}

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const skipped: string[] = [];
const times: string[] = [];
const failedSteps: string[] = [];
for await (const { step, ok, seconds } of runAll(({ name }) => asked.length === 0 || asked.includes(name))) {
  times.push(`${step.name} ${seconds.toFixed(1)} s${ok ? '' : ' FAILED'}`);
  if (step.report && existsSync(step.report.file)) {
    const report: unknown = JSON.parse(readFileSync(step.report.file, 'utf8'));
    const counts = step.report.count(report);
    skipped.push(...step.report.skips(report).map((name) => `${step.name}: ${name}`));
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key];
  }
  if (!ok) failedSteps.push(step.name);
}
rmSync(scratch, { recursive: true });
process.stdout.write(`\n${times.join(' · ')}\n`);
if (skipped.length > 0) process.stdout.write(`skipped:\n${skipped.map((name) => `  ${name}\n`).join('')}`);
if (failedSteps.length > 0) process.stdout.write(`stopped at ${failedSteps.join(', ')}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exit(failedSteps.length === 0 ? 0 : 1);
