/** What deploy/slurm/submit.sh asks of sbatch, of which one that only notes it takes the place. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const DEPLOY = join(import.meta.dirname, '../deploy/slurm');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pairlens-submit-'));
  const sbatch = `#!/bin/bash\nprintf '%s ' "$@" >>"${folder}/asked"; echo >>"${folder}/asked"; echo 71\n`;
  writeFileSync(join(folder, 'sbatch'), sbatch, { mode: 0o755 });
  // As pairlens merge: it writes the workspace that it is told.
  const pairlens = `#!/bin/bash\n[ "$1" = merge ] && [ "$3" = --store ] && echo "of $4" >"$4"\n`;
  writeFileSync(join(folder, 'pairlens'), pairlens, { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true }));

function call(script: string, ...args: string[]) {
  const PATH = `${folder}:${process.env['PATH'] ?? ''}`;
  const env = { ...process.env, PATH, PAIRLENS: join(folder, 'pairlens'), PAIRLENS_HOME: folder };
  return spawnSync('bash', [join(DEPLOY, script), ...args], { env, encoding: 'utf8' });
}

test('the merge waits for the parts, whatever the parts wait for', () => {
  const options = ['--', '--dependency=afterok:5', '--mem=1G'];
  const { status, stderr } = call('submit.sh', '32%8', join(folder, 'run'), '--seed', '1', ...options);
  expect(status, stderr).toBe(0);
  const [parts = '', merge = ''] = readFileSync(join(folder, 'asked'), 'utf8').split('\n');
  expect(parts).toContain('--array=1-32%8 ');
  expect(parts).toMatch(/--dependency=afterok:5 --mem=1G \S+pairlens\.sbatch part \S+ --seed 1 $/);
  expect(merge).toMatch(/--mem=1G --dependency=afterany:71 \S+pairlens\.sbatch merge \S+ $/);
});

test.each([
  [['--seed', '1'], 'run --seed 1 --shard slurm --out'],
  [['analyze', 'lens', '--model', 'gpt2'], 'analyze lens --model gpt2 --shard slurm --out'],
])('a task with %j is a part of a run, or of an analysis', (words, expected) => {
  writeFileSync(join(folder, 'pairlens'), '#!/bin/bash\necho "$@"\n', { mode: 0o755 });
  const { status, stdout } = call('pairlens.sbatch', 'part', folder, ...words);
  expect(status).toBe(0);
  expect(stdout).toBe(`${expected} ${folder}\n`);
});

test.each(['--array=3', '--array', '-a3'])(
  '%s is refused: it would be of another number of parts',
  (option) => {
    const { status, stderr } = call('submit.sh', '4', join(folder, 'run'), '--', option);
    expect(status).toBe(2);
    expect(stderr).toContain(`without ${option}`);
  },
);

test('a merge that is done again replaces the workspace of the one before', () => {
  writeFileSync(join(folder, 'merged.sqlite'), 'old');
  writeFileSync(join(folder, 'merged.sqlite-wal'), 'old');
  const { status, stderr } = call('pairlens.sbatch', 'merge', folder);
  expect(status, stderr).toBe(0);
  expect(readFileSync(join(folder, 'merged.sqlite'), 'utf8')).toMatch(/^of \/\S+\/merged\.sqlite$/m);
  expect(readFileSync(join(folder, 'merged.sqlite'), 'utf8')).not.toContain(folder);
  expect(() => readFileSync(join(folder, 'merged.sqlite-wal'))).toThrow('ENOENT');
});
