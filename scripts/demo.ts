/**
 * `npm run demo`: the bundled negation set, each pair beside its neutral change, through the bundled model, into a fresh
 * workspace in demo-out/; then where everything is and how to open it.
 */
import { existsSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { reportError } from '../src/main/cli/output.ts';
import { createProgram } from '../src/main/cli/program.ts';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'demo-out');
const home = join(folder, 'home');
const results = join(folder, 'results');
const store = join(home, 'workspaces', 'default.sqlite');

// Nothing but this script writes to demo-out.
if (existsSync(folder)) rmSync(folder, { recursive: true });
process.env['PAIRLENS_HOME'] = home;

const started = performance.now();
try {
  await createProgram().parseAsync([
    ...process.argv.slice(0, 2),
    'run',
    '--pairs',
    'negation',
    '--model',
    'all-MiniLM-L6-v2',
    '--store',
    store,
    '--out',
    results,
  ]);
} catch (error) {
  process.exitCode = reportError(error, false);
}

if (!process.exitCode) {
  const here = (path: string) => relative(process.cwd(), path) || '.';
  process.stdout.write(`
Took ${((performance.now() - started) / 1000).toFixed(1)} s. What was made:
  ${here(join(results, 'metrics.csv'))}      every head on every pair
  ${here(join(results, 'metrics-neutral.csv'))}   every head on the neutral change of every pair
  ${here(join(results, 'aggregates.csv'))}   every head over all pairs, against their neutral changes
  ${here(join(results, 'figures'))}          SVG and PNG
  ${here(join(results, 'run.json'))}         provenance
  ${here(store)}   the workspace

Open it:  npm start -- --store ${here(store)}
`);
}
