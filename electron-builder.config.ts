/**
 * The packages: AppImage and deb, dmg, nsis. The archive has the desktop shell and its page; the engine, its threads and
 * all that they read lie beside it (docs/decisions/0020). Of each native module only the binary of the platform that is
 * packed goes along.
 */
import type { Configuration } from 'electron-builder';
import { bundledPlaces } from './scripts/external-packages.ts';

/** A package for each platform, of which npm has installed the one for this machine, or all that were asked for. */
const DUCKDB_BINARIES = 'node_modules/@duckdb/node-bindings-';
const ORT_BINARIES = 'node_modules/onnxruntime-node/bin/napi-v6';

const PACKED = [
  'out/**',
  // Electron reads files; these are what the browser server sends.
  '!out/renderer/**/*.{br,gz}',
  'migrations/**',
  'resources/**',
  'LICENSE',
  // What only a build from source, another kind of bundle or an install script needs.
  '!node_modules/better-sqlite3/{deps,src}/**',
  '!node_modules/onnxruntime-node/script/**',
  '!node_modules/{adm-zip,global-agent}/**',
  // transformers.js names it for browsers; see docs/decisions/0020.
  '!**/node_modules/onnxruntime-web/**',
  '!node_modules/@huggingface/transformers/{src,types}/**',
  '!node_modules/@huggingface/transformers/dist/!(transformers.node.mjs)',
  '!node_modules/echarts/{asset,dist,i18n,theme,types}/**',
  // Part of out/main as it is built; their licences go along.
  `!{${bundledPlaces().join(',')}}/**/*.{js,cjs,mjs}`,
  '!node_modules/pdfkit/{.yarn,tools,types}/**',
  // For browsers, and for older programs.
  '!node_modules/fontkit/dist/browser*',
  '!node_modules/pdfkit/js/pdfkit.{browser,old,standalone}*',
  '!node_modules/svg-to-pdfkit/{examples,notes}/**',
  '!node_modules/{zod,zrender}/src/**',
  '!node_modules/zrender/{build,dist}/**',
  '!**/*.{d.ts,d.mts,d.cts,map,md,markdown}',
];

/**
 * What goes into the package of a platform: of each native module only the binary for it. `${arch}` is
 * electron-builder's own macro.
 */
export function packedFor(platform: 'linux' | 'darwin' | 'win32'): string[] {
  return [
    ...PACKED,
    `!${ORT_BINARIES}/!(${platform})/**`,
    `!${ORT_BINARIES}/${platform}/!(\${arch})/**`,
    `!${DUCKDB_BINARIES}!(${platform}-\${arch})/**`,
    `!node_modules/better-sqlite3/prebuilds/!(${platform}-\${arch}).node`,
  ];
}

export default {
  appId: 'org.pairlens.Pairlens',
  productName: 'Pairlens',
  copyright: 'The Pairlens authors, MIT License',
  // A deb must name a page; there is none yet.
  extraMetadata: { homepage: 'https://pairlens.invalid/' },
  directories: { output: 'dist', buildResources: 'build' },
  asar: true,
  // Folders, not files: an engine or a thread that comes to import something more finds it there.
  asarUnpack: ['package.json', 'out/main/**', 'migrations/**', 'resources/**', 'node_modules/**'],
  // The native modules ship Node-API binaries that serve Electron as they are.
  npmRebuild: false,
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    resetAdHocDarwinSignature: true,
  },
  artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Science',
    executableName: 'pairlens',
    icon: 'build/icon.png',
    synopsis: 'A workbench for transformer attention',
    maintainer: 'The Pairlens authors <authors@pairlens.invalid>',
    files: packedFor('linux'),
  },
  mac: {
    target: ['dmg'],
    category: 'public.app-category.education',
    icon: 'build/icon.png',
    hardenedRuntime: true,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.plist',
    files: packedFor('darwin'),
  },
  win: { target: ['nsis'], icon: 'build/icon.png', files: packedFor('win32') },
  nsis: { oneClick: false, allowToChangeInstallationDirectory: true, perMachine: false },
  publish: null,
} satisfies Configuration;
