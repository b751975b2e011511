/**
 * Packs the built app for this machine with electron-builder around a stand-in for Electron's binary (a file with the
 * fuses' marker), and looks into what comes out. The installers themselves need the real binary.
 */
import { listPackage, statFile } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import config from '../../electron-builder.config.ts';
import manifest from '../../package.json' with { type: 'json' };
import { EXTERNAL } from '../../scripts/external-packages.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** @electron/fuses finds the fuses by this marker; a version, a length and a character for each fuse follow. */
const FUSE_MARKER = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES_OFF = '00000000';

describe('the configuration', () => {
  it('makes AppImage and deb, dmg, nsis', () => {
    expect(config.linux.target).toEqual(['AppImage', 'deb']);
    expect(config.mac.target).toEqual(['dmg']);
    expect(config.win.target).toEqual(['nsis']);
  });

  it('names files that exist', () => {
    for (const file of [
      config.linux.icon,
      config.mac.icon,
      config.win.icon,
      config.mac.entitlements,
      'build/icon.svg',
    ])
      expect(existsSync(join(ROOT, file)), file).toBe(true);
  });

  it('has an icon of 1024 by 1024 pixels', () => {
    const png = readFileSync(join(ROOT, config.linux.icon));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1024, 1024]); // IHDR
  });

  it('lets the hardened runtime load native modules, and asks for nothing else', () => {
    const plist = readFileSync(join(ROOT, config.mac.entitlements), 'utf8').replaceAll(/<!--.*?-->/gs, '');
    const granted = [...plist.matchAll(/<key>([^<]+)<\/key>\s*<true\/>/g)].map(([, key]) => key);
    expect(granted).toEqual([
      'com.apple.security.cs.allow-jit',
      'com.apple.security.cs.disable-library-validation',
    ]);
    expect(plist.match(/<key>/g)).toHaveLength(2);
    expect([config.mac.hardenedRuntime, config.mac.entitlementsInherit]).toEqual([
      true,
      config.mac.entitlements,
    ]);
  });

  it('leaves no fuse open that the app does not need', () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: true,
    });
  });
});

