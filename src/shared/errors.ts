/** The one table of what can go wrong in a way that a person can act on. Every process throws and shows these. */

import { ActionableError, type CoreError, messageOf } from '../core/errors.ts';

export type Severity = 'usage' | 'failure' | 'bug';

/** `title` is what the screen says first; the message of the error itself carries the particulars. */
export const ERROR_CODES = {
  BAD_REQUEST: { severity: 'usage', title: 'That request does not make sense' },
  NOT_FOUND: { severity: 'failure', title: 'Not found' },
  CONFLICT: { severity: 'failure', title: 'That cannot be done as things are now' },

  FILE_NOT_FOUND: { severity: 'failure', title: 'No such file' },
  FILE_UNREADABLE: { severity: 'failure', title: 'The file cannot be read' },
  FILE_UNWRITABLE: { severity: 'failure', title: 'The file cannot be written' },
  DISK_FULL: { severity: 'failure', title: 'The disk is full' },

  SET_INVALID: { severity: 'failure', title: 'The set was refused' },
  SET_EMPTY: { severity: 'failure', title: 'The set is empty' },

  BUNDLE_INVALID: { severity: 'failure', title: 'The bundle was refused' },
  PARTS_INVALID: { severity: 'failure', title: 'The parts of a run were refused' },

  MODEL_NOT_FOUND: { severity: 'failure', title: 'No such model' },
  MODEL_INVALID: { severity: 'failure', title: 'The model folder cannot be used' },
  MODEL_UNSUPPORTED: { severity: 'failure', title: 'This kind of model is not supported' },
  MODEL_DAMAGED: { severity: 'failure', title: 'A file of the model is damaged' },
  CHECKPOINT_INVALID: { severity: 'failure', title: 'The checkpoint cannot be used as it is' },
  TENSOR_MISSING: { severity: 'failure', title: 'The checkpoint lacks a tensor' },
  TOKENIZER_MISSING: { severity: 'failure', title: 'The model has no tokenizer' },
  HOOK_UNKNOWN: { severity: 'usage', title: 'No such hook point' },
  PARAMETER_UNKNOWN: { severity: 'usage', title: 'No such parameter' },
  INPUT_INVALID: { severity: 'failure', title: 'This input cannot be used' },
  SENTENCE_TOO_LONG: { severity: 'failure', title: 'A sentence is too long for the model' },
  ACTIVATION_NOT_FINITE: { severity: 'failure', title: 'The model computes values that are not finite' },
  INFERENCE_FAILED: { severity: 'failure', title: 'The model failed on this input' },

  DEVICE_ABSENT: { severity: 'failure', title: 'This machine has no such device' },
  DEVICE_FAILED: { severity: 'failure', title: 'The device failed' },

  OFFLINE: { severity: 'failure', title: 'Pairlens is offline' },
  HUB_UNREACHABLE: { severity: 'failure', title: 'The Hub cannot be reached' },
  HUB_UNAUTHORIZED: { severity: 'failure', title: 'The Hub asks for an access token' },
  HUB_NOT_FOUND: { severity: 'failure', title: 'The Hub has no such model' },
  HUB_RATE_LIMITED: { severity: 'failure', title: 'The Hub asks to wait' },
  HUB_FAILED: { severity: 'failure', title: 'The Hub did not answer as it should' },
  DOWNLOAD_CORRUPT: { severity: 'failure', title: 'What was downloaded is damaged' },

  STORE_INVALID: { severity: 'failure', title: 'The workspace file is not a Pairlens store' },
  STORE_NEWER: { severity: 'failure', title: 'The workspace was made by a newer Pairlens' },
  STORE_READONLY: { severity: 'failure', title: 'The workspace is read-only' },
  STORE_DAMAGED: { severity: 'failure', title: 'The workspace is damaged' },
  STORE_LINKED: { severity: 'failure', title: 'The workspace file has more than one name' },
  STORE_BUSY: { severity: 'failure', title: 'Another Pairlens has this workspace open' },

  RESULTS_MOVED: { severity: 'failure', title: 'The results of this run are not where they were' },
  RESULTS_INVALID: { severity: 'failure', title: 'These results cannot be used' },

  RUN_STATE: { severity: 'failure', title: 'The run is not in a state that allows this' },
  CANCELLED: { severity: 'failure', title: 'Cancelled' },

  PORT_IN_USE: { severity: 'failure', title: 'The port is in use' },
  CLIPBOARD_REFUSED: { severity: 'failure', title: 'The browser did not let Pairlens copy' },
  ENGINE_LOST: { severity: 'failure', title: 'The engine stopped answering' },
  UNAUTHORIZED: { severity: 'failure', title: 'The workbench is closed to this page' },
  INTERNAL: { severity: 'bug', title: 'Pairlens made a mistake' },
} as const satisfies Record<string, { severity: Severity; title: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** What everything but `core` throws when something goes wrong in a way that a person can act on. */
export class PairlensError extends ActionableError {
  override readonly name = 'PairlensError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super(message, details, cause);
    this.code = code;
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CODES, value);
}

/** Whether a person can act on it; if not, it is a bug, and its stack belongs in the log. */
export function isActionable(error: unknown): error is PairlensError | CoreError {
  return error instanceof ActionableError;
}

/** An error as plain data, to cross to another thread or process, or to be kept. */
export interface ErrorRecord {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** INTERNAL for an error that nobody expected. */
export function errorRecord(error: unknown): ErrorRecord {
  if (!isActionable(error)) return { code: 'INTERNAL', message: messageOf(error), details: {} };
  const { code, message, details } = error;
  return { code, message, details };
}
