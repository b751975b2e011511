/**
 * What `core` throws when data from outside (a checkpoint, a config, a table) is not what it claims to be. The engine
 * turns it into a PairlensError of the same code at its boundary; `core` knows nothing of processes.
 */
export type CoreErrorCode =
  | 'MODEL_INVALID'
  | 'MODEL_UNSUPPORTED'
  | 'CHECKPOINT_INVALID'
  | 'TENSOR_MISSING'
  | 'HOOK_UNKNOWN'
  | 'INPUT_INVALID';

export class CoreError extends Error {
  override readonly name = 'CoreError';
  readonly code: CoreErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: CoreErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
