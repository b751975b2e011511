/**
 * The safetensors format: 8 bytes with the length N of the header (unsigned, little-endian), N bytes of JSON naming
 * each tensor's type, shape and place, then the tensors' bytes, little-endian, row-major, without gaps.
 *
 * A file is not believed: every claim of the header is checked before anything is allocated or read by it, and a
 * claim that does not hold is a CoreError CHECKPOINT_INVALID that names the tensor and the value.
 */
import { CoreError, messageOf } from '../errors.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';
import { ELEMENT_SIZES, isElementType, isFloatType, toFloat32 } from './float-types.ts';
import type { TensorEntry } from './tensor-index.ts';

/** What the reference implementation allows, too: a header of this size lists about a million tensors. */
const MAX_HEADER_BYTES = 100_000_000;
const PREFIX_BYTES = 8;

export interface SafetensorsHeader {
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Float32 values, row-major; `data.length` is the product of `shape`. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

function invalid(message: string, details: Record<string, unknown> = {}): CoreError {
  return new CoreError('CHECKPOINT_INVALID', `safetensors: ${message}`, details);
}

/**
 * Length of the JSON header, from the first 8 bytes of a file of `fileBytes` bytes.
 * @throws CoreError CHECKPOINT_INVALID when the file cannot hold such a header
 */
export function safetensorsHeaderLength(prefix: Uint8Array, fileBytes: number): number {
  if (prefix.byteLength < PREFIX_BYTES)
    throw invalid(`the file ends after ${fileBytes} bytes, inside the length of its header`);
  const claimed = new DataView(prefix.buffer, prefix.byteOffset, PREFIX_BYTES).getBigUint64(0, true);
  const room = fileBytes - PREFIX_BYTES;
  if (claimed > BigInt(room))
    throw invalid(`the header claims ${claimed} bytes, but the file has ${room} after its length`);
  if (claimed > BigInt(MAX_HEADER_BYTES))
    throw invalid(`the header claims ${claimed} bytes; at most ${MAX_HEADER_BYTES} are allowed`);
  return Number(claimed);
}

/**
 * Reads and checks the header.
 * @param bytes at least the 8 bytes of length and the header; the whole file will do
 * @param fileBytes length of the whole file, where `bytes` is only its beginning
 * @throws CoreError CHECKPOINT_INVALID
 */
export function parseSafetensorsHeader(bytes: Uint8Array, fileBytes = bytes.byteLength): SafetensorsHeader {
  const headerLength = safetensorsHeaderLength(bytes, fileBytes);
  const dataStart = PREFIX_BYTES + headerLength;
  if (bytes.byteLength < dataStart)
    throw invalid(
      `the header has ${headerLength} bytes, of which ${bytes.byteLength - PREFIX_BYTES} are there`,
    );

  const header = parseJsonObject(bytes.subarray(PREFIX_BYTES, dataStart));
  const metadata = parseMetadata(header['__metadata__']);
  const tensors = new Map<string, TensorEntry>();
  for (const [name, value] of Object.entries(header))
    if (name !== '__metadata__') tensors.set(name, parseEntry(name, value, dataStart));
  checkPlaces(tensors, dataStart, fileBytes);
  return { tensors, metadata };
}

function parseJsonObject(bytes: Uint8Array): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(decodeUtf8(bytes));
  } catch (error) {
    throw invalid(`the header is not JSON (${messageOf(error)})`);
  }
  if (!isRecord(parsed)) throw invalid('the header is not a JSON object');
  return parsed;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseMetadata(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value)) throw invalid('__metadata__ is not an object');
  return Object.fromEntries(
    Object.entries(value).map(([key, text]) => {
      if (typeof text !== 'string') throw invalid(`__metadata__ "${key}" is not a string`);
      return [key, text];
    }),
  );
}

