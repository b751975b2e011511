/**
 * Calls every procedure of the contract with inputs that it takes and inputs that it must refuse, on an engine at work, and
 * tells what should never come of it: INTERNAL, a call that does not end, a promise that nobody holds.
 */
import fc from 'fast-check';
import { createRouterClient, ORPCError } from '@orpc/server';
import type { Engine } from '../../../src/main/engine/engine.ts';
import { createRouter } from '../../../src/main/engine/handlers.ts';
import { isErrorCode } from '../../../src/shared/errors.ts';
import { hostileInputs, inputsOf, type Words } from './inputs.ts';
import { type Procedure, procedures } from './procedures.ts';

export interface WalkOptions {
  readonly seed: number;
  /** Inputs of each procedure: half of them such as it takes, half hostile. */
  readonly calls: number;
  readonly words: Words;
  /** Called before each procedure. */
  readonly onProcedure?: (name: string) => void;
}

export interface WalkReport {
  readonly calls: number;
  /** Calls by what came of them: 'ok', or the code of the error. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Procedures that answered at least once. */
  readonly answered: ReadonlySet<string>;
  /** Those that should never be, with the input. */
  readonly failures: readonly string[];
}

/** Longer than any answer takes here, on a machine that is busy. */
const ENDS_WITHIN_MS = 60_000;
const TAKEN_FROM_STREAMS = 3;

export async function walkContract(engine: Engine, options: WalkOptions): Promise<WalkReport> {
  const client = createRouterClient(createRouter(engine)) as unknown as Callable;
  const outcomes: Record<string, number> = {};
  const failures: string[] = [];
  const answered = new Set<string>();
  let calls = 0;
  const unheld = (reason: unknown) =>
    failures.push(`a promise that nobody holds was rejected: ${String(reason)}`);
  process.on('unhandledRejection', unheld);
  try {
    for (const procedure of inGoodOrder(procedures())) {
      const name = procedure.path.join('.');
      options.onProcedure?.(name);
      for (const input of inputsFor(procedure, options)) {
        const outcome = await outcomeOf(client, procedure, input);
        calls++;
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        if (outcome === 'ok') answered.add(name);
        else if (!isErrorCode(outcome) || outcome === 'INTERNAL')
          failures.push(`${name}: ${outcome} on ${fc.stringify(input).slice(0, 600)}`);
      }
      // What was started takes the processor from the next.
      await engine.jobs.cancelAll();
    }
  } finally {
    process.off('unhandledRejection', unheld);
  }
  return { calls, outcomes, answered, failures };
}

/** What takes something away comes last: the others find what they are about. */
function inGoodOrder(all: readonly Procedure[]): readonly Procedure[] {
  const removes = ({ path }: Procedure) => /remove/i.test(path.at(-1) ?? '');
  return [...all.filter((each) => !removes(each)), ...all.filter(removes)];
}

type Callable = Record<string, never> & ((input: unknown, options: object) => Promise<unknown>);

function inputsFor({ input, path }: Procedure, { seed, calls, words }: WalkOptions): unknown[] {
  if (input === undefined) return [undefined];
  // Another sequence for each: the same number makes the same inputs, whatever was added before it.
  const own = [...path.join('.')].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, seed);
  const half = Math.max(1, Math.floor(calls / 2));
  return [
    ...fc.sample(inputsOf(input, words), { seed: own, numRuns: half }),
    ...fc.sample(hostileInputs(input, words), { seed: own, numRuns: half }),
  ];
}

async function outcomeOf(client: Callable, { path }: Procedure, input: unknown): Promise<string> {
  const stop = new AbortController();
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => late.resolve('no end'), ENDS_WITHIN_MS);
  try {
    return await Promise.race([call(client, path, input, stop), late.promise]);
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

async function call(
  client: Callable,
  path: readonly string[],
  input: unknown,
  stop: AbortController,
): Promise<string> {
  try {
    const procedure = path.reduce<Callable>((at, name) => at[name] as unknown as Callable, client);
    const answer = await procedure(input, { signal: stop.signal });
    if (isStream(answer)) await takeSome(answer, stop);
    return 'ok';
  } catch (error) {
    return error instanceof ORPCError ? String(error.code) : `not an error of the contract, ${String(error)}`;
  }
}

function isStream(answer: unknown): answer is AsyncGenerator<unknown> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}

/** Streams may have nothing to say for as long as nothing happens. */
async function takeSome(stream: AsyncGenerator<unknown>, stop: AbortController): Promise<void> {
  const quiet = setTimeout(() => stop.abort(), 200);
  try {
    for (let taken = 0; taken < TAKEN_FROM_STREAMS; taken++) if ((await stream.next()).done === true) break;
    await stream.return(undefined);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    clearTimeout(quiet);
  }
}
