/**
 * What takes long and changes nothing is a reading: a question, which has one answer, or a task, which goes in steps,
 * tells something at each, and comes to a result. Tables of them are functions by name. Whoever needs a reading asks for
 * it by {@link Asked} or {@link Followed} and does not know whether it is done in a thread of its own (`ThreadedReadings`) or
 * here (`askHere`, `followHere`): the numbers are the same to the last bit.
 */
import { setImmediate } from 'node:timers/promises';

type Reading = (...request: never[]) => unknown;

/** Questions by name. What is asked and answered is plain data: it may cross to another thread. */
export type Questions<Names extends string = string> = Readonly<Record<Names, Reading>>;

export type Steps<Piece = unknown, Result = unknown> =
  Generator<Piece, Result, void> | AsyncGenerator<Piece, Result, void>;

/** Tasks by name. A step is some tens of milliseconds at most: between two of them a task can be stopped. */
export type Tasks<Names extends string = string> = Readonly<Record<Names, (...request: never[]) => Steps>>;

/** The questions of a table, to be asked from anywhere. */
export type Asked<Table extends Questions> = {
  readonly [Name in keyof Table]: (
    ...request: Parameters<Table[Name]>
  ) => Promise<Awaited<ReturnType<Table[Name]>>>;
};

type PieceOf<Task> = Task extends Steps<infer Piece> ? Piece : never;
type ResultOf<Task> = Task extends Steps<unknown, infer Result> ? Result : never;

/** The tasks of a table, to be followed from anywhere. One that is left before its end is stopped. */
export type Followed<Table extends Tasks> = {
  readonly [Name in keyof Table]: (
    ...request: Parameters<Table[Name]>
  ) => AsyncGenerator<PieceOf<ReturnType<Table[Name]>>, ResultOf<ReturnType<Table[Name]>>, void>;
};

/** Answers in this thread, which does nothing else until then. */
export function askHere<Table extends Questions>(table: Table): Asked<Table> {
  const asked =
    (question: Reading) =>
    // A question that fails at once rejects as any other.
    async (...request: never[]) =>
      question(...request);
  return byName(table, asked) as Asked<Table>;
}

/** Works in this thread; others have it between the steps. */
export function followHere<Table extends Tasks>(table: Table): Followed<Table> {
  return byName(
    table,
    (task) =>
      (...request: never[]) =>
        stepByStep(task(...request)),
  ) as Followed<Table>;
}

/** The same steps, with room for others between them. */
export async function* stepByStep<Piece, Result>(
  steps: Steps<Piece, Result>,
): AsyncGenerator<Piece, Result, void> {
  let ended = false;
  try {
    for (;;) {
      const step = await steps.next();
      if (step.done === true) {
        ended = true;
        return step.value;
      }
      yield step.value;
      await setImmediate();
    }
  } finally {
    if (!ended) await steps.return(undefined as Result);
  }
}

export function byName<Value, Made>(
  table: Readonly<Record<string, Value>>,
  make: (value: Value, name: string) => Made,
): Readonly<Record<string, Made>> {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, make(value, name)]));
}

/**
 * Takes a task to its end.
 * @param onPiece told what each step tells
 * @throws what the task throws; `signal`'s reason, before the next step
 */
export async function finishTask<Piece, Result>(
  steps: Steps<Piece, Result>,
  signal: AbortSignal,
  onPiece: (piece: Piece) => void = () => undefined,
): Promise<Result> {
  let ended = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const step = await steps.next();
      if (step.done === true) {
        ended = true;
        return step.value;
      }
      onPiece(step.value);
    }
  } finally {
    if (!ended) await steps.return(undefined as Result);
  }
}
