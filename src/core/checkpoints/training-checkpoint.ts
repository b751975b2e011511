/**
 * Torch files that hold more than a state_dict: what a trainer saves (the weights under a key, beside optimizer, epoch and
 * settings), and whole pickled models. The weights are taken where they lie; the rest is stepped over. Nothing is executed.
 */
import { CoreError } from '../errors.ts';
import { AnyFileMeaning, invalidTorch, isTensorView, StateDictMeaning } from './torch-state-dict.ts';
import { describeValue, OpaqueObject, PickleTruncated, unpickle, unpickleAround } from './unpickle.ts';

/** Under what trainers save the weights, in this order: Lightning, torch's tutorials, fairseq and timm, DeepSpeed. */
const WEIGHTS_KEYS = [
  'state_dict',
  'model_state_dict',
  'model',
  'module',
  'model_state',
  'network',
  'net',
  'weights',
];

/** How many keys of a file are named. */
const NAMED = 6;

const HOW_TO_SAVE =
  'save the weights alone: model.save_pretrained(folder), or torch.save(model.state_dict(), "pytorch_model.bin")';

export interface UnpickledWeights {
  /** The state_dict: a Map, or what was there in its place. */
  readonly stateDict: unknown;
  readonly meaning: StateDictMeaning;
  /** Where the pickle ends. */
  readonly end: number;
}

/**
 * The state_dict that is pickled at `start`, or that lies inside of what is.
 * @throws PickleTruncated; CoreError CHECKPOINT_INVALID saying what the file is, where it has no state_dict that can be told
 */
export function unpickleWeights(bytes: Uint8Array, start: number): UnpickledWeights {
  try {
    const meaning = new StateDictMeaning();
    const { value, end } = unpickle(bytes, start, meaning);
    if (!(value instanceof Map) || isStateDict(value)) return { stateDict: value, meaning, end };
  } catch (error) {
    if (!(error instanceof CoreError) || error instanceof PickleTruncated) throw error;
    return unpickleInside(bytes, start, error);
  }
  return unpickleInside(bytes, start, null);
}

/** @param refusal why it is no state_dict by itself: thrown where nothing better can be said */
function unpickleInside(bytes: Uint8Array, start: number, refusal: CoreError | null): UnpickledWeights {
  const meaning = new AnyFileMeaning();
  let unpickled: { value: unknown; end: number };
  try {
    unpickled = unpickleAround(bytes, start, meaning);
  } catch (error) {
    throw error instanceof CoreError && refusal !== null && !(error instanceof PickleTruncated)
      ? refusal
      : error;
  }
  const { value, end } = unpickled;
  if (isWholeModel(value)) throw wholeModel('it', value);
  if (!(value instanceof Map))
    throw refusal ?? invalidTorch(`it holds ${describeValue(value)}, not a state_dict`);
  const entries = value as ReadonlyMap<unknown, unknown>;
  if (isStateDict(entries)) return { stateDict: entries, meaning, end };
  const found = WEIGHTS_KEYS.filter((key) => isStateDict(entries.get(key)));
  const [key, another] = found;
  if (key !== undefined && another !== undefined)
    throw invalidTorch(
      `it is a training checkpoint with weights under ${found.map((one) => JSON.stringify(one)).join(' and ')}: which are meant ` +
        `cannot be told; ${HOW_TO_SAVE}`,
    );
  if (key !== undefined) return { stateDict: entries.get(key), meaning, end };
  const whole = WEIGHTS_KEYS.find((one) => isWholeModel(entries.get(one)));
  if (whole !== undefined) throw wholeModel(`under ${JSON.stringify(whole)}`, entries.get(whole));
  const values = [...entries.values()];
  if (refusal !== null && values.some((one) => one instanceof OpaqueObject)) throw refusal;
  // Names and tensors with something between them are a state_dict that has more in it: what, is said when it is placed.
  if (refusal === null && !values.some((one) => one instanceof Map))
    return { stateDict: entries, meaning, end };
  if (values.some(isTensorView)) return { stateDict: entries, meaning, end };
  throw invalidTorch(
    `it is a dict with ${keysOf(entries)}, none of which holds weights alone; ${HOW_TO_SAVE}`,
  );
}

/** Names and tensors, and nothing else. */
function isStateDict(value: unknown): boolean {
  if (!(value instanceof Map) || value.size === 0) return false;
  for (const [name, tensor] of value as ReadonlyMap<unknown, unknown>)
    if (typeof name !== 'string' || !isTensorView(tensor)) return false;
  return true;
}

function isWholeModel(value: unknown): value is OpaqueObject {
  return value instanceof OpaqueObject && value.made === 'instance';
}

function wholeModel(where: string, value: unknown): CoreError {
  const name = value instanceof OpaqueObject ? value.name : 'an object';
  const what = where === 'it' ? 'it is a whole pickled model' : `${where} lies a whole pickled model`;
  return invalidTorch(
    `${what} (${name}), which only its own Python code can open; nothing was executed; ${HOW_TO_SAVE}`,
  );
}

function keysOf(entries: ReadonlyMap<unknown, unknown>): string {
  const keys = [...entries.keys()].map((key) => describeValue(key));
  const named = keys.slice(0, NAMED).join(', ');
  return keys.length > NAMED ? `${named} and ${keys.length - NAMED} more keys` : `the keys ${named}`;
}
