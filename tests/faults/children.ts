/** Operations in processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Performed {
  /** What it said last: begun, done, or the code of an error; '' when it was killed before it began. */
  readonly said: string;
  readonly signal: NodeJS.Signals | null;
  /** From when it said that it began to what it said last, in milliseconds; the end of its process takes longer. */
  readonly milliseconds: number;
  readonly stderr: string;
}

/** @param killAfter milliseconds after it began; never unless told */
export function perform(home: string, name: string, killAfter?: number): Promise<Performed> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'operation.child.ts'), home, name], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return watch(child, killAfter);
}

function watch(child: ChildProcess, killAfter: number | undefined): Promise<Performed> {
  let said = '';
  let stderr = '';
  let began = Number.NaN;
  let saidLast = Number.NaN;
  let timer: NodeJS.Timeout | undefined;
  child.stdout?.on('data', (piece: Buffer) => {
    said += piece.toString();
    saidLast = performance.now();
    if (Number.isNaN(began) && said.includes('begun')) {
      began = saidLast;
      if (killAfter !== undefined) timer = setTimeout(() => child.kill('SIGKILL'), killAfter);
    }
  });
  child.stderr?.on('data', (piece: Buffer) => (stderr += piece.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_code, signal) => {
      clearTimeout(timer);
      const last = said.trim().split('\n').at(-1) ?? '';
      resolve({ said: last, signal, stderr, milliseconds: saidLast - began });
    });
  });
}
