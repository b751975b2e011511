/**
 * What a pickled state_dict says: names, and for each a view (shape, strides, offset) of a storage that lies elsewhere
 * in the file. The names that such a pickle may use are listed here, and no other is understood.
 */
import { CoreError } from '../errors.ts';
import { ELEMENT_SIZES, type ElementType } from './float-types.ts';
import type { TensorEntry } from './tensor-index.ts';
import { describeValue, OpaqueObject, type PickleGlobal, type PickleMeaning } from './unpickle.ts';

/** A run of elements that tensors are views of; several tensors may share one. */
interface Storage {
  readonly key: string;
  readonly dtype: ElementType;
  /** Elements of the storage in the file. */
  readonly elements: number;
  /** The part of the storage in the file that is meant, with `length`; before torch 0.4 it could be less than all. */
  readonly offset: number;
  readonly length: number;
}

interface TensorView {
  readonly storage: Storage;
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  /** In elements. */
  readonly strides: readonly number[];
  readonly offset: number;
}

/** Where in the file a storage lies. */
export interface StoragePlace {
  readonly begin: number;
  readonly end: number;
}

const STORAGE_TYPES: Readonly<Record<string, ElementType>> = {
  'torch.FloatStorage': 'F32',
  'torch.HalfStorage': 'F16',
  'torch.BFloat16Storage': 'BF16',
  'torch.DoubleStorage': 'F64',
  'torch.LongStorage': 'I64',
  'torch.IntStorage': 'I32',
  'torch.ShortStorage': 'I16',
  'torch.CharStorage': 'I8',
  'torch.ByteStorage': 'U8',
  'torch.BoolStorage': 'BOOL',
  // Counted in bytes; the tensor says what they are.
  'torch.storage.UntypedStorage': 'U8',
};

/** Of tensors over an untyped storage. */
const DTYPES: Readonly<Record<string, ElementType>> = {
  'torch.float8_e4m3fn': 'F8_E4M3',
  'torch.float8_e5m2': 'F8_E5M2',
  'torch.uint16': 'U16',
  'torch.uint32': 'U32',
  'torch.uint64': 'U64',
};

/** As torch has it. */
const MAX_DIMENSIONS = 64;

export function invalidTorch(message: string, details: Record<string, unknown> = {}): CoreError {
  return new CoreError('CHECKPOINT_INVALID', `torch checkpoint: ${message}`, details);
}

/** What the names and ids in one pickled state_dict stand for; remembers the storages that it refers to. */
export class StateDictMeaning implements PickleMeaning {
  /** By key. */
  readonly storages = new Map<string, { readonly dtype: ElementType; readonly elements: number }>();

  global(name: string): PickleGlobal | undefined {
    if (Object.hasOwn(STORAGE_TYPES, name) || Object.hasOwn(DTYPES, name)) return { global: name };
    const call = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined;
    return call && { global: name, call };
  }

  /** ('storage', type, key, device, elements), and in files of torch < 1.6 the part of it that is meant, or None. */
  persistent(id: unknown): Storage | OpaqueObject {
    const [kind, type, key, , elements, part] = Array.isArray(id) ? (id as unknown[]) : [];
    const dtype = STORAGE_TYPES[nameOf(type)];
    if (kind !== 'storage' || dtype === undefined || typeof key !== 'string' || !isCount(elements))
      throw invalidTorch('a persistent id is no storage');
    const known = this.storages.get(key);
    if (known && (known.dtype !== dtype || known.elements !== elements))
      throw invalidTorch(
        `storage "${key}" is ${known.dtype} of ${known.elements} elements and ${dtype} of ${elements}`,
      );
    this.storages.set(key, { dtype, elements });
    if (part === undefined || part === null) return { key, dtype, elements, offset: 0, length: elements };

    const [, offset, length] = Array.isArray(part) ? (part as unknown[]) : [];
    if (!isCount(offset) || !isCount(length) || offset + length > elements)
      throw invalidTorch(`storage "${key}" has a part that reaches out of it`);
    return { key, dtype, elements, offset, length };
  }
}

/**
 * The same in a file that holds more than a state_dict: tensors of kinds that are not read, and whatever else is referred to, are
 * objects of which no more is known. A state_dict that needs one of them is refused when its tensors are placed.
 */
export class AnyFileMeaning extends StateDictMeaning {
  override global(name: string): PickleGlobal | undefined {
    const known = super.global(name);
    const call = known?.call;
    if (call === undefined) return known;
    return {
      global: name,
      call: (...args) =>
        args.some((arg) => arg instanceof OpaqueObject) ? new OpaqueObject(name, 'call') : call(...args),
    };
  }

  override persistent(id: unknown): Storage | OpaqueObject {
    const [kind, type] = Array.isArray(id) ? (id as unknown[]) : [];
    return kind === 'storage' && STORAGE_TYPES[nameOf(type)] !== undefined
      ? super.persistent(id)
      : new OpaqueObject('a reference', 'instance');
  }
}

