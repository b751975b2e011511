/** The fonts of the machine, for characters that the fonts that ship lack. */
import { readdir, open } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { type FontFace, readFaces } from './character-map.ts';

/** Names folders to look for fonts in, instead of those of the system. */
const SETTING = 'PAIRLENS_FONTS';

/** Where the system keeps its fonts, and a person theirs. */
export function fontFolders(environment: NodeJS.ProcessEnv = process.env): string[] {
  const set = environment[SETTING];
  if (set !== undefined) return set.split(delimiter).filter((folder) => folder !== '');
  const home = homedir();
  switch (process.platform) {
    case 'darwin':
      return ['/System/Library/Fonts', '/Library/Fonts', join(home, 'Library/Fonts')];
    case 'win32':
      return [
        join(environment['SystemRoot'] ?? 'C:\\Windows', 'Fonts'),
        join(environment['LOCALAPPDATA'] ?? join(home, 'AppData/Local'), 'Microsoft/Windows/Fonts'),
      ];
    default:
      return [
        '/usr/share/fonts',
        '/usr/local/share/fonts',
        join(home, '.local/share/fonts'),
        join(home, '.fonts'),
      ];
  }
}

/** Every face in the folders and those below: upright sans of regular weight first, then by path. */
export async function facesIn(folders: readonly string[]): Promise<FontFace[]> {
  const files = (await Promise.all(folders.map(fontFiles))).flat();
  const faces: FontFace[] = [];
  for (const file of [...new Set(files)].sort()) faces.push(...(await facesOf(file)));
  return faces
    .map((face) => ({ face, rank: rankOf(face) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ face }) => face);
}

async function fontFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory() && /\.(?:ttf|otf|ttc|otc)$/i.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    // A folder that is not there, or not to be read, has no fonts for us.
    return [];
  }
}

async function facesOf(path: string): Promise<FontFace[]> {
  try {
    await using file = await open(path);
    return await readFaces(path, file);
  } catch {
    // Nobody promises that what lies in a folder of fonts is one, or may be read: it is as if it were not there.
    return [];
  }
}

function rankOf({ path, weight, isItalic }: FontFace): number {
  const name = basename(path);
  const isSans = /sans/i.test(name) || !/serif|mono|naskh|kufi|nastaliq|looped/i.test(name);
  const isUsual = isSans && !/condensed|mono|display|ui/i.test(name);
  return (isItalic ? 4000 : 0) + Math.abs(weight - 400) + (isUsual ? 0 : isSans ? 50 : 80);
}

/** A character that is a picture unless a variation selector says otherwise. */
const PICTURE = /\p{Emoji_Presentation}/u;

/**
 * Few faces that together have the characters, of each the one that has most of what is left; pictures from a face in
 * colours where there is one.
 * @param canDraw whether a face has more of a character than its number
 */
export async function chooseFaces(
  faces: readonly FontFace[],
  characters: Iterable<string>,
  canDraw: (face: FontFace, character: string) => Promise<boolean>,
): Promise<FontFace[]> {
  const coloured = faces.filter(({ isColoured }) => isColoured);
  const plain = faces.filter(({ isColoured }) => !isColoured);
  const all = [...characters];
  const pictures = all.filter((character) => PICTURE.test(character));
  const missing = new Set(all);
  const chosen: FontFace[] = [];
  for (const [among, wanted] of [
    [coloured, pictures],
    [plain, all],
    [coloured, all],
  ] as const) {
    let candidates = among;
    for (;;) {
      const best = mostOf(
        candidates,
        wanted.filter((character) => missing.has(character)),
      );
      if (best === null) break;
      candidates = candidates.filter((face) => face !== best.face);
      const drawn: string[] = [];
      for (const character of best.has) if (await canDraw(best.face, character)) drawn.push(character);
      if (drawn.length > 0) chosen.push(best.face);
      for (const character of drawn) missing.delete(character);
    }
  }
  return chosen;
}

/** The first of the faces that have most of the characters, and which it has; null where none has any. */
function mostOf(
  faces: readonly FontFace[],
  characters: readonly string[],
): { readonly face: FontFace; readonly has: readonly string[] } | null {
  let best: { readonly face: FontFace; readonly has: readonly string[] } | null = null;
  for (const face of faces) {
    const has = characters.filter((character) => face.has(character));
    if (has.length > (best?.has.length ?? 0)) best = { face, has };
  }
  return best;
}
