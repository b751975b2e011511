/** What the screen says about an error: what happened, what was kept, what to do. */
import { capitalised } from '../../../core/capitalised.ts';
import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { isolated } from '../../../core/isolated.ts';
import { ERROR_CODES, isErrorCode, type ErrorCode, type Severity } from '../../../shared/errors.ts';

export interface ErrorDescription {
  readonly code: ErrorCode;
  readonly severity: Severity;
  /** What kind of thing happened. */
  readonly title: string;
  /** The particulars, '' where there are none. */
  readonly message: string;
  /** What was kept, '' where nothing was at stake. */
  readonly kept: string;
  readonly next: string;
  readonly details: unknown;
}

const UNCHANGED = 'Nothing in the workspace was changed.';
const RUN_KEPT = 'Every batch that was finished before is stored.';

/** What was kept and what to do, for the codes where a person can do something particular. */
const ADVICE: Partial<Record<ErrorCode, { kept?: string; next: string }>> = {
  NOT_FOUND: { next: 'It may have been removed, perhaps in another window. Go back, or choose another.' },
  CONFLICT: { kept: UNCHANGED, next: 'Choose another name, or reload to see what is stored now.' },
  FILE_NOT_FOUND: { next: 'Check the path and try again.' },
  FILE_UNREADABLE: { next: 'Check that the file can be read by your account.' },
  FILE_UNWRITABLE: { next: 'Choose another place, or change the permissions of this one.' },
  DISK_FULL: { kept: RUN_KEPT, next: 'Free some space, then resume the run.' },
  SET_INVALID: { kept: UNCHANGED, next: 'Correct the file and import it again.' },
  SET_EMPTY: { kept: UNCHANGED, next: 'Add pairs to the set first.' },
  MODEL_NOT_FOUND: { next: 'Check the name or the folder, or choose a model that is listed under Models.' },
  MODEL_INVALID: { next: 'The folder needs config.json and the weights, as safetensors or .bin.' },
  MODEL_UNSUPPORTED: { next: 'Choose a model of a supported architecture.' },
  CHECKPOINT_INVALID: { next: 'Download the checkpoint again.' },
  TENSOR_MISSING: { next: 'Check that the checkpoint is complete and belongs to its config.json.' },
  TOKENIZER_MISSING: { next: 'Add tokenizer.json to the folder, or use pairs given as token ids.' },
  SENTENCE_TOO_LONG: { kept: 'The other pairs of the run are not affected.', next: 'Shorten the sentence.' },
  ACTIVATION_NOT_FINITE: {
    kept: 'The other pairs of the run are not affected.',
    next: 'The checkpoint overflows on this text: check its weights, or use another checkpoint.',
  },
  INFERENCE_FAILED: { kept: RUN_KEPT, next: 'Resume the run; if it fails again, try another model.' },
  OFFLINE: { kept: UNCHANGED, next: 'Start Pairlens without offline mode, or add the model from a folder.' },
  HUB_UNREACHABLE: {
    kept: 'What was downloaded so far is kept.',
    next: 'Check the connection and the proxy, then try again; a model folder can be added without the net.',
  },
  HUB_UNAUTHORIZED: {
    next: 'Accept the model’s conditions on its page on the Hub, then start Pairlens with your access token in HF_TOKEN.',
  },
  HUB_NOT_FOUND: {
    next: 'Check the id and the revision. They look like “openai-community/gpt2” and “main”.',
  },
  HUB_RATE_LIMITED: { kept: 'What was downloaded so far is kept.', next: 'Try again in some minutes.' },
  HUB_FAILED: { kept: 'What was downloaded so far is kept.', next: 'Try again later.' },
  DOWNLOAD_CORRUPT: { kept: 'The damaged file was thrown away.', next: 'Try again.' },
  RESULTS_MOVED: {
    kept: 'The run itself is in the workspace.',
    next: 'Say on the page of the run where its folder is now.',
  },
  RESULTS_INVALID: { kept: UNCHANGED, next: 'Put the files back as they were, or choose others.' },
  STORE_INVALID: { kept: 'The file was not touched.', next: 'Open another workspace.' },
  STORE_NEWER: { kept: 'The file was not touched.', next: 'Update Pairlens to open it.' },
  STORE_READONLY: { kept: UNCHANGED, next: 'Make the workspace file writable, or copy it elsewhere.' },
  STORE_BUSY: { kept: UNCHANGED, next: 'Close the other Pairlens, then try again.' },
  STORE_LINKED: { kept: UNCHANGED, next: 'Leave the file one name, or open a copy of it.' },
  STORE_DAMAGED: {
    kept: 'Pairlens changes nothing in what is damaged.',
    next: 'A backup from before has what is lost.',
  },
  RUN_STATE: { kept: UNCHANGED, next: 'Reload to see the state the run is in now.' },
  CLIPBOARD_REFUSED: {
    next: 'Allow this page to use the clipboard in the settings of the browser, save it as a file, or select the text and copy it there.',
  },
  ENGINE_LOST: {
    kept: 'What was finished before is stored.',
    next: 'Pairlens connects again by itself; then try again.',
  },
  UNAUTHORIZED: {
    next: 'For a new link, run “pairlens serve --link” on the machine where Pairlens runs (in its source folder “npm start -- --link”), and open what it prints.',
  },
  INTERNAL: {
    kept: 'What was stored before is still there.',
    next: 'Reload and try again. If it happens again, report it with the text above.',
  },
};

