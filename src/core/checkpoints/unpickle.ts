/**
 * Reads the pickles that torch.save writes of a state_dict, and nothing more. A pickle is a program for a small stack
 * machine that may ask for any function of Python to be called. This machine knows the opcodes that such a pickle is
 * made of; it looks nothing up and calls nothing by itself: what a name stands for, and what calling it gives, is said
 * by {@link PickleMeaning}, and a name or an opcode that is not known ends the reading with an error that names it.
 *
 * Lists and tuples come out as arrays (tuples frozen), dicts as Maps. The format is that of Python's pickletools.
 */
import { CoreError, messageOf } from '../errors.ts';
import { decodeUtf8 } from '../utf8.ts';

/** Something of Python that a pickle may name: `call` is what it gives for these arguments, where it can be called. */
export interface PickleGlobal {
  readonly global: string;
  readonly call?: (...args: readonly unknown[]) => unknown;
}

export interface PickleMeaning {
  /** What `module.name` stands for; undefined where a pickle has no business with it. */
  global(name: string): PickleGlobal | undefined;
  /** The object outside of the pickle that this id stands for. */
  persistent(id: unknown): unknown;
}

/**
 * Something that a pickle makes of a name that is not known: what is known of it is the name, and whether it is an instance of a
 * class or what some function would give. Nothing was called for it.
 */
export class OpaqueObject {
  readonly name: string;
  readonly made: 'named' | 'instance' | 'call';

  constructor(name: string, made: 'named' | 'instance' | 'call') {
    this.name = name;
    this.made = made;
  }
}

/** The bytes end inside the pickle: there may be more of them. */
export class PickleTruncated extends CoreError {
  constructor(byteLength: number) {
    super('CHECKPOINT_INVALID', `pickle: the file ends after ${byteLength} bytes, inside the pickle`);
  }
}

/**
 * Containers made, objects remembered and list items copied, all together: a tensor takes less than twenty, so this is
 * room for tens of thousands of tensors, and for a few hundred megabytes at the very most.
 */
const MAX_OBJECTS = 1_000_000;

const MARK = Symbol('mark');

/**
 * The object pickled at `start`.
 * @returns the object, and where the pickle ends
 * @throws PickleTruncated; CoreError CHECKPOINT_INVALID naming the opcode or the global that is refused
 */
export function unpickle(
  bytes: Uint8Array,
  start: number,
  meaning: PickleMeaning,
): { value: unknown; end: number } {
  return new Machine(bytes, start, meaning, OPERATIONS).run();
}

/**
 * As {@link unpickle}, of a pickle that may hold anything beside what is wanted of it: what is made of names that are not
 * known comes out as an {@link OpaqueObject}, and nothing is called for it either.
 * @throws PickleTruncated; CoreError CHECKPOINT_INVALID
 */
export function unpickleAround(
  bytes: Uint8Array,
  start: number,
  meaning: PickleMeaning,
): { value: unknown; end: number } {
  return new Machine(bytes, start, meaning, { ...OPERATIONS, ...FURTHER_OPERATIONS }).run();
}

export function invalidPickle(message: string): CoreError {
  return new CoreError('CHECKPOINT_INVALID', `pickle: ${message}`);
}

type Operations = Readonly<Record<number, (machine: Machine) => void>>;

class Machine {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #meaning: PickleMeaning;
  readonly #stack: unknown[] = [];
  /** Where in the stack the marks are. */
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, unknown>();
  readonly #operations: Operations;
  #at: number;
  #objects = 0;

  constructor(bytes: Uint8Array, start: number, meaning: PickleMeaning, operations: Operations) {
    this.#operations = operations;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = start;
    this.#meaning = meaning;
  }

