// The direction of imports: core <- shared <- main/engine <- main/{electron, server, cli}; shared <- {preload,
// renderer}. The three shells don't know each other. docs/architecture.md says why.
const within = (...folders) => `^src/(${folders.join('|')})/`;
// X.example.ts is what several tests share.
const tests = '\\.(test|example)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: { path: '^src' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'folders-one-way',
      comment:
        'Two folders that import each other, or a ring of them, cannot be read or changed one at a time. Types count. A folder has the imports of the folders in it; for imports between a folder and one in it see engine-folders-below-its-files.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^src/(core|shared|main)' },
      to: { circular: true },
    },
    {
      name: 'engine-folders-below-its-files',
      comment:
        'the files of src/main/engine put its folders together, so that no folder knows them; paths.ts, which knows no folder, is for all',
      severity: 'error',
      from: { path: '^src/main/engine/[^/]+/' },
      to: { path: '^src/main/engine/[^/]+\\.ts$', pathNot: '^src/main/engine/paths\\.ts$' },
    },
    {
      name: 'core-is-pure',
      comment: 'core imports core, and pure packages only',
      severity: 'error',
      from: { path: within('core'), pathNot: tests },
      to: { path: '^src/', pathNot: within('core') },
    },
    {
      name: 'core-does-no-io',
      severity: 'error',
      from: { path: within('core'), pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'examples-in-tests-only',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { path: '\\.example\\.ts$' },
    },
    {
      name: 'core-packages',
      severity: 'error',
      from: { path: within('core'), pathNot: tests },
      to: {
        path: 'node_modules/(onnxruntime-node|better-sqlite3|electron|@huggingface|@orpc|svelte|ws|@resvg)',
      },
    },
    {
      name: 'shared-below-main',
      severity: 'error',
      from: { path: within('shared') },
      to: { path: '^src/', pathNot: within('shared', 'core') },
    },
    {
      name: 'thread-of-a-session-is-light',
      comment:
        'one is started for each session of a model: what checks requests and builds graphs took two thirds of its start',
      severity: 'error',
      from: { path: '^src/main/engine/inference/session-thread\\.ts$' },
      to: { path: 'node_modules/(zod|@bufbuild)/', reachable: true },
    },
    {
      name: 'engine-knows-no-shell',
      severity: 'error',
      from: { path: within('main/engine') },
      to: { path: '^src/', pathNot: within('main/engine', 'shared', 'core') },
    },
    {
      name: 'electron-only-in-its-shell',
      severity: 'error',
      from: { path: '^src/', pathNot: within('main/electron', 'preload') },
      to: { path: '^(node_modules/)?electron(/|$)' },
    },
    ...['electron', 'server', 'cli'].map((shell) => ({
      name: `${shell}-alone`,
      comment: 'the command line may start the server; otherwise the shells do not know each other',
      severity: 'error',
      from: { path: within(`main/${shell}`) },
      to: {
        path: within('main/electron', 'main/server', 'main/cli', 'renderer', 'preload'),
        pathNot: within(`main/${shell}`, ...(shell === 'cli' ? ['main/server'] : [])),
      },
    })),
    {
      name: 'preload-is-transport',
      severity: 'error',
      from: { path: within('preload') },
      to: { path: '^src/', pathNot: within('preload', 'shared') },
    },
    {
      name: 'renderer-through-the-contract',
      comment:
        'the renderer draws and asks; of core it takes figures, words, names, bounds and the wire format of tensors',
      severity: 'error',
      from: { path: within('renderer') },
      to: {
        path: '^src/',
        pathNot: `${within('renderer', 'shared', 'core/figures', 'core/effects', 'core/analyses', 'core/heads', 'core/registries', 'core/rules', 'core/templates')}|^src/core/(bounds|capitalised|architectures/(decoders|hook-names)|negation/marks|metrics/(catalogue|filter-words|flags|metric-entry|queries|resolution|result-filter|threshold-range)|checkpoints/safetensors|csv|errors|isolated|natural-order|statistics/resolution|pairs/(alignment|changed-line|excerpt|extra-column|pair-looks|pair-notes|quality-words|surroundings|token-bytes|word-changes|words))\\.ts$`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'renderer-folders-one-way',
      comment:
        'no two folders of the renderer import each other, directly or through others; types count too',
      severity: 'error',
      scope: 'folder',
      from: { path: '^src/renderer' },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'src/renderer/tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.svelte', '.js', '.mjs', '.json'] },
  },
};