/** Takes anything that was thrown. What carries no code of ours is described as an internal error. */
export function describeError(error: unknown): ErrorDescription {
  const code = codeOf(error);
  const advice = ADVICE[code];
  return {
    code,
    severity: ERROR_CODES[code].severity,
    title: ERROR_CODES[code].title,
    message: goneWords(error) ?? withNamesApart(messageOf(error, code), error),
    kept: advice?.kept ?? '',
    next: advice?.next ?? '',
    details: error instanceof ORPCError ? error.data : undefined,
  };
}

/** Whether what was asked for is not there: it will not be there at the next try either. */
export function isOfNothing({ code }: Pick<ErrorDescription, 'code'>): boolean {
  return code === 'NOT_FOUND' || code === 'MODEL_NOT_FOUND';
}

const gone = z.object({ what: z.string(), id: z.union([z.int(), z.string()]) });
/** Shown by their numbers; the others have numbers that nobody sees anywhere. */
const NUMBERED = new Set(['run', 'analysis']);

/** What was looked for and is not there, as it is called on the screen. */
function goneWords(error: unknown): string | null {
  if (!(error instanceof ORPCError) || error.code !== 'NOT_FOUND') return null;
  const looked = gone.safeParse(error.data).data;
  if (looked === undefined) return null;
  const { what, id } = looked;
  return NUMBERED.has(what)
    ? `${capitalised(what)} ${id} is not here.`
    : `This ${what.replaceAll('_', ' ')} is not here.`;
}

/** Names of data that a message quotes, or that come along with it as details, are set apart in it: a Hebrew one turns nothing then. */
function withNamesApart(message: string, error: unknown): string {
  const details: unknown = error instanceof ORPCError ? error.data : undefined;
  const names: unknown[] = typeof details === 'object' && details !== null ? Object.values(details) : [];
  const quoted = message.replaceAll(/“([^“”]*)”/gu, (_, name: string) => `“${isolated(name)}”`);
  return names
    .filter((name): name is string => typeof name === 'string' && name !== '')
    .reduce((words, name) => words.replaceAll(name, isolated(name)), quoted);
}

/** Errors of the engine and of the connection carry a code from shared/errors. */
function codeOf(error: unknown): ErrorCode {
  return error instanceof Error && 'code' in error && isErrorCode(error.code) ? error.code : 'INTERNAL';
}

/** The message begins with a name such as "model.safetensors" or "prajjwal1/bert-tiny", which gets no capital. */
const NAME_AT_FIRST = /^\S*[./_\d]\S/u;

/** The engine's messages have no capital and no full stop; here they become sentences. Others stay as they are. */
function messageOf(error: unknown, code: ErrorCode): string {
  const text = error instanceof Error ? error.message : String(error);
  if (text === '' || code === 'INTERNAL') return text;
  // A terminal shows commands in backticks.
  const plain = text.replace(/`([^`]+)`/g, '“$1”');
  const sentence = NAME_AT_FIRST.test(plain) ? plain : capitalised(plain);
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}