  run(): { value: unknown; end: number } {
    for (;;) {
      const at = this.#at;
      const opcode = this.#uint8();
      if (opcode === STOP) {
        const value = this.#pop();
        if (this.#stack.length > 0) throw invalidPickle(`${this.#stack.length} objects are left over`);
        return { value, end: this.#at };
      }
      const operation = this.#operations[opcode];
      if (!operation)
        throw invalidPickle(`opcode ${opcodeName(opcode)} at byte ${at} is none that a state_dict needs`);
      operation(this);
    }
  }

  static readonly operations: Operations = {
    // PROTO, FRAME: nothing depends on them
    0x80: (m) => m.#take(1),
    0x95: (m) => m.#take(8),
    // (  MARK
    0x28: (m) => {
      m.#marks.push(m.#stack.length);
      m.#stack.push(MARK);
    },
    // N  NONE, NEWTRUE, NEWFALSE
    0x4e: (m) => m.#stack.push(null),
    0x88: (m) => m.#stack.push(true),
    0x89: (m) => m.#stack.push(false),
    // J  BININT, K  BININT1, M  BININT2, LONG1
    0x4a: (m) => m.#stack.push(m.#view.getInt32(m.#take(4), true)),
    0x4b: (m) => m.#stack.push(m.#uint8()),
    0x4d: (m) => m.#stack.push(m.#view.getUint16(m.#take(2), true)),
    0x8a: (m) => m.#stack.push(m.#long()),
    // X  BINUNICODE, SHORT_BINUNICODE, U  SHORT_BINSTRING (how Python 2 wrote its strings)
    0x58: (m) => m.#stack.push(m.#text(m.#uint32())),
    0x8c: (m) => m.#stack.push(m.#text(m.#uint8())),
    0x55: (m) => m.#stack.push(m.#text(m.#uint8())),
    // ]  EMPTY_LIST, a  APPEND, e  APPENDS
    0x5d: (m) => m.#make([]),
    0x61: (m) => m.#append([m.#pop()]),
    0x65: (m) => m.#append(m.#popToMark()),
    // )  EMPTY_TUPLE, t  TUPLE, TUPLE1 … TUPLE3
    0x29: (m) => m.#make(Object.freeze([])),
    0x74: (m) => m.#make(Object.freeze(m.#popToMark())),
    0x85: (m) => m.#tuple(1),
    0x86: (m) => m.#tuple(2),
    0x87: (m) => m.#tuple(3),
    // }  EMPTY_DICT, s  SETITEM, u  SETITEMS
    0x7d: (m) => m.#make(new Map()),
    0x73: (m) => {
      const value = m.#pop();
      m.#setItems([m.#pop(), value]);
    },
    0x75: (m) => m.#setItems(m.#popToMark()),
    // q  BINPUT, r  LONG_BINPUT, MEMOIZE, h  BINGET, j  LONG_BINGET
    0x71: (m) => m.#remember(m.#uint8()),
    0x72: (m) => m.#remember(m.#uint32()),
    0x94: (m) => m.#remember(m.#memo.size),
    0x68: (m) => m.#recall(m.#uint8()),
    0x6a: (m) => m.#recall(m.#uint32()),
    // c  GLOBAL, STACK_GLOBAL, R  REDUCE, b  BUILD, Q  BINPERSID
    0x63: (m) => m.#global(m.#line(), m.#line()),
    0x93: (m) => {
      const name = m.#pop();
      m.#global(m.#pop(), name);
    },
    0x52: (m) => m.#reduce(),
    0x62: (m) => m.#build(),
    0x51: (m) => m.#stack.push(m.#meaning.persistent(m.#pop())),
  };

  /** What a pickle needs that holds more than a state_dict: numbers, bytes, sets and objects of any class. */
  static readonly furtherOperations: Operations = {
    // G  BINFLOAT, LONG4
    0x47: (m) => m.#stack.push(m.#view.getFloat64(m.#take(8))),
    0x8b: (m) => m.#opaque('int', m.#uint32()),
    // B  BINBYTES, C  SHORT_BINBYTES, BINBYTES8, BYTEARRAY8, BINUNICODE8
    0x42: (m) => m.#opaque('bytes', m.#uint32()),
    0x43: (m) => m.#opaque('bytes', m.#uint8()),
    0x8e: (m) => m.#opaque('bytes', m.#uint64()),
    0x96: (m) => m.#opaque('bytearray', m.#uint64()),
    0x8d: (m) => m.#stack.push(m.#text(m.#uint64())),
    // EMPTY_SET, ADDITEMS, FROZENSET, l  LIST, d  DICT
    0x8f: (m) => m.#make(new OpaqueObject('set', 'instance')),
    0x90: (m) => void m.#popToMark(),
    0x91: (m) => {
      m.#popToMark();
      m.#make(new OpaqueObject('frozenset', 'instance'));
    },
    0x6c: (m) => m.#make(m.#popToMark()),
    0x64: (m) => {
      const items = m.#popToMark();
      m.#make(new Map());
      m.#setItems(items);
    },
    // 0  POP, 1  POP_MARK, 2  DUP
    0x30: (m) => void m.#pop(),
    0x31: (m) => void m.#popToMark(),
    0x32: (m) => m.#stack.push(m.#top()),
    // c  GLOBAL, STACK_GLOBAL, R  REDUCE, NEWOBJ, NEWOBJ_EX, b  BUILD
    0x63: (m) => m.#globalOrOpaque(m.#line(), m.#line()),
    0x93: (m) => {
      const name = m.#pop();
      m.#globalOrOpaque(m.#pop(), name);
    },
    0x52: (m) => {
      const args = m.#pop();
      const callee = m.#pop();
      if (callee instanceof OpaqueObject) return m.#make(new OpaqueObject(callee.name, 'call'));
      m.#stack.push(callee, args);
      m.#reduce();
    },
    0x81: (m) => {
      m.#pop();
      m.#make(new OpaqueObject(nameOfClass(m.#pop()), 'instance'));
    },
    0x92: (m) => {
      m.#pop();
      m.#pop();
      m.#make(new OpaqueObject(nameOfClass(m.#pop()), 'instance'));
    },
    0x62: (m) => void m.#pop(),
    // s  SETITEM, u  SETITEMS, a  APPEND, e  APPENDS: also to objects of a class that is not known
    0x73: (m) => {
      const value = m.#pop();
      const key = m.#pop();
      if (!(m.#top() instanceof OpaqueObject)) m.#setItems([key, value]);
    },
    0x75: (m) => {
      const items = m.#popToMark();
      if (!(m.#top() instanceof OpaqueObject)) m.#setItems(items);
    },
    0x61: (m) => {
      const item = m.#pop();
      if (!(m.#top() instanceof OpaqueObject)) m.#append([item]);
    },
    0x65: (m) => {
      const items = m.#popToMark();
      if (!(m.#top() instanceof OpaqueObject)) m.#append(items);
    },
  };

  /** Steps over the next `length` bytes, and returns where they begin. */
  #take(length: number): number {
    const at = this.#at;
    if (length > this.#bytes.byteLength - at) throw new PickleTruncated(this.#bytes.byteLength);
    this.#at += length;
    return at;
  }

  #uint8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  #uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  #uint64(): number {
    return Number(this.#view.getBigUint64(this.#take(8), true));
  }

  /** Steps over bytes that mean nothing here. */
  #opaque(name: string, length: number): void {
    this.#take(length);
    this.#make(new OpaqueObject(name, 'instance'));
  }

  #globalOrOpaque(module: unknown, attribute: unknown): void {
    const name = `${String(module)}.${String(attribute)}`;
    if (typeof module === 'string' && typeof attribute === 'string' && !this.#meaning.global(name))
      this.#make(new OpaqueObject(name.slice(0, MAX_NAME), 'named'));
    else this.#global(module, attribute);
  }

  /** LONG1: a little-endian two's complement number of any length. A number where it is a safe one, else a bigint. */
  #long(): number | bigint {
    const length = this.#uint8();
    const at = this.#take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#view.getUint8(at + i));
    value = BigInt.asIntN(8 * length, value);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }

  #text(length: number): string {
    const at = this.#take(length);
    return this.#decode(at, at + length);
  }

  #decode(begin: number, end: number): string {
    try {
      return decodeUtf8(this.#bytes.subarray(begin, end));
    } catch (error) {
      throw invalidPickle(`the text at byte ${begin} is not UTF-8 (${messageOf(error)})`);
    }
  }

  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end < 0) throw new PickleTruncated(this.#bytes.byteLength);
    const text = this.#decode(this.#at, end);
    this.#at = end + 1;
    return text;
  }

  #pop(): unknown {
    const value = this.#top();
    this.#stack.pop();
    return value;
  }

  #top(): unknown {
    const value = this.#stack.at(-1);
    if (this.#stack.length === 0 || value === MARK) throw invalidPickle('an opcode lacks its operand');
    return value;
  }

  #popToMark(): unknown[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw invalidPickle('an opcode lacks its mark');
    const items = this.#stack.splice(mark + 1);
    this.#stack.pop();
    return items;
  }

  #tuple(length: number): void {
    const items = Array.from({ length }, () => this.#pop()).reverse();
    this.#make(Object.freeze(items));
  }

  #make(container: unknown): void {
    this.#count(1);
    this.#stack.push(container);
  }

  #count(objects: number): void {
    this.#objects += objects;
    if (this.#objects > MAX_OBJECTS)
      throw invalidPickle(`it makes more than ${MAX_OBJECTS} objects, which no state_dict does`);
  }

  #append(items: readonly unknown[]): void {
    const list = this.#top();
    if (!Array.isArray(list) || Object.isFrozen(list)) throw invalidPickle('an item is added to no list');
    for (const item of items) list.push(item);
  }

  #setItems(keysAndValues: readonly unknown[]): void {
    const dict = this.#top();
    if (!(dict instanceof Map)) throw invalidPickle('a key is set in no dict');
    if (keysAndValues.length % 2 !== 0) throw invalidPickle('a key lacks its value');
    for (let i = 0; i < keysAndValues.length; i += 2) dict.set(keysAndValues[i], keysAndValues[i + 1]);
  }

  #remember(key: number): void {
    this.#count(1);
    this.#memo.set(key, this.#top());
  }

