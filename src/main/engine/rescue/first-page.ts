/**
 * Makes the first page of a store anew, in a copy of it: the header, from what all stores have in common, and where it is
 * gone the root of the schema, from its leaves, which lie on other pages. The layout of pages is that of "Database File
 * Format" in SQLite's manual (fileformat2.html).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { APPLICATION_ID } from '../store/migrate.ts';

/** What SQLite uses unless told otherwise, and every store has. */
const PAGE = 4096;
const HEADER = 100;
const TABLE_INTERIOR = 0x05;
const TABLE_LEAF = 0x0d;
const MAGIC = 'SQLite format 3\0';

/** @param path of a copy, which nobody has open */
export function repairHeader(path: string): void {
  const content = wholePages(readFileSync(path));
  writeHeader(content);
  writeFileSync(path, content);
}

/** The same, with the root of the schema made of its leaves. @returns false where there are none */
export function repairSchemaRoot(path: string): boolean {
  const content = wholePages(readFileSync(path));
  const leaves = schemaLeaves(content);
  if (leaves.length === 0) return false;
  writeHeader(content);
  writeRoot(content, leaves);
  writeFileSync(path, content);
  return true;
}

/** A file that was cut off in the middle of a page is filled up to its end. */
function wholePages(content: Buffer): Buffer {
  const size = Math.max(2, Math.ceil(content.length / PAGE)) * PAGE;
  return content.length === size ? content : Buffer.concat([content, Buffer.alloc(size - content.length)]);
}

function writeHeader(content: Buffer): void {
  const version = content.readUInt32BE(60);
  content.fill(0, 0, HEADER);
  content.write(MAGIC, 0, 'latin1');
  content.writeUInt16BE(PAGE, 16);
  // A log beside it is found by itself.
  content.set([1, 1, 0, 64, 32, 32], 18);
  content.writeUInt32BE(1, 24);
  content.writeUInt32BE(content.length / PAGE, 28);
  content.writeUInt32BE(1, 40);
  content.writeUInt32BE(4, 44);
  // UTF-8
  content.writeUInt32BE(1, 56);
  content.writeUInt32BE(version, 60);
  content.writeUInt32BE(APPLICATION_ID, 68);
  content.writeUInt32BE(1, 92);
  content.writeUInt32BE(3_054_001, 96);
}

interface Leaf {
  readonly page: number;
  readonly lastId: number;
}

/** Pages whose rows are all of the schema's kind, by the ids of their rows; where two have the same ids, the first. */
function schemaLeaves(content: Buffer): Leaf[] {
  const leaves: (Leaf & { readonly firstId: number })[] = [];
  for (let page = 2; page <= content.length / PAGE; page++) {
    const ids = schemaRows(content.subarray((page - 1) * PAGE, page * PAGE));
    const [firstId] = ids;
    const lastId = ids.at(-1);
    if (firstId !== undefined && lastId !== undefined) leaves.push({ page, firstId, lastId });
  }
  leaves.sort((a, b) => a.firstId - b.firstId);
  return leaves.filter((leaf, index) => index === 0 || leaf.firstId > (leaves[index - 1]?.lastId ?? 0));
}

/** The ids of the rows of a page, or none when it is not a leaf of the schema. */
function schemaRows(page: Buffer): number[] {
  const cells = page.readUInt16BE(3);
  if (page[0] !== TABLE_LEAF || cells === 0 || 8 + 2 * cells > PAGE) return [];
  const ids: number[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const at = page.readUInt16BE(8 + 2 * cell);
    const size = varint(page, at);
    const id = varint(page, size.next);
    const header = varint(page, id.next);
    const first = varint(page, header.next);
    const kind = page.toString(
      'latin1',
      id.next + header.value,
      id.next + header.value + (first.value - 13) / 2,
    );
    if (kind !== 'table' && kind !== 'index') return [];
    ids.push(id.value);
  }
  return ids;
}

/** Numbers in seven bits a byte, the most significant first. Those that are looked at here are small. */
function varint(page: Buffer, at: number): { value: number; next: number } {
  let value = 0;
  for (let next = at; next < Math.min(at + 8, page.length); next++) {
    const byte = page[next] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: next + 1 };
  }
  return { value: 0, next: page.length };
}

function writeRoot(content: Buffer, leaves: readonly Leaf[]): void {
  content.fill(0, HEADER, PAGE);
  const inner = leaves.slice(0, -1);
  let start = PAGE;
  for (const [index, { page, lastId }] of inner.entries()) {
    // Ids of the schema have at most two bytes.
    const key = lastId < 0x80 ? [lastId] : [0x80 | (lastId >> 7), lastId & 0x7f];
    start -= 4 + key.length;
    content.writeUInt32BE(page, start);
    content.set(key, start + 4);
    content.writeUInt16BE(start, HEADER + 12 + 2 * index);
  }
  content[HEADER] = TABLE_INTERIOR;
  content.writeUInt16BE(inner.length, HEADER + 3);
  content.writeUInt16BE(start, HEADER + 5);
  content.writeUInt32BE(leaves.at(-1)?.page ?? 0, HEADER + 8);
}
