/** A run in four parts as a lab's Slurm computes it, by deploy/slurm and the folder for nodes, against the run as a whole. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../scripts/built.ts';
import { messageOf } from '../../src/core/errors.ts';
import { makeHeadlessFolder } from '../../scripts/headless.ts';
import { OneNodeSlurm, whyNoSlurm } from './one-node.ts';

const PARTS = 4;
const KILLED = 3;
const RUN = [
  '--pairs',
  'negation',
  '--control',
  'negation-control',
  '--model',
  'all-MiniLM-L6-v2',
  '--seed',
  '7',
];

/** Slurm, or why it is not here: where a machine lets no daemons of its own be started, a run is not at fault. */
async function slurmHere(): Promise<{ readonly slurm: OneNodeSlurm | null; readonly skipped: string }> {
  const obstacle = whyNoSlurm();
  if (obstacle !== null) return { slurm: null, skipped: ` (${obstacle})` };
  try {
    return { slurm: await OneNodeSlurm.start(), skipped: '' };
  } catch (error) {
    return { slurm: null, skipped: ` (Slurm does not start here: ${messageOf(error)})` };
  }
}

const here = await slurmHere();

describe.skipIf(here.slurm === null)(`a run as an array of Slurm${here.skipped}`, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'pairlens-array-'));
  const app = join(scratch, 'app');
  const home = join(scratch, 'home');
  const parts = join(scratch, 'parts');
  const slurm = here.slurm as OneNodeSlurm;

  const environment = (): NodeJS.ProcessEnv => ({
    ...slurm.environment,
    PAIRLENS: join(app, 'pairlens'),
    PAIRLENS_HOME: home,
    NODE_OPTIONS: '',
    TMPDIR: scratch,
  });
  const pairlens = (...args: string[]) =>
    spawnSync(join(app, 'pairlens'), args, { env: environment(), cwd: scratch, encoding: 'utf8' });
  const log = (name: string) => readFileSync(join(parts, 'logs', name), 'utf8');

  const logs = () =>
    readdirSync(join(parts, 'logs'))
      .map((name) => `── ${name}\n${log(name)}`)
      .join('\n');

  /** @returns the number of the array's job */
  function submit(): string {
    const script = join(app, 'deploy/slurm/submit.sh');
    const said = execFileSync(
      script,
      [`${PARTS}`, parts, ...RUN, '--', '--cpus-per-task=1', '--mem=1G', '--time=10'],
      { env: environment(), cwd: scratch, encoding: 'utf8' },
    );
    const [, job] = /^parts: job (\d+), merge: job \d+$/m.exec(said) ?? expect.unreachable(said);
    return job ?? '';
  }

  const homeNow = () =>
    readdirSync(home, { recursive: true, encoding: 'utf8' })
      .toSorted()
      .map((name) => [name, statSync(join(home, name)).mtimeMs]);

  beforeAll(async () => {
    ensureBuilt();
    makeHeadlessFolder(app);
    const { status, stderr } = pairlens('models', 'compile', 'all-MiniLM-L6-v2');
    expect(status, stderr).toBe(0);
  });
  afterAll(async () => {
    await slurm.stop();
    rmSync(scratch, { recursive: true, force: true });
  });

  it('says which part a killed task has left out, and is the undivided run when that is done again', async () => {
    const before = homeNow();
    const job = submit();
    const task = `${job}_${KILLED}`;
    await slurm.until('the task computes', () =>
      slurm.queue().some(({ id, state }) => id === task && state === 'RUNNING'),
    );
    slurm.tool('scancel', '--full', '--signal=STOP', task);
    expect(readdirSync(parts)).not.toContain(`part-${KILLED}-of-${PARTS}.json`);
    slurm.tool('scancel', '--full', '--signal=KILL', task);
    await slurm.until('the others and the merge have ended', () => slurm.queue().length === 0);
    const complete = [1, 2, 4].map((part) => `part-${part}-of-${PARTS}.json`);
    const records = readdirSync(parts).filter((name) => /^part-.*\.json$/.test(name));
    expect(records.toSorted(), logs()).toEqual(complete);
    expect(log('merge.log')).toContain(`1 of ${PARTS} parts are missing: run shard ${KILLED}`);
    expect(existsSync(join(parts, 'merged/metrics.csv'))).toBe(false);

    submit();
    await slurm.until('all have ended', () => slurm.queue().length === 0);
    expect(existsSync(join(parts, 'merged/metrics.csv')), logs()).toBe(true);
    expect(log('part-1.log')).toContain('nothing was computed');
    expect(log(`part-${KILLED}.log`)).toContain(`Shard ${KILLED} of ${PARTS}: `);

    const whole = pairlens('run', ...RUN, '--keep', 'none', '--store', 'whole.sqlite', '--out', 'whole');
    expect(whole.status, whole.stderr).toBe(0);
    for (const table of ['metrics.csv', 'aggregates.csv'])
      expect(read(join(parts, 'merged', table)).equals(read(join(scratch, 'whole', table))), table).toBe(
        true,
      );
    expect(provenance(join(parts, 'merged'))).toEqual(provenance(join(scratch, 'whole')));
    expect(homeNow()).toEqual(before);
  });
});

const read = (path: string): Buffer => readFileSync(path);

/** run.json but for when it was computed. */
function provenance(folder: string): Record<string, unknown> {
  const { started_at, finished_at, ...lasting } = JSON.parse(
    readFileSync(join(folder, 'run.json'), 'utf8'),
  ) as Record<string, unknown>;
  expect([typeof started_at, typeof finished_at]).toEqual(['string', 'string']);
  return lasting;
}
