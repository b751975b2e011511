/**
 * An error that a person can act on: its message says what is wrong, its code what kind of thing that is. The base of all
 * that is thrown on purpose; any other error is a bug.
 */
export abstract class ActionableError extends Error {
  /** One of the codes of shared/errors.ts. */
  abstract readonly code: string;
  /** Plain data: it crosses processes as JSON. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(message: string, details: Record<string, unknown>, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.details = details;
  }
}

export type CoreErrorCode =
  | 'MODEL_INVALID'
  | 'MODEL_UNSUPPORTED'
  | 'CHECKPOINT_INVALID'
  | 'TENSOR_MISSING'
  | 'HOOK_UNKNOWN'
  | 'INPUT_INVALID';

/** What `core` throws when data from outside (a checkpoint, a config, a table) is not what it claims to be. */
export class CoreError extends ActionableError {
  override readonly name = 'CoreError';
  readonly code: CoreErrorCode;

  constructor(code: CoreErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message, details);
    this.code = code;
  }
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
