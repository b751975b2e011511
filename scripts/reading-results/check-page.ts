/**
 * Runs every command of docs/reading-results.md, in order and in a workspace of their own, and checks that what the page
 * quotes of their output is there: `npm exec -- node scripts/reading-results/check-page.ts [--print]`. Some minutes.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'reading-results.md'), 'utf8');

/** Commands, and what of their output follows them on the page, part by part. */
const examples = Array.from(
  page.matchAll(/```sh\n(.*?)```(?:\n+```text\n(.*?)```)?/gs),
  ([, commands = '', quoted = '']) => ({
    commands,
    quoted: quoted
      .split(/\n\s*…?\s*\n/)
      .map(inOneLine)
      .filter((part) => part !== ''),
  }),
);

/** A line of its own between the outputs. */
const BETWEEN = '-- next example --';
const script = examples.map(({ commands }) => `${commands}\necho '${BETWEEN}'`).join('\n');
const { stdout, status } = spawnSync('bash', ['-e', '-c', script], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
  stdio: ['ignore', 'pipe', process.argv.includes('--print') ? 'inherit' : 'ignore'],
});
if (status !== 0) throw new Error(`a command failed with ${status ?? 'a signal'}`);

let missing = 0;
const outputs = stdout.split(`${BETWEEN}\n`);
examples.forEach(({ commands, quoted }, place) => {
  const output = outputs[place] ?? '';
  if (process.argv.includes('--print')) console.log(`$ ${commands}${output}`);
  const absent = quoted.filter((part) => !inOneLine(output).includes(part));
  missing += absent.length;
  for (const part of absent) console.error(`Not in the output of\n${commands}  ${part}\n`);
});
console.log(`${examples.length} examples, ${missing} quotations that are not in their output`);
process.exitCode = missing === 0 ? 0 : 1;

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