  #recall(key: number): void {
    if (!this.#memo.has(key)) throw invalidPickle(`memo ${key} is empty`);
    this.#stack.push(this.#memo.get(key));
  }

  #global(module: unknown, attribute: unknown): void {
    if (typeof module !== 'string' || typeof attribute !== 'string')
      throw invalidPickle(`${describeValue(module)}.${describeValue(attribute)} is no name`);
    const name = `${module}.${attribute}`;
    const known = this.#meaning.global(name);
    if (!known)
      throw invalidPickle(
        `it names ${JSON.stringify(name.slice(0, MAX_NAME))}, which no state_dict needs; nothing was executed`,
      );
    this.#stack.push(known);
  }

  #reduce(): void {
    const args = this.#pop();
    const callee = this.#pop();
    if (!isGlobal(callee) || !callee.call || !Array.isArray(args))
      throw invalidPickle(`${describeValue(callee)} cannot be called`);
    // A small file could hand one long list to many calls: its items are counted at each of them.
    this.#count(1);
    for (const list of args) if (Array.isArray(list)) this.#count(list.length);
    this.#stack.push(callee.call(...(args as unknown[]).slice(0, MAX_ARGUMENTS)));
  }

  /** Torch hangs `_metadata` on the OrderedDict of a state_dict; there is nothing in it that a tensor needs. */
  #build(): void {
    const state = this.#pop();
    const target = this.#top();
    if (!(target instanceof Map) || !(state instanceof Map))
      throw invalidPickle(`attributes are set on ${describeValue(target)}`);
  }
}

