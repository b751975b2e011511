/**
 * Which characters a font file has, read from its `cmap` without the rest of it: fonts of Chinese are tens of megabytes, and
 * a machine has hundreds of fonts. OpenType specification, "cmap", formats 4 and 12.
 */
import type { FileHandle } from 'node:fs/promises';

/** One face of a font file; a collection has several. */
export interface FontFace {
  readonly path: string;
  /** Its place in a collection; 0 in other files. */
  readonly index: number;
  /** OS/2 weight: 400 is regular. */
  readonly weight: number;
  readonly isItalic: boolean;
  /** It has glyphs in colours: emoji. */
  readonly isColoured: boolean;
  /** Whether a document may and can carry letters of it: one face of one shape in its file, of TrueType outlines in ink, and its licence has nothing against it. */
  readonly canBeEmbedded: boolean;
  has(this: void, character: string): boolean;
}

const COLLECTION = 'ttcf';
const SINGLE = new Set(['\0\x01\0\0', 'OTTO', 'true']);

/** The faces of a file; none of one that is no OpenType font. @throws RangeError where it is cut off */
export async function readFaces(path: string, file: FileHandle): Promise<FontFace[]> {
  const read = async (position: number, length: number): Promise<DataView> => {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await file.read(bytes, 0, length, position);
    return new DataView(bytes.buffer, 0, bytesRead);
  };
  const start = await read(0, 12);
  const kind = tagAt(start, 0);
  if (SINGLE.has(kind)) return [await readFace({ path, index: 0, isAlone: true }, 0, read)];
  if (kind !== COLLECTION) return [];
  const count = start.getUint32(8);
  const offsets = await read(12, 4 * count);
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      readFace({ path, index, isAlone: false }, offsets.getUint32(4 * index), read),
    ),
  );
}

type Read = (position: number, length: number) => Promise<DataView>;

/** Restricted License embedding: OpenType specification, "OS/2", fsType. */
const RESTRICTED = 2;

async function readFace(
  { path, index, isAlone }: { readonly path: string; readonly index: number; readonly isAlone: boolean },
  offset: number,
  read: Read,
): Promise<FontFace> {
  const count = (await read(offset, 12)).getUint16(4);
  const directory = await read(offset + 12, 16 * count);
  const tables = new Map(
    Array.from({ length: count }, (_, table) => [
      tagAt(directory, 16 * table),
      [directory.getUint32(16 * table + 8), directory.getUint32(16 * table + 12)] as const,
    ]),
  );
  const table = async (tag: string): Promise<DataView | null> => {
    const place = tables.get(tag);
    return place === undefined ? null : read(...place);
  };
  const [characters, os2] = await Promise.all([table('cmap'), table('OS/2')]);
  const isColoured = ['CBDT', 'sbix', 'COLR'].some((tag) => tables.has(tag));
  return {
    path,
    index,
    weight: os2?.getUint16(4) ?? 400,
    isItalic: ((os2?.getUint16(62) ?? 0) & 1) === 1,
    isColoured,
    canBeEmbedded:
      isAlone &&
      !isColoured &&
      !tables.has('fvar') &&
      tables.has('glyf') &&
      ((os2?.getUint16(8) ?? 0) & 15) !== RESTRICTED,
    has: characters === null ? () => false : lookUp(characters),
  };
}

function tagAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(at + byte)));
}

/** Format 12 before 4, which has no more than the first 65536 characters. */
function lookUp(cmap: DataView): FontFace['has'] {
  const subtables = Array.from({ length: cmap.getUint16(2) }, (_, record) => {
    const [platform, encoding] = [cmap.getUint16(4 + 8 * record), cmap.getUint16(6 + 8 * record)];
    const at = cmap.getUint32(8 + 8 * record);
    const isUnicode =
      (platform === 0 && encoding !== 5) || (platform === 3 && (encoding === 1 || encoding === 10));
    return { at, format: isUnicode ? cmap.getUint16(at) : 0 };
  });
  const [best] = subtables
    .filter(({ format }) => format === 4 || format === 12)
    .toSorted((a, b) => b.format - a.format);
  if (best === undefined) return () => false;
  const glyph = best.format === 12 ? glyphOfFormat12 : glyphOfFormat4;
  return (character) => glyph(cmap, best.at, character.codePointAt(0) ?? 0) !== 0;
}

function glyphOfFormat12(cmap: DataView, at: number, codePoint: number): number {
  const groups = cmap.getUint32(at + 12);
  for (let group = 0; group < groups; group++) {
    const place = at + 16 + 12 * group;
    if (codePoint > cmap.getUint32(place + 4)) continue;
    const first = cmap.getUint32(place);
    return codePoint < first ? 0 : cmap.getUint32(place + 8) + codePoint - first;
  }
  return 0;
}

function glyphOfFormat4(cmap: DataView, at: number, codePoint: number): number {
  const segments = cmap.getUint16(at + 6) / 2;
  const [ends, starts] = [at + 14, at + 16 + 2 * segments];
  const [deltas, offsets] = [starts + 2 * segments, starts + 4 * segments];
  for (let segment = 0; segment < segments; segment++) {
    if (codePoint > cmap.getUint16(ends + 2 * segment)) continue;
    const first = cmap.getUint16(starts + 2 * segment);
    if (codePoint < first) return 0;
    const delta = cmap.getUint16(deltas + 2 * segment);
    const offset = cmap.getUint16(offsets + 2 * segment);
    if (offset === 0) return (codePoint + delta) & 0xffff;
    const glyph = cmap.getUint16(offsets + 2 * segment + offset + 2 * (codePoint - first));
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}
