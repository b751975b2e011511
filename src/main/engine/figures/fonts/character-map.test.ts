import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resourcesDir } from '../../paths.ts';
import { readFaces } from './character-map.ts';

const HEBREW = join(resourcesDir(), 'fonts', 'NotoSansHebrew-Regular.ttf');
const EMOJI = join(import.meta.dirname, '../../../../../tests/fixtures/fonts/NotoColorEmoji-subset.ttf');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pairlens-fonts-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function facesOf(path: string) {
  await using file = await open(path);
  return await readFaces(path, file);
}

/** A collection of one font: its tables stand as much further on as the header of a collection is long. */
function asCollection(font: Buffer): Buffer {
  const header = Buffer.alloc(16);
  header.write('ttcf\0\x01\0\0', 'latin1');
  header.writeUInt32BE(1, 8);
  header.writeUInt32BE(16, 12);
  const moved = Buffer.from(font);
  for (let table = 0; table < font.readUInt16BE(4); table++) {
    const at = 12 + 16 * table + 8;
    moved.writeUInt32BE(font.readUInt32BE(at) + header.length, at);
  }
  return Buffer.concat([header, moved]);
}

test('characters of a font, by either format of its map', async () => {
  const [hebrew] = await facesOf(HEBREW);
  expect(hebrew).toMatchObject({ index: 0, weight: 400, isItalic: false, isColoured: false });
  expect(['ש', 'ׁ', 'я', '我', '😀'].map((character) => hebrew?.has(character))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  const [emoji] = await facesOf(EMOJI);
  expect(emoji?.isColoured).toBe(true);
  expect(['😀', '👩', '👨'].map((character) => emoji?.has(character))).toEqual([true, true, false]);
});

test('a collection has its faces by number', async () => {
  const path = join(folder, 'hebrew.ttc');
  await writeFile(path, asCollection(await readFile(HEBREW)));
  const [hebrew, ...others] = await facesOf(path);
  expect(others).toEqual([]);
  expect(hebrew?.has('ש')).toBe(true);
});

test('what is no font has no faces', async () => {
  const path = join(folder, 'text.ttf');
  await writeFile(path, 'a letter from a friend');
  expect(await facesOf(path)).toEqual([]);
});
