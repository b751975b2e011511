/**
 * `npm run package:headless [-- DIR]`: Pairlens as a folder for machines without a screen, a network or Node of their own, as the
 * nodes of a cluster: `DIR/pairlens` is the command line, which also serves the workbench to a browser. It is for the
 * platform that it is made on. What goes along of node_modules is what goes into the packages of the desktop.
 */
import { chmodSync, cpSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, matchesGlob, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packedFor } from '../electron-builder.config.ts';
import manifest from '../package.json' with { type: 'json' };
import { ensureBuilt } from './built.ts';
import { shippedPlaces } from './external-packages.ts';

const ROOT = join(import.meta.dirname, '..');
/** Of the build: all but the desktop's shell. */
const BUILD = ['out/main', 'out/renderer'];
const BESIDE = ['migrations', 'resources', 'package.json', 'LICENSE'];

const LAUNCHER = `#!/bin/sh
# Pairlens' command line, by the Node that lies beside it.
here=$(dirname -- "$(readlink -f -- "$0")")
exec "$here/bin/node" "$here/app/out/main/cli.js" "$@"
`;

/**
 * Makes the folder, or writes over the one that is there. out/ has to be built.
 * @throws on Windows and macOS, for which there is none; what the operating system says
 */
export function makeHeadlessFolder(folder: string): void {
  if (process.platform !== 'linux')
    throw new Error('the folder for machines without a screen is made on Linux');
  const isUnneeded = unneededIn(packedFor('linux'), process.arch);
  const take = (path: string): void => {
    const filter = (source: string) => {
      const below = relative(ROOT, source).split(sep).join('/');
      return statSync(source).isDirectory() ? !isInner(below, path) : !isUnneeded(below);
    };
    cpSync(join(ROOT, path), join(folder, 'app', path), { recursive: true, filter });
  };
  for (const path of [...BUILD, ...BESIDE]) take(path);
  // A package for another platform is in the lock file alone.
  for (const place of shippedPlaces().installed) if (existsSync(join(ROOT, place))) take(place);
  mkdirSync(join(folder, 'bin'), { recursive: true });
  cpSync(join(ROOT, 'node_modules/node/bin/node'), join(folder, 'bin/node'));
  // As it comes with that version, of which the package has the program alone.
  cpSync(join(ROOT, `build/node/LICENSE-${manifest.devDependencies.node}`), join(folder, 'bin/LICENSE-node'));
  writeFileSync(join(folder, 'pairlens'), LAUNCHER);
  chmodSync(join(folder, 'pairlens'), 0o755);
  cpSync(join(ROOT, 'deploy'), join(folder, 'deploy'), { recursive: true });
}

/** Packages within a package have a place of their own, or are for development alone. */
function isInner(path: string, place: string): boolean {
  return path !== place && basename(path) === 'node_modules';
}

/** What electron-builder's list leaves out of a package, but for what the browser is sent. */
function unneededIn(files: readonly string[], arch: string): (path: string) => boolean {
  const left = files
    .filter((pattern) => pattern.startsWith('!') && !pattern.startsWith('!out/'))
    .map((pattern) => pattern.slice(1).replaceAll('${arch}', arch));
  return (path) => left.some((pattern) => matchesGlob(path, pattern));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const name = `pairlens-${manifest.version}-linux-${process.arch}-headless`;
  const folder = resolve(
    process.env['INIT_CWD'] ?? process.cwd(),
    process.argv[2] ?? join(ROOT, 'dist', name),
  );
  ensureBuilt();
  makeHeadlessFolder(folder);
  process.stdout.write(`${folder}: copy it where the nodes find it, and call ${basename(folder)}/pairlens\n`);
}