/** The longest argument list of what a state_dict calls has 8. */
const MAX_ARGUMENTS = 16;
const STOP = 0x2e;
const MAX_NAME = 200;
const OPERATIONS = Machine.operations;
const FURTHER_OPERATIONS = Machine.furtherOperations;

function nameOfClass(value: unknown): string {
  if (value instanceof OpaqueObject) return value.name;
  return isGlobal(value) ? value.global : 'an object';
}

function isGlobal(value: unknown): value is PickleGlobal {
  return typeof value === 'object' && value !== null && 'global' in value;
}

/** A few words for an object of a pickle. */
export function describeValue(value: unknown): string {
  if (value === null) return 'None';
  if (Array.isArray(value)) return Object.isFrozen(value) ? 'a tuple' : 'a list';
  if (value instanceof Map) return 'a dict';
  if (value instanceof OpaqueObject) return `an object (${value.name})`;
  if (isGlobal(value)) return value.global;
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  return 'an object';
}

/** Of the opcodes that are refused, so that a person can look them up. */
const REFUSED_OPCODES: Readonly<Record<number, string>> = {
  0x30: 'POP',
  0x31: 'POP_MARK',
  0x32: 'DUP',
  0x42: 'BINBYTES',
  0x43: 'SHORT_BINBYTES',
  0x46: 'FLOAT',
  0x47: 'BINFLOAT',
  0x49: 'INT',
  0x4c: 'LONG',
  0x50: 'PERSID',
  0x53: 'STRING',
  0x54: 'BINSTRING',
  0x56: 'UNICODE',
  0x64: 'DICT',
  0x67: 'GET',
  0x69: 'INST',
  0x6c: 'LIST',
  0x6f: 'OBJ',
  0x70: 'PUT',
  0x81: 'NEWOBJ',
  0x82: 'EXT1',
  0x83: 'EXT2',
  0x84: 'EXT4',
  0x8b: 'LONG4',
  0x8d: 'BINUNICODE8',
  0x8e: 'BINBYTES8',
  0x8f: 'EMPTY_SET',
  0x90: 'ADDITEMS',
  0x91: 'FROZENSET',
  0x92: 'NEWOBJ_EX',
  0x96: 'BYTEARRAY8',
  0x97: 'NEXT_BUFFER',
  0x98: 'READONLY_BUFFER',
};

function opcodeName(opcode: number): string {
  return REFUSED_OPCODES[opcode] ?? `0x${opcode.toString(16).padStart(2, '0')}`;
}
