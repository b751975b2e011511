/** What is in a bundle, unpacked and compared with its hash before anything of it is used. */
import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { messageOf } from '../../../core/errors.ts';
import { firstIssue } from '../../../core/schema-issues.ts';
import { isActionable, PairlensError } from '../../../shared/errors.ts';
import { freeBytesBeside } from '../files/free-bytes.ts';
import { readFailure, systemCode } from '../files/failures.ts';
import { parseJson } from '../files/parse-json.ts';
import { pipeIntoFile } from '../files/write-file.ts';
import { type BundleManifest, bundleManifest, MANIFEST_FILE, WORKSPACE_FILE } from './manifest.ts';

const MOST_ENTRIES = 16;
const MOST_MANIFEST_BYTES = 1 << 20;

export interface ReadBundle {
  readonly manifest: BundleManifest;
  /** The workspace, unpacked. */
  readonly path: string;
}

/**
 * @param folder an empty one, where the workspace is put
 * @param tell how much of it is unpacked, from 0 to 1
 * @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE; BUNDLE_INVALID for what is no bundle, or not the one that was written;
 *   DISK_FULL where the folder has no room for it
 */
export async function readBundle(
  bundle: string,
  folder: string,
  name = basename(bundle),
  tell: (share: number) => void = () => undefined,
): Promise<ReadBundle> {
  let zip: ZipFile | null = null;
  try {
    zip = await openPromise(bundle, { autoClose: false, lazyEntries: true, validateEntrySizes: true });
    const entries = await entriesOf(zip, name);
    const manifest = await readManifest(zip, entries.get(MANIFEST_FILE), name);
    const said = manifest.files[WORKSPACE_FILE];
    const entry = entries.get(WORKSPACE_FILE);
    if (entry === undefined || entry.uncompressedSize !== said.bytes)
      throw refused(name, `its ${WORKSPACE_FILE} is not there, or not as long as ${MANIFEST_FILE} says`);
    const path = join(folder, WORKSPACE_FILE);
    await expectRoom(path, said.bytes, name);
    const hash = createHash('sha256');
    const content = await zip.openReadStreamPromise(entry);
    let read = 0;
    content.on('data', (piece: Buffer) => {
      hash.update(piece);
      read += piece.length;
      tell(read / said.bytes);
    });
    await pipeIntoFile(content, path, { mode: 0o600 });
    if (hash.digest('hex') !== said.sha256)
      throw refused(name, `its ${WORKSPACE_FILE} is not the one that was written: the hashes differ`);
    return { manifest, path };
  } catch (error) {
    if (isActionable(error)) throw error;
    if (systemCode(error) !== undefined) throw readFailure(bundle, error);
    throw refused(name, `it is no zip file, or a damaged one (${messageOf(error)})`);
  } finally {
    zip?.close();
  }
}

async function expectRoom(path: string, bytes: number, name: string): Promise<void> {
  const free = await freeBytesBeside(path);
  if (free === null || bytes <= free) return;
  const folder = dirname(dirname(path));
  throw new PairlensError(
    'DISK_FULL',
    `${name} takes ${Math.ceil(bytes / 1e6)} MB unpacked; at ${folder} ${Math.floor(free / 1e6)} MB are free. Nothing was imported.`,
    { path: folder, bytes, free },
  );
}

async function entriesOf(zip: ZipFile, name: string): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES) throw refused(name, `a bundle has no ${zip.entryCount} files`);
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  return entries;
}

async function readManifest(zip: ZipFile, entry: Entry | undefined, name: string): Promise<BundleManifest> {
  if (entry === undefined) throw refused(name, `it has no ${MANIFEST_FILE}, so it is no bundle of Pairlens`);
  if (entry.uncompressedSize > MOST_MANIFEST_BYTES) throw refused(name, `its ${MANIFEST_FILE} is too long`);
  const said = parseJson(
    await text(await zip.openReadStreamPromise(entry)),
    `${MANIFEST_FILE} of ${name}`,
    'BUNDLE_INVALID',
  );
  const parsed = bundleManifest.safeParse(said);
  if (parsed.success) return parsed.data;
  throw refused(
    name,
    `its ${MANIFEST_FILE} is not as this version of Pairlens knows it: ${firstIssue(parsed.error)}`,
  );
}

export function refused(name: string, why: string): PairlensError {
  return new PairlensError('BUNDLE_INVALID', `${name}: ${why}. Nothing was imported.`, { bundle: name });
}
