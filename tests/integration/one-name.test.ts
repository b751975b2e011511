/** One writing process a store, whatever the name it comes by: real processes, real links and mounts. */
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReadableStore, openStore } from '../../src/main/engine/store/database.ts';
import { listProjects } from '../../src/main/engine/store/projects.ts';
import { temporaryFolder } from './workspace.ts';

const CHILD = join(import.meta.dirname, 'open-store.child.ts');

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
const writers: Writer[] = [];
const mounted: string[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder.path, 'here'));
  path = join(folder.path, 'here', 'study.sqlite');
});
afterEach(async () => {
  for (const writer of writers.splice(0)) await writer.end();
  for (const place of mounted.splice(0)) spawnSync('umount', [place]);
  folder.remove();
});

/** Another process that has the store open, or what it was refused with. */
class Writer {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string, undefined>;
  readonly acknowledged: string[] = [];

  private constructor(place: string) {
    this.#child = spawn(process.execPath, [CHILD, place, 'hold'], { stdio: ['pipe', 'pipe', 'inherit'] });
    // One that was refused is gone and reads nothing more: a broken pipe is what it answers with.
    this.#child.stdin.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
    writers.push(this);
  }

  static async open(place: string): Promise<{ writer: Writer; said: string }> {
    const writer = new Writer(place);
    return { writer, said: await writer.#line() };
  }

  async #line(): Promise<string> {
    const { value } = await this.#lines.next();
    return value ?? '';
  }

  async write(name: string): Promise<void> {
    this.#child.stdin.write(`${name}\n`);
    if ((await this.#line()) === `stored ${name}`) this.acknowledged.push(name);
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin.end();
    await gone;
  }
}

/** Whether this machine lets us mount; only a superuser may, and not in every container. */
const canMount = (() => {
  const trial = temporaryFolder();
  const [from, to] = [join(trial.path, 'from'), join(trial.path, 'to')];
  mkdirSync(from);
  mkdirSync(to);
  const could = process.platform === 'linux' && spawnSync('mount', ['--bind', from, to]).status === 0;
  if (could) spawnSync('umount', [to]);
  trial.remove();
  return could;
})();

function bind(from: string, to: string): void {
  const { status, stderr } = spawnSync('mount', ['--bind', from, to], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  mounted.push(to);
}

const storedProjects = (place = path) => {
  const store = openStore(place);
  const names = listProjects(store.database).map(({ name }) => name);
  store.close();
  return names;
};

describe('a second engine', () => {
  const elsewhere = () => join(folder.path, 'elsewhere.sqlite');

  it('that comes by a hard link is refused: what was acknowledged is stored', async () => {
    openStore(path).close();
    const { writer: one, said } = await Writer.open(path);
    expect(said).toBe('open');
    linkSync(path, elsewhere());
    const { writer: two, said: refusal } = await Writer.open(elsewhere());
    expect(refusal).toMatch(/^STORE_LINKED .*elsewhere\.sqlite has 2 names \(hard links\).*copy the file/);
    for (let index = 0; index < 40; index++) {
      await one.write(`one ${index}`);
      await two.write(`two ${index}`);
    }
    await one.end();
    expect(one.acknowledged).toHaveLength(40);
    expect(two.acknowledged).toEqual([]);
    unlinkSync(elsewhere());
    expect(storedProjects().toSorted()).toEqual(one.acknowledged.toSorted());
  });

  it('is refused a store of two names also when nobody has it open, for reading too', () => {
    openStore(path).close();
    linkSync(path, elsewhere());
    const refused = expect.objectContaining({ code: 'STORE_LINKED' }) as Error;
    for (const place of [path, elsewhere()]) {
      expect(() => openStore(place)).toThrow(refused);
      expect(() => openReadableStore(place)).toThrow(refused);
    }
    unlinkSync(elsewhere());
    openStore(path).close();
  });

  it.each([
    ['a link', (to: string) => symlinkSync(path, to)],
    [
      'a link to a link',
      (to: string) => {
        symlinkSync(path, `${to}.other`);
        symlinkSync(`${to}.other`, to);
      },
    ],
  ])('that comes by %s meets the lock', async (_, link) => {
    openStore(path).close();
    link(elsewhere());
    expect((await Writer.open(path)).said).toBe('open');
    expect((await Writer.open(elsewhere())).said).toMatch(/^STORE_BUSY .*process \d+/);
  });

  it('meets the lock where a link led to a store that was not there yet', async () => {
    symlinkSync(path, elsewhere());
    expect((await Writer.open(elsewhere())).said).toBe('open');
    expect((await Writer.open(path)).said).toMatch(/^STORE_BUSY /);
  });

  it('meets the lock through a folder that was renamed meanwhile', async () => {
    const { writer, said } = await Writer.open(path);
    expect(said).toBe('open');
    await writer.write('before');
    renameSync(join(folder.path, 'here'), join(folder.path, 'there'));
    const renamed = join(folder.path, 'there', 'study.sqlite');
    expect((await Writer.open(renamed)).said).toMatch(/^STORE_BUSY /);
    await writer.write('after');
    await writer.end();
    expect(storedProjects(renamed)).toEqual(writer.acknowledged);
  });

  it('is refused a file that was renamed while it is open, for reading too, and leaves nothing beside it', async () => {
    const { writer } = await Writer.open(path);
    await writer.write('before');
    renameSync(path, elsewhere());
    for (let time = 0; time < 2; time++) {
      expect((await Writer.open(elsewhere())).said).toMatch(/^STORE_BUSY .*under another name/);
      expect(() => openReadableStore(elsewhere())).toThrow(expect.objectContaining({ code: 'STORE_BUSY' }));
    }
    await writer.write('after');
    await writer.end();
    expect(storedProjects(elsewhere())).toEqual(['before', 'after']);
  });

  it.skipIf(!canMount)('meets the lock through a folder that is mounted twice (it takes root)', async () => {
    const mount = join(folder.path, 'mounted');
    mkdirSync(mount);
    bind(join(folder.path, 'here'), mount);
    expect((await Writer.open(path)).said).toBe('open');
    expect((await Writer.open(join(mount, 'study.sqlite'))).said).toMatch(/^STORE_BUSY .*process \d+/);
  });

  it.skipIf(!canMount)('is refused a file that is mounted by itself (it takes root)', async () => {
    openStore(path).close();
    writeFileSync(elsewhere(), '');
    bind(path, elsewhere());
    expect((await Writer.open(elsewhere())).said).toMatch(/^STORE_LINKED .*is mounted by itself/);
    const { writer, said } = await Writer.open(path);
    expect(said).toBe('open');
    expect((await Writer.open(elsewhere())).said).toMatch(/^STORE_LINKED /);
    expect(() => openReadableStore(elsewhere())).toThrow(expect.objectContaining({ code: 'STORE_LINKED' }));
    await writer.write('kept');
    await writer.end();
    expect(storedProjects()).toEqual(['kept']);
  });
});
