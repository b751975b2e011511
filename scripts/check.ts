/**
 * Everything `npm test` runs, in order, stopping at the first step that fails; `npm run check -- unit e2e` runs the
 * named steps only. Those that read the sources go beside tests that often wait: for processes to start, to end, for time
 * to pass. The last line counts the tests of all runners; a step that needs what is not there is skipped, and says what that
 * is (`cannot` of check-report.ts).
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { whyNoSlurm } from '../tests/slurm/one-node.ts';
import {
  countPlaywright,
  countVitest,
  done,
  type Outcome,
  skipsOfPlaywright,
  skipsOfVitest,
  type Step,
  summaryOf,
  unsteadyOfPlaywright,
} from './check-report.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pairlens-check-'));
const reportFile = (name: string) => join(scratch, `${name}.json`);

function vitest(project: string): Step {
  const file = reportFile(project);
  return {
    name: project,
    command: 'vitest',
    args: ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    report: { file, count: countVitest, skips: skipsOfVitest },
  };
}

/** The longest first. Two that lint: components apart from everything else (docs/decisions/0170). */
const READING: readonly Step[] = [
  { name: 'types', command: 'npm', args: ['run', '--silent', 'typecheck'] },
  { name: 'lint', command: 'oxlint', args: ['--deny-warnings'] },
  { name: 'lint-components', command: 'eslint', args: ['--max-warnings=0', '.'] },
  { name: 'format', command: 'prettier', args: ['--check', '--log-level=warn', '.'] },
  { name: 'imports', command: 'depcruise', args: ['src'] },
  { name: 'dead-code', command: 'knip', args: [] },
];

const BUILD: Step = { name: 'build', command: 'npm', args: ['run', '--silent', 'build'] };

/** It takes what is built, and waits for Slurm most of the time. */
const SLURM: Step = { ...vitest('slurm'), cannot: whyNoSlurm };

/**
 * Alone: that a page answers in time is part of what it tests. A spec that fails is done once more, and the last lines name it
 * (docs/decisions/0177).
 */
const E2E: Step = {
  name: 'e2e',
  command: 'playwright',
  args: ['test', '--project=browser', '--reporter=list,json', '--retries=1'],
  report: {
    file: reportFile('e2e'),
    count: countPlaywright,
    skips: skipsOfPlaywright,
    unsteady: unsteadyOfPlaywright,
  },
};

interface Line {
  readonly steps: readonly Step[];
  /** How many of them go at once. */
  readonly atOnce: number;
}

/** One after another; the lines of one begin together. */
const STAGES: readonly (readonly Line[])[] = [
  [{ steps: [BUILD], atOnce: 1 }],
  [
    { steps: READING, atOnce: Math.max(1, availableParallelism() - 1) },
    { steps: [SLURM, vitest('unit'), vitest('integration')], atOnce: 1 },
  ],
  [{ steps: [E2E], atOnce: 1 }],
];

type Performed = Pick<Outcome, 'ok' | 'seconds'>;

const isWindows = process.platform === 'win32';
const secondsSince = (started: number) => (performance.now() - started) / 1000;

const ENVIRONMENT = {
  // What Node makes of sources is kept for the next process; there are hundreds.
  NODE_COMPILE_CACHE: join(import.meta.dirname, '../node_modules/.cache/pairlens-tests'),
  ...process.env,
  PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile('e2e'),
};
/** What reads makes many small things that soon are none: with more room for these `tsc` takes a twelfth less, the linter a twentieth. */
const ROOM_FOR_THE_NEW = '--max-semi-space-size=64';
const NODE_OPTIONS = [process.env['NODE_OPTIONS'], ROOM_FOR_THE_NEW].filter(Boolean).join(' ');

function run(step: Step): Performed {
  process.stdout.write(`\n── ${step.name}\n`);
  const started = performance.now();
  const { command, args } = step;
  const { status, error } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: isWindows,
    env: ENVIRONMENT,
  });
  if (error) process.stdout.write(`${error.message}\n`);
  return { ok: status === 0, seconds: secondsSince(started) };
}

/** As run, but what the step says is shown when it has ended. */
function runQuietly(step: Step): Promise<Performed> {
  process.stdout.write(`… ${step.name}\n`);
  const started = performance.now();
  const { command, args } = step;
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: isWindows,
    env: READING.includes(step) ? { ...ENVIRONMENT, NODE_OPTIONS } : ENVIRONMENT,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => (said += piece));
  child.once('error', ({ message }) => (said += `${message}\n`));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      process.stdout.write(`\n── ${step.name}\n${said}`);
      resolve({ ok: code === 0, seconds: secondsSince(started) });
    });
  });
}

/** None is begun after one of the line has failed. */
async function runLine({ steps, atOnce }: Line): Promise<Outcome[]> {
  const waiting = [...steps];
  const outcomes: Outcome[] = [];
  const oneAfterAnother = async (): Promise<void> => {
    while (waiting.length > 0 && outcomes.every(({ ok }) => ok)) {
      const [step] = waiting.splice(0, 1);
      if (step) outcomes.push(await done(step, runQuietly));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, oneAfterAnother));
  return outcomes;
}

/** The outcomes of the steps, up to the stage in which one fails. */
async function* runAll(isAsked: (step: Step) => boolean): AsyncIterable<Outcome> {
  for (const stage of STAGES) {
    const lines = stage.map(({ steps, atOnce }) => ({ steps: steps.filter(isAsked), atOnce }));
    const [only, ...others] = lines.flatMap(({ steps }) => steps);
    const outcomes =
      only !== undefined && others.length === 0
        ? [await done(only, run)]
        : (await Promise.all(lines.map(runLine))).flat();
    yield* outcomes;
    if (outcomes.some(({ ok }) => !ok)) return;
  }
}

const asked = process.argv.slice(2);
const names = STAGES.flat()
  .flatMap(({ steps }) => steps)
  .map(({ name }) => name);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`no such step: ${unknown.join(', ')}; there are ${names.join(', ')}\n`);
  process.exit(2);
}

const outcomes: Outcome[] = [];
for await (const outcome of runAll(({ name }) => asked.length === 0 || asked.includes(name)))
  outcomes.push(outcome);
process.stdout.write(`\n${summaryOf(outcomes)}`);
rmSync(scratch, { recursive: true });
process.exit(outcomes.every(({ ok }) => ok) ? 0 : 1);
