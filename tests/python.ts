/** Python, for tests that hold files of Pairlens against the programs that they are for. Nothing that Pairlens does needs it. */
import { spawnSync } from 'node:child_process';

/** Names another Python than `python3` of the path. */
const PYTHON = process.env['PAIRLENS_PYTHON'] ?? 'python3';

/** Whether there is a Python that has these modules. */
export function hasPython(...modules: readonly string[]): boolean {
  return spawnSync(PYTHON, ['-c', modules.map((name) => `import ${name}`).join('\n')]).status === 0;
}

/** Runs a program and returns what it prints. */
export function python(program: string, args: readonly string[] = [], cwd?: string): string {
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-c', program, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    cwd,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
