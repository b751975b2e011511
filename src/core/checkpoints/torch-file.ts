/**
 * The two forms of file that torch.save writes: since torch 1.6 a zip archive of stored entries (`data.pkl`, and
 * `data/<key>` for each storage), before that a stream of pickles (a magic number, a protocol version, what machine
 * wrote it, the state_dict, the keys of its storages) and then the storages, each after its number of elements.
 * Everything is little-endian.
 */
import { decodeUtf8 } from '../utf8.ts';
import { ELEMENT_SIZES } from './float-types.ts';
import type { TensorEntry } from './tensor-index.ts';
import {
  invalidTorch,
  isCount,
  placeTensors,
  StateDictMeaning,
  type StoragePlace,
} from './torch-state-dict.ts';
import { unpickleWeights } from './training-checkpoint.ts';
import { describeValue, unpickle } from './unpickle.ts';

/** A pickle of a state_dict takes some 150 bytes a tensor; this is room for tens of thousands. */
export const MAX_PICKLE_BYTES = 8 << 20;

const LEGACY_MAGIC = 0x1950a86a20f9469cfc6cn;
/** PROTO 2, LONG1 of 10 bytes, the magic number. */
const LEGACY_BEGINNING = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
const LEGACY_PROTOCOL = 1001;
const ZIP_BEGINNING = [0x50, 0x4b];
/** Before each storage of the legacy format: how many elements it has. */
const COUNT_BYTES = 8;

/** Which form a file has, from its first bytes. */
export function torchFormat(beginning: Uint8Array): 'zip' | 'legacy' | null {
  const beginsWith = (signature: readonly number[]) => signature.every((byte, at) => beginning[at] === byte);
  if (beginsWith(ZIP_BEGINNING)) return 'zip';
  return beginsWith(LEGACY_BEGINNING) ? 'legacy' : null;
}

/** An entry of the zip archive, and where its bytes are in the file. */
export interface ArchiveEntry extends StoragePlace {
  readonly name: string;
  /** Its size when unpacked, where it is compressed or encrypted; null where it is stored as it is. */
  readonly unpackedBytes: number | null;
}

/** The entries that matter, with the folder of the archive taken off: data.pkl, byteorder, data/<key>. */
export interface TorchArchive {
  readonly pickle: ArchiveEntry;
  readonly byteOrder: ArchiveEntry | null;
  /** By key. */
  readonly storages: ReadonlyMap<string, ArchiveEntry>;
}

/**
 * What the entries of a zip archive are.
 * @throws CoreError CHECKPOINT_INVALID when it is no archive of torch.save: one that is compressed, for one, may be a
 *   zip bomb; or when its pickle is absurdly large
 */
export function torchArchive(entries: readonly ArchiveEntry[]): TorchArchive {
  const pickle = entries.find(({ name }) => /^(?:[^/]+\/)?data\.pkl$/.test(name));
  if (!pickle) throw invalidTorch('the zip archive has no data.pkl');
  const folder = pickle.name.slice(0, -'data.pkl'.length);
  const named = new Map(entries.map((entry) => [entry.name, entry]));
  if (named.has(`${folder}constants.pkl`))
    throw invalidTorch('it is a TorchScript program (it has constants.pkl), not a state_dict');
  for (const { name, begin, end, unpackedBytes } of entries)
    if (unpackedBytes !== null)
      throw invalidTorch(
        `${name} is compressed or encrypted, ${end - begin} bytes for ${unpackedBytes}; torch stores its entries as they are`,
      );
  if (pickle.end - pickle.begin > MAX_PICKLE_BYTES)
    throw invalidTorch(
      `${pickle.name} has ${pickle.end - pickle.begin} bytes; at most ${MAX_PICKLE_BYTES} are read`,
    );
  const prefix = `${folder}data/`;
  const storages = new Map(
    entries
      .filter(({ name }) => name.startsWith(prefix))
      .map((entry) => [entry.name.slice(prefix.length), entry]),
  );
  return { pickle, byteOrder: named.get(`${folder}byteorder`) ?? null, storages };
}