describe.skipIf(process.platform !== 'linux')('the package (made on Linux only)', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'pairlens-package-'));
  const unpacked = join(
    scratch,
    'dist',
    process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`,
  );
  const archive = join(unpacked, 'resources', 'app.asar');
  let packed: string[];

  beforeAll(() => {
    const electron = join(scratch, 'electron');
    mkdirSync(join(electron, 'locales'), { recursive: true });
    mkdirSync(join(electron, 'resources'));
    const wire = Buffer.concat([
      Buffer.from(FUSE_MARKER),
      Buffer.from([1, FUSES_OFF.length]),
      Buffer.from(FUSES_OFF),
    ]);
    writeFileSync(join(electron, 'electron'), wire);
    chmodSync(join(electron, 'electron'), 0o755);
    const require = createRequire(import.meta.url);
    const { version } = require('electron/package.json') as { version: string };
    writeFileSync(join(electron, 'version'), version);
    const cli = join(dirname(require.resolve('electron-builder/package.json')), 'cli.js');
    execFileSync(
      process.execPath,
      [
        cli,
        '--config',
        'electron-builder.config.ts',
        '--linux',
        'dir',
        `-c.directories.output=${join(scratch, 'dist')}`,
        `-c.electronDist=${electron}`,
      ],
      { cwd: ROOT, stdio: 'pipe' },
    );
    packed = listPackage(archive, { isPack: false })
      .map((path) => path.split(sep).slice(1).join('/'))
      .filter((path) => !('files' in statFile(archive, path)));
  });

  afterAll(() => rmSync(scratch, { recursive: true }));

  const under = (folder: string): string[] => packed.filter((path) => path.startsWith(folder));

  it('holds the build, the migrations and the resources, and no sources or tests', () => {
    expect(new Set(packed.map((path) => path.split('/')[0]))).toEqual(
      new Set(['LICENSE', 'migrations', 'node_modules', 'out', 'package.json', 'resources']),
    );
    expect(packed).toEqual(
      expect.arrayContaining([
        'out/main/electron.js',
        'out/main/engine.js',
        'out/preload/preload.cjs',
        'out/renderer/index.html',
        'migrations/0001_initial.sql',
        'resources/models/manifest.json',
      ]),
    );
  });

  it('holds the native binaries of this platform and no other', () => {
    const here = `linux-${process.arch}`;
    expect(under('node_modules/better-sqlite3/prebuilds/')).toEqual([
      `node_modules/better-sqlite3/prebuilds/${here}.node`,
    ]);
    expect(
      new Set(
        under('node_modules/onnxruntime-node/bin/').map((path) => path.split('/').slice(4, 6).join('-')),
      ),
    ).toEqual(new Set([here]));
    expect(new Set(under('node_modules/@duckdb/node-bindings-').map((path) => path.split('/')[2]))).toEqual(
      new Set([`node-bindings-${here}`]),
    );
  });

  it('leaves out what only builds and installs need', () => {
    for (const folder of ['echarts/dist', 'better-sqlite3/deps', 'adm-zip', 'electron', 'svelte'])
      expect(under(`node_modules/${folder}/`), folder).toEqual([]);
  });

  it('has the code of each package once: in node_modules where it is read from there, or as part of the build', () => {
    const code = new Set(
      under('node_modules/').flatMap((path) => {
        const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)\/.*\.[cm]?js$/.exec(path) ?? [];
        return name ?? [];
      }),
    );
    const [there, inBuild] = [true, false].map((isExternal) =>
      Object.keys(manifest.dependencies).filter((name) => EXTERNAL.includes(name) === isExternal),
    );
    expect(there?.filter((name) => !code.has(name))).toEqual([]);
    expect(inBuild?.filter((name) => code.has(name))).toEqual([]);
    // What a package of the build and one of node_modules need alike stays.
    expect([...code]).toEqual(expect.arrayContaining(['fflate', 'fontkit', 'onnxruntime-common']));
  });

  it('has no runtime for browsers, and no files that are compressed for them', () => {
    expect(packed.filter((path) => path.includes('onnxruntime-web'))).toEqual([]);
    expect(packed.filter((path) => /\.(?:br|gz|wasm)$/.test(path)).toSorted()).toEqual([
      // Which shapes and cuts the fonts of figures, in the engine.
      'node_modules/harfbuzzjs/dist/harfbuzz-subset.wasm',
      'node_modules/harfbuzzjs/dist/harfbuzz.wasm',
    ]);
  });

  it('is less than 174 MB beside the bundled models, of which 70 are DuckDB’s', () => {
    const bytes = packed
      .filter((path) => !path.startsWith('resources/'))
      .map((path) => statFile(archive, path))
      .reduce((sum, entry) => sum + ('size' in entry ? entry.size : 0), 0);
    expect(bytes).toBeLessThan(174e6);
  });

  const beside = join(unpacked, 'resources', 'app.asar.unpacked');

  it('keeps the desktop shell’s page and preload in the archive', () => {
    const inside = packed.filter((path) => !existsSync(join(beside, path)));
    expect(inside).toEqual(expect.arrayContaining(['out/preload/preload.cjs', 'out/renderer/index.html']));
    expect(new Set(inside.map((path) => path.split('/').slice(0, 2).join('/')))).toEqual(
      new Set(['LICENSE', 'out/preload', 'out/renderer']),
    );
  });

  it('keeps every native module and library beside the archive', () => {
    const native = packed.filter((path) => /\.(?:node|so(?:\.\d+)*|dylib|dll)$/.test(path));
    expect(native.length).toBeGreaterThan(2);
    expect(native.filter((path) => !existsSync(join(beside, path)))).toEqual([]);
  });

  it('keeps every thread beside the archive', () => {
    const threads = globSync('src/main/engine/**/*-thread.ts', { cwd: ROOT });
    expect(threads.length).toBeGreaterThan(1);
    for (const thread of threads)
      expect(existsSync(join(beside, 'out/main', `${basename(thread, '.ts')}.js`)), thread).toBe(true);
  });

  it('keeps beside the archive what native code opens by its path', () => {
    for (const path of [
      `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
      `node_modules/onnxruntime-node/bin/napi-v6/linux/${process.arch}/libonnxruntime.so.1`,
      `node_modules/@duckdb/node-bindings-linux-${process.arch}/libduckdb.so`,
      'resources/fonts/Inter-Regular.ttf',
      'resources/models/all-MiniLM-L6-v2/config.json',
      'migrations/0001_initial.sql',
    ])
      expect(existsSync(join(beside, path)), path).toBe(true);
  });

  /** Runs a program of the package where it lies, as the engine's process does: with what is beside the archive alone. */
  const runBeside = (program: string, ...args: string[]): string =>
    execFileSync(process.execPath, [join(beside, 'out/main', program), ...args], {
      cwd: scratch,
      env: { ...process.env, PAIRLENS_HOME: join(scratch, 'home') },
      stdio: 'pipe',
      encoding: 'utf8',
    });

  it('has everything that a run needs beside the archive, from tokenizer and threads to drawn figures', () => {
    const pairs = join(scratch, 'pairs.csv');
    writeFileSync(pairs, 'original,counterfactual\nThe movie was good.,The movie was not good.\n');
    const out = join(scratch, 'results');
    runBeside('cli.js', 'run', '--pairs', pairs, '--model', 'all-MiniLM-L6-v2', '--out', out);
    // A row for each of 6 layers of 12 heads, below the names.
    expect(readFileSync(join(out, 'metrics.csv'), 'utf8').trim().split('\n')).toHaveLength(1 + 72);
    expect(readdirSync(join(out, 'figures')).some((name) => name.endsWith('.png'))).toBe(true);
    const pdf = join(scratch, 'heads.pdf');
    runBeside('cli.js', 'export', 'figure', '--run', '1', '--kind', 'head-grid', '--out', pdf);
    expect(readFileSync(pdf, 'latin1')).toMatch(/^%PDF-/);
  });

  it('has an engine that starts beside the archive, opens a workspace and finds what is bundled', async () => {
    const engine = fork(join(beside, 'out/main/engine.js'), { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    const ended = once(engine, 'exit');
    const options = { shell: 'electron', home: join(scratch, 'engine-home') };
    engine.send({ type: 'open', options });
    expect(await once(engine, 'message')).toEqual([{ type: 'ready' }, undefined]);
    engine.send({ type: 'close' });
    expect(await ended).toEqual([0, null]);
    expect(existsSync(join(options.home, 'workspaces', 'default.sqlite'))).toBe(true);
    expect(runBeside('cli.js', 'models', 'list')).toContain('attn-only-2l');
    expect(runBeside('cli.js', 'sets', 'list')).toContain('negation');
  });

  it('has its fuses set in the binary', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'pairlens'));
    const enabled = Object.values(FuseV1Options).filter(
      (fuse) => typeof fuse === 'number' && wire[fuse] === FuseState.ENABLE,
    );
    expect(enabled).toEqual([
      FuseV1Options.EnableCookieEncryption,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar,
    ]);
    expect(wire[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE);
  });
});