const CALLS: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
  'collections.OrderedDict': orderedDict,
  'torch._utils._rebuild_tensor': rebuildTensor,
  'torch._utils._rebuild_tensor_v2': (storage, offset, shape, strides, _grad, _hooks, metadata) => {
    if (metadata instanceof Map && metadata.size > 0)
      throw invalidTorch('a tensor is conjugated or negated when it is read, which Pairlens does not do');
    return rebuildTensor(storage, offset, shape, strides);
  },
  'torch._utils._rebuild_tensor_v3': (storage, offset, shape, strides, _grad, _hooks, dtype) =>
    rebuildTensor(storage, offset, shape, strides, dtype),
  'torch._utils._rebuild_parameter': (data) => {
    if (!isTensorView(data)) throw invalidTorch(`a parameter is ${describeValue(data)}, not a tensor`);
    return data;
  },
};

/** Python 2 gives the items along; Python 3 sets them afterwards. */
function orderedDict(items?: unknown): Map<unknown, unknown> {
  if (items === undefined) return new Map();
  if (!Array.isArray(items)) throw invalidTorch(`an OrderedDict is made of ${describeValue(items)}`);
  return new Map(
    items.map((item: unknown): [unknown, unknown] => {
      if (!Array.isArray(item) || item.length !== 2)
        throw invalidTorch('an OrderedDict is made of what are no pairs');
      return [item[0], item[1]];
    }),
  );
}

function rebuildTensor(
  storage: unknown,
  offset: unknown,
  shape: unknown,
  strides: unknown,
  dtype?: unknown,
): TensorView {
  if (!isStorage(storage)) throw invalidTorch(`a tensor lies in ${describeValue(storage)}, not in a storage`);
  if (!isCount(offset) || !isCounts(shape) || !isCounts(strides) || shape.length !== strides.length)
    throw invalidTorch(`a tensor in storage "${storage.key}" has no valid shape, strides and offset`);
  const type = dtype === undefined ? storage.dtype : DTYPES[nameOf(dtype)];
  if (type === undefined) throw invalidTorch(`a tensor is of type ${describeValue(dtype)}`);
  return { storage, dtype: type, shape, strides, offset };
}

function nameOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'global' in value ? String(value.global) : '';
}

function isStorage(value: unknown): value is Storage {
  return typeof value === 'object' && value !== null && 'key' in value && 'elements' in value;
}

export function isTensorView(value: unknown): value is TensorView {
  return typeof value === 'object' && value !== null && 'storage' in value && 'strides' in value;
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length <= MAX_DIMENSIONS && value.every(isCount);
}

/**
 * The tensors of an unpickled state_dict, and where in the file they lie.
 * @param places of the storages, by key
 * @throws CoreError CHECKPOINT_INVALID when it is none, or when a tensor reaches out of its storage
 */
export function placeTensors(
  stateDict: unknown,
  places: ReadonlyMap<string, StoragePlace>,
): Map<string, TensorEntry> {
  if (!(stateDict instanceof Map))
    throw invalidTorch(`it holds ${describeValue(stateDict)}, not a state_dict of names and tensors`);
  const tensors = new Map<string, TensorEntry>();
  for (const [name, value] of stateDict as Map<unknown, unknown>) {
    if (typeof name !== 'string') throw invalidTorch(`a tensor is named ${describeValue(name)}`);
    if (!isTensorView(value))
      throw invalidTorch(`"${name}" is ${describeValue(value)}, not a tensor`, { tensor: name });
    tensors.set(name, placeTensor(name, value, places.get(value.storage.key)));
  }
  return tensors;
}

function placeTensor(name: string, view: TensorView, place: StoragePlace | undefined): TensorEntry {
  const { storage, dtype, shape, strides } = view;
  const refuse = (problem: string) => invalidTorch(`tensor "${name}" ${problem}`, { tensor: name });
  if (!place) throw refuse(`lies in storage "${storage.key}", which is not in the file`);

  const size = ELEMENT_SIZES[dtype];
  const origin = place.begin + storage.offset * ELEMENT_SIZES[storage.dtype];
  // A tensor without elements takes no room, wherever it says that it is.
  if (shape.includes(0)) return { dtype, shape, begin: origin, end: origin };

  const room = Math.floor((storage.length * ELEMENT_SIZES[storage.dtype]) / size);
  const count = shape.reduce((product, length) => product * length, 1);
  const past = shape.reduce((at, length, axis) => at + (length - 1) * (strides[axis] ?? 0), view.offset) + 1;
  if (past > room)
    throw refuse(`[${shape.join(', ')}] ends at element ${past} of a storage that has ${room}`);
  if (count > room) throw refuse(`[${shape.join(', ')}] repeats the ${room} elements of its storage`);
  const entry = { dtype, shape, begin: origin + view.offset * size, end: origin + past * size };
  return isRowMajor(shape, strides) ? entry : { ...entry, strides };
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] ?? 1;
    // Along an axis of one element nobody steps.
    if (length !== 1 && strides[axis] !== expected) return false;
    expected *= length;
  }
  return true;
}