function parseEntry(name: string, value: unknown, dataStart: number): TensorEntry {
  if (!isRecord(value)) throw invalid(`tensor "${name}": its entry is not an object`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isElementType(dtype)) throw invalid(`tensor "${name}": unknown dtype ${JSON.stringify(dtype)}`);
  if (!isListOfSizes(shape)) throw invalid(`tensor "${name}": invalid shape ${JSON.stringify(shape)}`);
  if (!isListOfSizes(offsets))
    throw invalid(`tensor "${name}": invalid data_offsets ${JSON.stringify(offsets)}`);
  const [begin, end, ...more] = offsets;
  if (begin === undefined || end === undefined || more.length > 0 || begin > end)
    throw invalid(`tensor "${name}": invalid data_offsets ${JSON.stringify(offsets)}`);
  const needed = shape.reduce((product, size) => product * size, ELEMENT_SIZES[dtype]);
  if (needed !== end - begin)
    throw invalid(
      `tensor "${name}": ${dtype} [${shape.join(', ')}] takes ${needed} bytes, its place has ${end - begin}`,
    );
  return { dtype, shape, begin: dataStart + begin, end: dataStart + end };
}

function isListOfSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** Tensors must follow each other without gap or overlap, and end where the file ends. */
function checkPlaces(tensors: ReadonlyMap<string, TensorEntry>, dataStart: number, fileBytes: number): void {
  const inOrder = [...tensors].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  let reached = dataStart;
  for (const [name, { begin, end }] of inOrder) {
    if (begin < reached) throw invalid(`tensor "${name}" overlaps the one before it`, { tensor: name });
    if (begin > reached)
      throw invalid(`${begin - reached} bytes before tensor "${name}" belong to no tensor`);
    if (end > fileBytes)
      throw invalid(`tensor "${name}" ends at byte ${end}, but the file has ${fileBytes}`, { tensor: name });
    reached = end;
  }
  if (reached !== fileBytes) throw invalid(`${fileBytes - reached} bytes at the end belong to no tensor`);
}

/**
 * Every tensor of a file that is in memory, floating-point types as float32.
 * @throws CoreError CHECKPOINT_INVALID, also for a tensor of whole numbers
 */
export function readSafetensors(bytes: Uint8Array): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape, begin, end }] of parseSafetensorsHeader(bytes).tensors) {
    if (!isFloatType(dtype)) throw invalid(`tensor "${name}" is ${dtype}, not floating-point`);
    tensors.set(name, { shape, data: toFloat32(dtype, bytes.subarray(begin, end)) });
  }
  return tensors;
}

/** As it is written: float32, float64 or int32. */
export interface WrittenTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}

function dtypeOf(data: WrittenTensor['data']): 'F32' | 'F64' | 'I32' {
  if (data instanceof Float32Array) return 'F32';
  return data instanceof Float64Array ? 'F64' : 'I32';
}

/** A tensor that is still to be written. */
interface TensorToWrite {
  readonly dtype: 'F32' | 'F64' | 'I32';
  readonly shape: readonly number[];
}

/**
 * What stands before the data of a file with these tensors, in the order given: their bytes follow one another.
 * @param metadata texts by name
 */
export function safetensorsHead(
  tensors: Iterable<readonly [name: string, TensorToWrite]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const entries: [string, unknown][] = Object.keys(metadata).length > 0 ? [['__metadata__', metadata]] : [];
  let begin = 0;
  for (const [name, { dtype, shape }] of tensors) {
    const end = begin + shape.reduce((product, size) => product * size, ELEMENT_SIZES[dtype]);
    entries.push([name, { dtype, shape, data_offsets: [begin, end] }]);
    begin = end;
  }
  const json = encodeUtf8(JSON.stringify(Object.fromEntries(entries)));
  // Spaces after the JSON put the data at a multiple of 8, as the reference implementation does.
  const length = Math.ceil(json.length / 8) * 8;
  const head = new Uint8Array(PREFIX_BYTES + length).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(length), true);
  head.set(json, PREFIX_BYTES);
  return head;
}

/**
 * The bytes of a file with these tensors, in the order given.
 * @throws CoreError INPUT_INVALID when a tensor does not have as many values as its shape says
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, WrittenTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  let dataBytes = 0;
  for (const [name, { shape, data }] of tensors) {
    const count = shape.reduce((product, size) => product * size, 1);
    if (count !== data.length)
      throw new CoreError(
        'INPUT_INVALID',
        `tensor "${name}": ${data.length} values for shape [${shape.join(', ')}]`,
      );
    dataBytes += data.byteLength;
  }
  const head = safetensorsHead(
    [...tensors].map(([name, { shape, data }]) => [name, { dtype: dtypeOf(data), shape }]),
    metadata,
  );
  const bytes = new Uint8Array(head.length + dataBytes);
  bytes.set(head);
  let at = head.length;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}
