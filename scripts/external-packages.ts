/**
 * Which packages the built programs read from node_modules, and which are part of out/main (docs/decisions/0083): one list for
 * the build (electron.vite.config.ts) and for the packages (electron-builder.config.ts).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type manifest from '../package.json';

/** With native code, WebAssembly or parts that are found by their paths. All others become part of out/main. */
export const EXTERNAL: readonly string[] = [
  '@duckdb/node-api',
  '@huggingface/transformers',
  '@resvg/resvg-js',
  'better-sqlite3',
  // Its inflater makes a `require` of its own, where a CommonJS package in the bundle has one.
  'fast-png',
  'harfbuzzjs',
  'onnxruntime-node',
  // Reads the metrics of its standard fonts by their paths.
  'pdfkit',
  'subset-font',
] satisfies (keyof (typeof manifest)['dependencies'])[];

/** An entry of `packages` of the lock file, by its place: 'node_modules/pdfkit'. */
interface LockedPackage {
  readonly dev?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/**
 * The places below node_modules of those packages that ship for their licences alone: all of their code that is used is part of
 * out/main, and no package that is read from node_modules needs them.
 */
export function bundledPlaces(): string[] {
  const { installed, read } = shippedPlaces();
  return installed.filter((place) => !read.has(place));
}

/** The places below node_modules of all packages that ship, and of those among them that are read from there. */
export function shippedPlaces(): { readonly installed: string[]; readonly read: ReadonlySet<string> } {
  const text = readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(text) as { readonly packages: Readonly<Record<string, LockedPackage>> };
  const needed = new Set<string>();
  const open = EXTERNAL.map((name) => `node_modules/${name}`);
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (needed.has(place)) continue;
    needed.add(place);
    const { dependencies, optionalDependencies, peerDependencies } = packages[place] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
      open.push(...placeFrom(place, name, packages));
  }
  const installed = Object.entries(packages)
    .filter(([place, { dev }]) => place !== '' && dev !== true)
    .map(([place]) => place);
  return { installed, read: needed };
}

/** Where Node finds a package that one at `from` asks for; nothing for an optional one that is not locked. */
function placeFrom(from: string, name: string, packages: Readonly<Record<string, unknown>>): string[] {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (place in packages) return [place];
    if (folder === '') return [];
  }
}