/**
 * Where the tensors of a zip archive lie.
 * @param pickle the bytes of data.pkl
 * @param byteOrder those of the entry of that name; null for the archives of torch < 2, which are little-endian
 * @throws CoreError CHECKPOINT_INVALID
 */
export function parseTorchArchive(
  archive: TorchArchive,
  pickle: Uint8Array,
  byteOrder: Uint8Array | null,
): Map<string, TensorEntry> {
  if (byteOrder !== null && !isLittle(byteOrder))
    throw invalidTorch('its byteorder is not "little"; only that is read');
  const { stateDict, meaning } = unpickleWeights(pickle, 0);
  for (const [key, { dtype, elements }] of meaning.storages) {
    const entry = archive.storages.get(key);
    if (!entry) throw invalidTorch(`storage "${key}" is not in the archive`);
    const [needed, there] = [elements * ELEMENT_SIZES[dtype], entry.end - entry.begin];
    if (needed !== there)
      throw invalidTorch(`${entry.name} has ${there} bytes, but ${elements} × ${dtype} take ${needed}`);
  }
  return placeTensors(stateDict, archive.storages);
}

function isLittle(byteOrder: Uint8Array): boolean {
  try {
    return decodeUtf8(byteOrder).trim() === 'little';
  } catch {
    // Bytes that are no text are no "little" either.
    return false;
  }
}

/** A storage's number of elements, as 8 bytes at `position` must say it. */
export interface ExpectedCount {
  readonly key: string;
  readonly position: number;
  readonly elements: number;
}

export interface LegacyTorchFile {
  readonly tensors: Map<string, TensorEntry>;
  /** To be compared with the file, by {@link checkCount}. */
  readonly counts: readonly ExpectedCount[];
}

/**
 * Where the tensors of a legacy file lie.
 * @param bytes its beginning, at least up to where the storages begin
 * @param fileBytes length of the whole file
 * @throws PickleTruncated when `bytes` ends too early; CoreError CHECKPOINT_INVALID
 */
export function parseLegacyTorchFile(bytes: Uint8Array, fileBytes: number): LegacyTorchFile {
  let at = 0;
  const next = () => {
    const { value, end } = unpickle(bytes, at, new StateDictMeaning());
    at = end;
    return value;
  };
  if (next() !== LEGACY_MAGIC) throw invalidTorch('the magic number is another');
  const protocol = next();
  if (protocol !== LEGACY_PROTOCOL)
    throw invalidTorch(`the legacy format has protocol ${describeValue(protocol)}, not ${LEGACY_PROTOCOL}`);
  next(); // Sizes of the C types of the machine that wrote it.
  const { stateDict, meaning, end: keysBegin } = unpickleWeights(bytes, at);
  at = keysBegin;
  const keys = next();

  const counts: ExpectedCount[] = [];
  const places = new Map<string, StoragePlace>();
  for (const key of Array.isArray(keys) ? (keys as unknown[]) : []) {
    const storage = typeof key === 'string' ? meaning.storages.get(key) : undefined;
    if (typeof key !== 'string' || !storage || places.has(key))
      throw invalidTorch(`the list of storages has ${describeValue(key)}, which is none`);
    const begin = at + COUNT_BYTES;
    const end = begin + storage.elements * ELEMENT_SIZES[storage.dtype];
    counts.push({ key, position: at, elements: storage.elements });
    places.set(key, { begin, end });
    at = end;
  }
  if (at !== fileBytes) throw invalidTorch(`its storages end at byte ${at}, but the file has ${fileBytes}`);
  return { tensors: placeTensors(stateDict, places), counts };
}

/** @throws CoreError CHECKPOINT_INVALID when the 8 bytes before a storage do not say what its type says */
export function checkCount({ key, elements }: ExpectedCount, bytes: Uint8Array): void {
  const there = Number(new DataView(bytes.buffer, bytes.byteOffset, COUNT_BYTES).getBigInt64(0, true));
  if (!isCount(there) || there !== elements)
    throw invalidTorch(`storage "${key}" has ${there} elements in the file, and ${elements} by its type`);
}
