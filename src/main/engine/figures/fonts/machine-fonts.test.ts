import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import type { FontFace } from './character-map.ts';
import { chooseFaces, facesIn, fontFolders } from './machine-fonts.ts';

function face(path: string, characters: string, isColoured = false): FontFace {
  return {
    path,
    index: 0,
    weight: 400,
    isItalic: false,
    canBeEmbedded: false,
    isColoured,
    has: (each) => characters.includes(each),
  };
}
const pathsOf = async (faces: readonly FontFace[], characters: string, canDraw = () => true) =>
  (await chooseFaces(faces, characters, () => Promise.resolve(canDraw()))).map(({ path }) => path);

const SOME = face('some', '我');
const MOST = face('most', '我喜');
const ALL = face('all', '我喜欢');
const PLAIN_EMOJI = face('plain emoji', '😀我喜欢☎');
const EMOJI = face('emoji', '😀☎', true);

test.each([
  ['of each script the one that has most of it', [SOME, MOST, ALL], '我喜欢', ['all']],
  ['several where none has all', [MOST, face('other', '欢')], '我喜欢', ['most', 'other']],
  ['the first of those that have as much', [face('first', '我'), SOME], '我', ['first']],
  ['pictures in colours, text plain', [PLAIN_EMOJI, EMOJI], '😀我', ['emoji', 'plain emoji']],
  ['a sign that is text unless told is plain', [EMOJI, PLAIN_EMOJI], '☎', ['plain emoji']],
  ['what nobody has is left', [SOME], '我喜', ['some']],
  ['nothing', [SOME], '', []],
])('%s', async (_what, faces, characters, chosen) => {
  expect(await pathsOf(faces, characters)).toEqual(chosen);
});

test('a face that has the number of a character and no shape for it is none', async () => {
  expect(await pathsOf([ALL, SOME], '我', () => false)).toEqual([]);
});

test('upright sans of regular weight come first; what is no font is passed over', async () => {
  const fixtures = join(import.meta.dirname, '../../../../../tests/fixtures/fonts');
  const folder = await mkdtemp(join(tmpdir(), 'pairlens-fonts-'));
  await writeFile(join(folder, 'broken.ttf'), Buffer.from('\0\x01\0\0\0\x20', 'latin1'));
  const faces = await facesIn([folder, fixtures, join(folder, 'not there')]);
  await rm(folder, { recursive: true });
  expect(faces.map(({ path }) => path.replace(/^.*[\\/]/, ''))).toEqual([
    'NotoColorEmoji-subset.ttf',
    'NotoSansArabic-Regular-subset.ttf',
    'NotoSansCJK-subset.otf',
    'NotoSansDevanagari-Regular-subset.ttf',
  ]);
});

test('a person names folders in place of the system’s', () => {
  expect(fontFolders({ PAIRLENS_FONTS: ['/a', '/b'].join(delimiter) })).toEqual(['/a', '/b']);
  expect(fontFolders({ PAIRLENS_FONTS: '' })).toEqual([]);
  expect(fontFolders({}).length).toBeGreaterThan(0);
});
