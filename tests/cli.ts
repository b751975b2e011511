/**
 * The command line as a person has it, with a home of its own: what a command says, writes and ends with, in this process,
 * and what depends on its being a process (signals, locks, streams, the build) in one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isStale } from '../scripts/built.ts';
import { callHere } from './call-here.ts';
import { underPermissions } from './under-permissions.ts';

export const PROJECT = join(import.meta.dirname, '..');
export const GOLDEN_BERT = join(import.meta.dirname, 'fixtures/golden/bert');
export const MINILM = 'all-MiniLM-L6-v2';
const SOURCES = join(PROJECT, 'src/main/cli/pairlens.ts');
/** As built where out/ is newer than the sources, which starts in half the time; from the sources otherwise. */
export const ENTRY = isStale(PROJECT) ? SOURCES : join(PROJECT, 'out/main/cli.js');
const HOLD_MODEL = pathToFileURL(join(PROJECT, 'tests/integration/hold-model.child.ts')).href;

export interface Ended {
  /** null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly process: Pick<ChildProcess, 'kill' | 'stdout'>;
  /** Settles when standard output or error has this text; rejects when the process ends without it. */
  says(text: string | RegExp): Promise<void>;
  readonly ended: Promise<Ended>;
}

/** A folder with a home for Pairlens in it; commands run in the folder. */
export class CommandLine {
  readonly folder = mkdtempSync(join(tmpdir(), 'pairlens-cli-'));
  readonly home = join(this.folder, 'home');
  /** The workspace that is opened when no other is named. */
  readonly store = join(this.home, 'workspaces', 'default.sqlite');

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /**
   * The command in a process of its own.
   * @param restricted heeds permissions that would not stop the superuser
   */
  start(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    restricted = false,
    entry = ENTRY,
  ): Started {
    const call = [entry, ...args];
    const [program, all] = restricted ? underPermissions(process.execPath, call) : [process.execPath, call];
    const child = spawn(program, all, {
      cwd: this.folder,
      env: {
        PATH: process.env['PATH'],
        PAIRLENS_HOME: this.home,
        // Of vitest.config.ts; no path is as good as none.
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (piece: Buffer) => (stdout += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    });
    return {
      process: child,
      ended,
      says: (text) =>
        new Promise((resolve, reject) => {
          const look = () => {
            const said = `${stdout}${stderr}`;
            if (typeof text === 'string' ? said.includes(text) : text.test(said)) resolve();
          };
          look();
          child.stdout.on('data', look);
          child.stderr.on('data', look);
          void ended.then(() =>
            reject(new Error(`ended without saying “${String(text)}”:\n${stdout}${stderr}`)),
          );
        }),
    };
  }

  /** A command whose model computes so many batches and waits for Ctrl-C; from the sources, in which it is held. */
  startHeld(args: readonly string[], batches: number, more: Record<string, string> = {}): Started {
    const environment = { ...more, NODE_OPTIONS: `--import=${HOLD_MODEL}`, HOLD_AFTER_BATCHES: `${batches}` };
    return this.start(args, environment, false, SOURCES);
  }

  /** The command in this process. */
  run(...args: string[]): Promise<Ended> {
    return callHere(args, this.folder, this.home);
  }

  /** The document of a command with --json that succeeds, saying nothing but that on standard output. */
  async json<Document>(...args: string[]): Promise<Document> {
    const { code, stdout, stderr } = await this.run(...args, '--json');
    if (code !== 0) throw new Error(`pairlens ${args.join(' ')} ended with ${code}:\n${stderr}${stdout}`);
    return JSON.parse(stdout) as Document;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Pairs as the lines of a JSONL file. */
export function jsonLines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
