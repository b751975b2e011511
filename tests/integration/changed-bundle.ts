/** Bundles that are not as Pairlens writes them. */
import { createHash } from 'node:crypto';
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import SqliteDatabase from 'better-sqlite3';
import { openPromise } from 'yauzl';
import { ZipFile } from 'yazl';

/** A bundle with one of its files as `change` has it. @param folder where it is put together */
export async function changedBundle(
  bundle: Buffer,
  folder: string,
  name: string,
  change: (content: Buffer) => Buffer,
): Promise<Buffer> {
  const path = join(folder, 'original.pairlens');
  const copy = join(folder, 'changed.pairlens');
  await writeFile(path, bundle);
  const zip = new ZipFile();
  const original = await openPromise(path);
  for await (const entry of original.eachEntry()) {
    const content = Buffer.from(
      await text((await original.openReadStreamPromise(entry)).setEncoding('latin1')),
      'latin1',
    );
    zip.addBuffer(entry.fileName === name ? change(content) : content, entry.fileName);
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(copy));
  return readFile(copy);
}

/** A bundle that says of itself what it is, with other rows in its workspace. */
export async function bundleWithRows(bundle: Buffer, folder: string, sql: string): Promise<Buffer> {
  const path = join(folder, 'rows.sqlite');
  let rows = Buffer.alloc(0);
  const once = await changedBundle(bundle, folder, 'workspace.sqlite', (content) => {
    writeFileSync(path, content);
    const database = new SqliteDatabase(path);
    database.pragma('foreign_keys = OFF');
    database.exec(sql);
    database.close();
    return (rows = readFileSync(path));
  });
  const said = `"bytes": ${rows.length}, "sha256": "${createHash('sha256').update(rows).digest('hex')}"`;
  const say = (content: Buffer) =>
    Buffer.from(content.toString().replace(/"bytes": \d+,\s+"sha256": "[\da-f]{64}"/, said));
  return changedBundle(once, folder, 'bundle.json', say);
}
