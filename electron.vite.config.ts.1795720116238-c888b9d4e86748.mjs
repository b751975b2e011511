import "node:module";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "electron-vite";
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
// package.json
var package_default = {
	name: "pairlens",
	version: "0.1.0",
	"private": true,
	description: "A desktop workbench for transformer attention: pairs of sentences that differ in one way, whole sets of them, head by head.",
	license: "MIT",
	author: "The Pairlens authors",
	type: "module",
	main: "out/main/electron.js",
	bin: { "pairlens": "out/main/cli.js" },
	engines: { "node": ">=24" },
	scripts: {
		"prestart": "node scripts/bootstrap.mjs",
		"start": "node scripts/start.ts",
		"predemo": "node scripts/bootstrap.mjs",
		"demo": "node scripts/demo.ts",
		"prepairlens": "node scripts/bootstrap.mjs",
		"pairlens": "node src/main/cli/pairlens.ts",
		"pretest": "node scripts/bootstrap.mjs --chromium",
		"test": "node scripts/check.ts",
		"check": "node scripts/check.ts",
		"test:unit": "vitest run --project unit",
		"test:integration": "vitest run --project integration",
		"pretest:faults": "node scripts/bootstrap.mjs",
		"test:faults": "PAIRLENS_FAULTS=full vitest run --project integration tests/faults",
		"pretest:e2e": "node scripts/bootstrap.mjs --chromium",
		"test:e2e": "playwright test --project=browser",
		"prescreenshots": "node scripts/bootstrap.mjs --chromium",
		"screenshots": "PAIRLENS_SCREENSHOTS=1 playwright test --project=browser e2e/every-screen.spec.ts",
		"pretest:electron": "node scripts/bootstrap.mjs --chromium",
		"test:electron": "playwright test --project=electron",
		"build": "electron-vite build --logLevel warn",
		"typecheck": "tsc -p tsconfig.json && tsc -p tsconfig.core.json && svelte-check --tsconfig src/renderer/tsconfig.json --fail-on-warnings --threshold warning",
		"lint": "eslint --max-warnings=0 . && depcruise src && knip",
		"format": "prettier --write .",
		"prebench": "node scripts/bootstrap.mjs --chromium",
		"bench": "node bench/main.ts",
		"prepackage": "node scripts/bootstrap.mjs",
		"package": "npm run build && electron-builder --config electron-builder.config.ts"
	},
	allowScripts: {
		"node": true,
		"onnxruntime-node": false,
		"better-sqlite3": false,
		"electron-winstaller": false
	},
	overrides: {
		"@tanstack/query-core": "5.105.0",
		"@huggingface/transformers": { "onnxruntime-web": "npm:onnxruntime-common@1.30.0" }
	},
	dependencies: {
		"@bufbuild/protobuf": "2.17.0",
		"@huggingface/transformers": "4.3.1",
		"@orpc/client": "1.16.1",
		"@orpc/contract": "1.16.1",
		"@orpc/server": "1.16.1",
		"@resvg/resvg-js": "2.6.2",
		"better-sqlite3": "13.2.0",
		"bidi-js": "1.1.0",
		"cli-progress": "3.12.0",
		"cli-table3": "0.6.5",
		"commander": "15.1.0",
		"csv-stringify": "6.9.0",
		"d3-array": "3.2.5",
		"echarts": "6.1.0",
		"env-paths": "4.0.0",
		"fast-png": "8.0.0",
		"fastest-levenshtein": "1.0.16",
		"harfbuzzjs": "1.6.4",
		"hyparquet-writer": "0.17.0",
		"jsonc-parser": "3.3.1",
		"ml-matrix": "6.15.1",
		"mrmime": "2.0.1",
		"onnxruntime-node": "1.30.0",
		"pure-rand": "8.4.2",
		"re2js": "2.10.0",
		"subset-font": "2.9.0",
		"umap-js": "1.4.0",
		"undici": "8.13.1",
		"ws": "8.23.0",
		"yauzl": "3.4.0",
		"zod": "4.6.7"
	},
	devDependencies: {
		"@axe-core/playwright": "4.14.0",
		"@bufbuild/protoc-gen-es": "2.17.0",
		"@electron/asar": "3.4.1",
		"@electron/fuses": "2.1.3",
		"@eslint/js": "10.0.1",
		"@fontsource-variable/inter": "5.3.0",
		"@fontsource-variable/jetbrains-mono": "5.3.0",
		"@fontsource/noto-sans-hebrew": "5.3.0",
		"@lucide/svelte": "1.48.0",
		"@orpc/tanstack-query": "1.16.1",
		"@playwright/test": "1.65.1",
		"@sveltejs/vite-plugin-svelte": "7.3.1",
		"@tanstack/svelte-query": "6.3.6",
		"@types/better-sqlite3": "9.6.0",
		"@types/cli-progress": "3.11.6",
		"@types/d3-array": "3.2.2",
		"@types/node": "24.19.2",
		"@types/ws": "8.18.2",
		"@types/yauzl": "3.4.0",
		"bits-ui": "2.21.0",
		"csv-parse": "7.0.3",
		"dependency-cruiser": "18.7.2",
		"dompurify": "3.4.18",
		"electron": "45.4.1",
		"electron-builder": "26.17.0",
		"electron-vite": "6.0.0",
		"eslint": "10.15.0",
		"eslint-plugin-svelte": "3.24.1",
		"fast-check": "4.10.2",
		"globals": "17.14.0",
		"gpt-tokenizer": "4.0.0",
		"hyparquet": "1.31.5",
		"knip": "6.42.1",
		"marked": "18.2.1",
		"node": "24.21.0",
		"playwright": "1.65.1",
		"prettier": "3.10.1",
		"prettier-plugin-svelte": "4.1.1",
		"svelte": "5.57.3",
		"svelte-check": "4.7.8",
		"typescript": "6.0.3",
		"typescript-eslint": "8.73.0",
		"vite": "8.3.8",
		"vitest": "5.1.1"
	}
};
// scripts/precompress.ts
/** Fonts and pictures are compressed as they are. */
const TEXT = /\.(?:css|html|js|json|svg)$/;
const ENCODERS = {
	br: (content) => promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
	gz: (content) => promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION })
};
/** Writes `.br` and `.gz` beside the files below `folder` that get smaller by it. */
async function precompress(folder) {
	const texts = (await readdir(folder, {
		recursive: true,
		withFileTypes: true
	})).filter((entry) => entry.isFile() && TEXT.test(entry.name));
	await Promise.all(texts.map((entry) => precompressFile(join(entry.parentPath, entry.name))));
}
async function precompressFile(path) {
	const content = await readFile(path);
	for (const [extension, encode] of Object.entries(ENCODERS)) {
		const encoded = await encode(content);
		if (encoded.length < content.length) await writeFile(`${path}.${extension}`, encoded);
	}
}
// electron.vite.config.ts
const { dependencies } = package_default;
const source = (path) => join(import.meta.dirname, "src", path);
/** Threads are started by their file, which is named `…-thread.ts` wherever it lies, and has that name in out/main. */
const threads = globSync(source("main/engine/**/*-thread.ts")).map((path) => [basename(path, ".ts"), path]);
if (new Set(threads.map(([name]) => name)).size < threads.length) throw new Error(`Two threads have one name: ${threads.map(([name]) => name).join(", ")}`);
/**
* Packages that `main` reads from node_modules: with native code, WebAssembly or parts that are found by their paths. All
* others become part of out/main, which starts in half the time (docs/decisions/0083).
*/
const EXTERNAL = [
	"@huggingface/transformers",
	"@resvg/resvg-js",
	"better-sqlite3",
	"fast-png",
	"harfbuzzjs",
	"onnxruntime-node",
	"subset-font"
];
const BUNDLED = Object.keys(dependencies).filter((name) => !EXTERNAL.includes(name));
const RENDERER = join(import.meta.dirname, "out", "renderer");
var electron_vite_config_default = defineConfig({
	main: { build: {
		outDir: "out/main",
		externalizeDeps: { exclude: BUNDLED },
		rolldownOptions: {
			input: {
				electron: source("main/electron/main.ts"),
				engine: source("main/engine/process.ts"),
				server: source("main/server/main.ts"),
				cli: source("main/cli/pairlens.ts"),
				...Object.fromEntries(threads)
			},
			output: {
				format: "es",
				entryFileNames: "[name].js",
				chunkFileNames: "chunks/[name]-[hash].js"
			}
		}
	} },
	preload: { build: {
		outDir: "out/preload",
		externalizeDeps: false,
		rolldownOptions: {
			input: { preload: source("preload/preload.ts") },
			output: {
				format: "cjs",
				entryFileNames: "[name].cjs"
			}
		}
	} },
	renderer: {
		root: source("renderer"),
		plugins: [svelte(), {
			name: "precompress",
			writeBundle: () => precompress(RENDERER)
		}],
		build: {
			outDir: RENDERER,
			emptyOutDir: true,
			assetsInlineLimit: 0,
			minify: true,
			chunkSizeWarningLimit: 600,
			rolldownOptions: {
				input: source("renderer/index.html"),
				checks: { bundlerTimings: false },
				output: { codeSplitting: { groups: [{
					name: "echarts",
					test: /node_modules[\\/](echarts|zrender)[\\/]/,
					priority: 1
				}, {
					name: "packages",
					test: /node_modules[\\/]/,
					tags: ["$initial"]
				}] } }
			}
		}
	}
});
export { electron_vite_config_default as default };

//# sourceMappingURL=data:application/json;charset=utf-8;base64,eyJ2ZXJzaW9uIjozLCJmaWxlIjoiZWxlY3Ryb24udml0ZS5jb25maWcuanMiLCJuYW1lcyI6WyJtYW5pZmVzdCJdLCJzb3VyY2VzIjpbIi93b3JrLzEyc2V0cy9wYWNrYWdlLmpzb24iLCIvd29yay8xMnNldHMvc2NyaXB0cy9wcmVjb21wcmVzcy50cyIsIi93b3JrLzEyc2V0cy9lbGVjdHJvbi52aXRlLmNvbmZpZy50cyJdLCJzb3VyY2VzQ29udGVudCI6WyIiLCIvKipcbiAqIEEgc3RlcCBvZiB0aGUgYnVpbGQ6IGJlc2lkZSBlYWNoIGZpbGUgb2YgdGhlIHJlbmRlcmVyIHRoYXQgY29tcHJlc3NlcywgYHguanNgLCB0aGUgc2FtZSBhcyBicm90bGkgYW5kIGd6aXAsIGB4LmpzLmJyYCBhbmRcbiAqIGB4LmpzLmd6YCwgZm9yIHRoZSBicm93c2VyIHNlcnZlciB0byBzZW5kLiBBdCB0aGVpciBoaWdoZXN0IGxldmVscyB0aGVzZSB0YWtlIGEgc2Vjb25kIG9yIHR3bywgb25jZSwgYW5kIG5vdCBhdCBlYWNoIHJlcXVlc3QuXG4gKi9cbmltcG9ydCB7IHJlYWRkaXIsIHJlYWRGaWxlLCB3cml0ZUZpbGUgfSBmcm9tICdub2RlOmZzL3Byb21pc2VzJztcbmltcG9ydCB7IGpvaW4gfSBmcm9tICdub2RlOnBhdGgnO1xuaW1wb3J0IHsgcHJvbWlzaWZ5IH0gZnJvbSAnbm9kZTp1dGlsJztcbmltcG9ydCB7IGJyb3RsaUNvbXByZXNzLCBjb25zdGFudHMsIGd6aXAgfSBmcm9tICdub2RlOnpsaWInO1xuXG4vKiogRm9udHMgYW5kIHBpY3R1cmVzIGFyZSBjb21wcmVzc2VkIGFzIHRoZXkgYXJlLiAqL1xuY29uc3QgVEVYVCA9IC9cXC4oPzpjc3N8aHRtbHxqc3xqc29ufHN2ZykkLztcblxuY29uc3QgRU5DT0RFUlMgPSB7XG4gIGJyOiAoY29udGVudDogQnVmZmVyKSA9PlxuICAgIHByb21pc2lmeShicm90bGlDb21wcmVzcykoY29udGVudCwgeyBwYXJhbXM6IHsgW2NvbnN0YW50cy5CUk9UTElfUEFSQU1fU0laRV9ISU5UXTogY29udGVudC5sZW5ndGggfSB9KSxcbiAgZ3o6IChjb250ZW50OiBCdWZmZXIpID0+IHByb21pc2lmeShnemlwKShjb250ZW50LCB7IGxldmVsOiBjb25zdGFudHMuWl9CRVNUX0NPTVBSRVNTSU9OIH0pLFxufTtcblxuLyoqIFdyaXRlcyBgLmJyYCBhbmQgYC5nemAgYmVzaWRlIHRoZSBmaWxlcyBiZWxvdyBgZm9sZGVyYCB0aGF0IGdldCBzbWFsbGVyIGJ5IGl0LiAqL1xuZXhwb3J0IGFzeW5jIGZ1bmN0aW9uIHByZWNvbXByZXNzKGZvbGRlcjogc3RyaW5nKTogUHJvbWlzZTx2b2lkPiB7XG4gIGNvbnN0IGVudHJpZXMgPSBhd2FpdCByZWFkZGlyKGZvbGRlciwgeyByZWN1cnNpdmU6IHRydWUsIHdpdGhGaWxlVHlwZXM6IHRydWUgfSk7XG4gIGNvbnN0IHRleHRzID0gZW50cmllcy5maWx0ZXIoKGVudHJ5KSA9PiBlbnRyeS5pc0ZpbGUoKSAmJiBURVhULnRlc3QoZW50cnkubmFtZSkpO1xuICBhd2FpdCBQcm9taXNlLmFsbCh0ZXh0cy5tYXAoKGVudHJ5KSA9PiBwcmVjb21wcmVzc0ZpbGUoam9pbihlbnRyeS5wYXJlbnRQYXRoLCBlbnRyeS5uYW1lKSkpKTtcbn1cblxuYXN5bmMgZnVuY3Rpb24gcHJlY29tcHJlc3NGaWxlKHBhdGg6IHN0cmluZyk6IFByb21pc2U8dm9pZD4ge1xuICBjb25zdCBjb250ZW50ID0gYXdhaXQgcmVhZEZpbGUocGF0aCk7XG4gIGZvciAoY29uc3QgW2V4dGVuc2lvbiwgZW5jb2RlXSBvZiBPYmplY3QuZW50cmllcyhFTkNPREVSUykpIHtcbiAgICBjb25zdCBlbmNvZGVkID0gYXdhaXQgZW5jb2RlKGNvbnRlbnQpO1xuICAgIGlmIChlbmNvZGVkLmxlbmd0aCA8IGNvbnRlbnQubGVuZ3RoKSBhd2FpdCB3cml0ZUZpbGUoYCR7cGF0aH0uJHtleHRlbnNpb259YCwgZW5jb2RlZCk7XG4gIH1cbn1cbiIsIi8qKlxuICogSG93IHRoZSBzb3VyY2VzIGJlY29tZSBvdXQvOiBgbWFpbmAgKHRoZSB0aHJlZSBzaGVsbHMsIHRoZSBlbmdpbmUgcHJvY2VzcyBhbmQgaXRzIHRocmVhZHMsIG9uZSBmaWxlIGVhY2gpLCBgcHJlbG9hZGAgKENvbW1vbkpTLFxuICogYmVjYXVzZSBhIHNhbmRib3hlZCBwcmVsb2FkIHNjcmlwdCBjYW5ub3QgYmUgYSBtb2R1bGUpIGFuZCBgcmVuZGVyZXJgLlxuICovXG5pbXBvcnQgeyBzdmVsdGUgfSBmcm9tICdAc3ZlbHRlanMvdml0ZS1wbHVnaW4tc3ZlbHRlJztcbmltcG9ydCB7IGRlZmluZUNvbmZpZyB9IGZyb20gJ2VsZWN0cm9uLXZpdGUnO1xuaW1wb3J0IHsgZ2xvYlN5bmMgfSBmcm9tICdub2RlOmZzJztcbmltcG9ydCB7IGJhc2VuYW1lLCBqb2luIH0gZnJvbSAnbm9kZTpwYXRoJztcbmltcG9ydCBtYW5pZmVzdCBmcm9tICcuL3BhY2thZ2UuanNvbicgd2l0aCB7IHR5cGU6ICdqc29uJyB9O1xuaW1wb3J0IHsgcHJlY29tcHJlc3MgfSBmcm9tICcuL3NjcmlwdHMvcHJlY29tcHJlc3MudHMnO1xuXG5jb25zdCB7IGRlcGVuZGVuY2llcyB9ID0gbWFuaWZlc3Q7XG5cbmNvbnN0IHNvdXJjZSA9IChwYXRoOiBzdHJpbmcpOiBzdHJpbmcgPT4gam9pbihpbXBvcnQubWV0YS5kaXJuYW1lLCAnc3JjJywgcGF0aCk7XG4vKiogVGhyZWFkcyBhcmUgc3RhcnRlZCBieSB0aGVpciBmaWxlLCB3aGljaCBpcyBuYW1lZCBg4oCmLXRocmVhZC50c2Agd2hlcmV2ZXIgaXQgbGllcywgYW5kIGhhcyB0aGF0IG5hbWUgaW4gb3V0L21haW4uICovXG5jb25zdCB0aHJlYWRzID0gZ2xvYlN5bmMoc291cmNlKCdtYWluL2VuZ2luZS8qKi8qLXRocmVhZC50cycpKS5tYXAoXG4gIChwYXRoKSA9PiBbYmFzZW5hbWUocGF0aCwgJy50cycpLCBwYXRoXSBhcyBjb25zdCxcbik7XG5pZiAobmV3IFNldCh0aHJlYWRzLm1hcCgoW25hbWVdKSA9PiBuYW1lKSkuc2l6ZSA8IHRocmVhZHMubGVuZ3RoKVxuICB0aHJvdyBuZXcgRXJyb3IoYFR3byB0aHJlYWRzIGhhdmUgb25lIG5hbWU6ICR7dGhyZWFkcy5tYXAoKFtuYW1lXSkgPT4gbmFtZSkuam9pbignLCAnKX1gKTtcblxuLyoqXG4gKiBQYWNrYWdlcyB0aGF0IGBtYWluYCByZWFkcyBmcm9tIG5vZGVfbW9kdWxlczogd2l0aCBuYXRpdmUgY29kZSwgV2ViQXNzZW1ibHkgb3IgcGFydHMgdGhhdCBhcmUgZm91bmQgYnkgdGhlaXIgcGF0aHMuIEFsbFxuICogb3RoZXJzIGJlY29tZSBwYXJ0IG9mIG91dC9tYWluLCB3aGljaCBzdGFydHMgaW4gaGFsZiB0aGUgdGltZSAoZG9jcy9kZWNpc2lvbnMvMDA4MykuXG4gKi9cbmNvbnN0IEVYVEVSTkFMOiByZWFkb25seSBzdHJpbmdbXSA9IFtcbiAgJ0BodWdnaW5nZmFjZS90cmFuc2Zvcm1lcnMnLFxuICAnQHJlc3ZnL3Jlc3ZnLWpzJyxcbiAgJ2JldHRlci1zcWxpdGUzJyxcbiAgLy8gSXRzIGluZmxhdGVyIG1ha2VzIGEgYHJlcXVpcmVgIG9mIGl0cyBvd24sIHdoZXJlIGEgQ29tbW9uSlMgcGFja2FnZSBpbiB0aGUgYnVuZGxlIGhhcyBvbmUuXG4gICdmYXN0LXBuZycsXG4gICdoYXJmYnV6empzJyxcbiAgJ29ubnhydW50aW1lLW5vZGUnLFxuICAnc3Vic2V0LWZvbnQnLFxuXSBzYXRpc2ZpZXMgKGtleW9mIHR5cGVvZiBkZXBlbmRlbmNpZXMpW107XG5jb25zdCBCVU5ETEVEID0gT2JqZWN0LmtleXMoZGVwZW5kZW5jaWVzKS5maWx0ZXIoKG5hbWUpID0+ICFFWFRFUk5BTC5pbmNsdWRlcyhuYW1lKSk7XG5cbmNvbnN0IFJFTkRFUkVSID0gam9pbihpbXBvcnQubWV0YS5kaXJuYW1lLCAnb3V0JywgJ3JlbmRlcmVyJyk7XG5cbmV4cG9ydCBkZWZhdWx0IGRlZmluZUNvbmZpZyh7XG4gIG1haW46IHtcbiAgICBidWlsZDoge1xuICAgICAgb3V0RGlyOiAnb3V0L21haW4nLFxuICAgICAgZXh0ZXJuYWxpemVEZXBzOiB7IGV4Y2x1ZGU6IEJVTkRMRUQgfSxcbiAgICAgIHJvbGxkb3duT3B0aW9uczoge1xuICAgICAgICBpbnB1dDoge1xuICAgICAgICAgIGVsZWN0cm9uOiBzb3VyY2UoJ21haW4vZWxlY3Ryb24vbWFpbi50cycpLFxuICAgICAgICAgIGVuZ2luZTogc291cmNlKCdtYWluL2VuZ2luZS9wcm9jZXNzLnRzJyksXG4gICAgICAgICAgc2VydmVyOiBzb3VyY2UoJ21haW4vc2VydmVyL21haW4udHMnKSxcbiAgICAgICAgICBjbGk6IHNvdXJjZSgnbWFpbi9jbGkvcGFpcmxlbnMudHMnKSxcbiAgICAgICAgICAuLi5PYmplY3QuZnJvbUVudHJpZXModGhyZWFkcyksXG4gICAgICAgIH0sXG4gICAgICAgIG91dHB1dDogeyBmb3JtYXQ6ICdlcycsIGVudHJ5RmlsZU5hbWVzOiAnW25hbWVdLmpzJywgY2h1bmtGaWxlTmFtZXM6ICdjaHVua3MvW25hbWVdLVtoYXNoXS5qcycgfSxcbiAgICAgIH0sXG4gICAgfSxcbiAgfSxcbiAgcHJlbG9hZDoge1xuICAgIGJ1aWxkOiB7XG4gICAgICBvdXREaXI6ICdvdXQvcHJlbG9hZCcsXG4gICAgICBleHRlcm5hbGl6ZURlcHM6IGZhbHNlLFxuICAgICAgcm9sbGRvd25PcHRpb25zOiB7XG4gICAgICAgIGlucHV0OiB7IHByZWxvYWQ6IHNvdXJjZSgncHJlbG9hZC9wcmVsb2FkLnRzJykgfSxcbiAgICAgICAgb3V0cHV0OiB7IGZvcm1hdDogJ2NqcycsIGVudHJ5RmlsZU5hbWVzOiAnW25hbWVdLmNqcycgfSxcbiAgICAgIH0sXG4gICAgfSxcbiAgfSxcbiAgcmVuZGVyZXI6IHtcbiAgICByb290OiBzb3VyY2UoJ3JlbmRlcmVyJyksXG4gICAgcGx1Z2luczogW3N2ZWx0ZSgpLCB7IG5hbWU6ICdwcmVjb21wcmVzcycsIHdyaXRlQnVuZGxlOiAoKSA9PiBwcmVjb21wcmVzcyhSRU5ERVJFUikgfV0sXG4gICAgYnVpbGQ6IHtcbiAgICAgIG91dERpcjogUkVOREVSRVIsXG4gICAgICBlbXB0eU91dERpcjogdHJ1ZSxcbiAgICAgIC8vIEEgZmlsZSBvZiBpdHMgb3duIGZvciBldmVyeSBhc3NldCwgc28gdGhhdCB0aGUgY29udGVudCBzZWN1cml0eSBwb2xpY3kgbmVlZHMgbm8gZGF0YTogZm9yIHNjcmlwdHMgb3IgZm9udHMuXG4gICAgICBhc3NldHNJbmxpbmVMaW1pdDogMCxcbiAgICAgIG1pbmlmeTogdHJ1ZSxcbiAgICAgIC8vIEVDaGFydHMgaXMgb25lIHRoaW5nLCBsb2FkZWQgd2hlbiB0aGVyZSBpcyBhIGZpZ3VyZSB0byBkcmF3LlxuICAgICAgY2h1bmtTaXplV2FybmluZ0xpbWl0OiA2MDAsXG4gICAgICByb2xsZG93bk9wdGlvbnM6IHtcbiAgICAgICAgaW5wdXQ6IHNvdXJjZSgncmVuZGVyZXIvaW5kZXguaHRtbCcpLFxuICAgICAgICAvLyBPbiBhIG1hY2hpbmUgdGhhdCBpcyBidXN5IGl0IHdvdWxkIHRlbGwgb2YgaXRzIHBsdWdpbnMnIHRpbWVzLCB3aGljaCBhcmUgbm9ib2R5J3MgdG8gbWVuZCBoZXJlLlxuICAgICAgICBjaGVja3M6IHsgYnVuZGxlclRpbWluZ3M6IGZhbHNlIH0sXG4gICAgICAgIG91dHB1dDoge1xuICAgICAgICAgIGNvZGVTcGxpdHRpbmc6IHtcbiAgICAgICAgICAgIC8vIFBhY2thZ2VzIGNoYW5nZSBsZXNzIG9mdGVuIHRoYW4gdGhlIHdvcmtiZW5jaDogd2hhdCB0aGUgZmlyc3Qgc2NyZWVuIG5lZWRzIG9mIHRoZW0gaGFzIGEgZmlsZSBvZiBpdHMgb3duLFxuICAgICAgICAgICAgLy8gYXMgaGFzIHdoYXQgZHJhd3MgZmlndXJlcywgd2hpY2ggdGhlIGZpcnN0IHNjcmVlbiBkb2VzIHdpdGhvdXQuXG4gICAgICAgICAgICBncm91cHM6IFtcbiAgICAgICAgICAgICAgeyBuYW1lOiAnZWNoYXJ0cycsIHRlc3Q6IC9ub2RlX21vZHVsZXNbXFxcXC9dKGVjaGFydHN8enJlbmRlcilbXFxcXC9dLywgcHJpb3JpdHk6IDEgfSxcbiAgICAgICAgICAgICAgeyBuYW1lOiAncGFja2FnZXMnLCB0ZXN0OiAvbm9kZV9tb2R1bGVzW1xcXFwvXS8sIHRhZ3M6IFsnJGluaXRpYWwnXSB9LFxuICAgICAgICAgICAgXSxcbiAgICAgICAgICB9LFxuICAgICAgICB9LFxuICAgICAgfSxcbiAgICB9LFxuICB9LFxufSk7XG4iXSwibWFwcGluZ3MiOiI7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7OztBQ1VBLE1BQU0sT0FBTztBQUViLE1BQU0sV0FBVztDQUNmLEtBQUssWUFDSCxVQUFVLGNBQWMsQ0FBQyxDQUFDLFNBQVMsRUFBRSxRQUFRLEdBQUcsVUFBVSx5QkFBeUIsUUFBUSxPQUFPLEVBQUUsQ0FBQztDQUN2RyxLQUFLLFlBQW9CLFVBQVUsSUFBSSxDQUFDLENBQUMsU0FBUyxFQUFFLE9BQU8sVUFBVSxtQkFBbUIsQ0FBQztBQUMzRjs7QUFHQSxlQUFzQixZQUFZLFFBQStCO0NBRS9ELE1BQU0sU0FBUSxNQURRLFFBQVEsUUFBUTtFQUFFLFdBQVc7RUFBTSxlQUFlO0NBQUssQ0FBQyxFQUFBLENBQ3hELFFBQVEsVUFBVSxNQUFNLE9BQU8sS0FBSyxLQUFLLEtBQUssTUFBTSxJQUFJLENBQUM7Q0FDL0UsTUFBTSxRQUFRLElBQUksTUFBTSxLQUFLLFVBQVUsZ0JBQWdCLEtBQUssTUFBTSxZQUFZLE1BQU0sSUFBSSxDQUFDLENBQUMsQ0FBQztBQUM3RjtBQUVBLGVBQWUsZ0JBQWdCLE1BQTZCO0NBQzFELE1BQU0sVUFBVSxNQUFNLFNBQVMsSUFBSTtDQUNuQyxLQUFLLE1BQU0sQ0FBQyxXQUFXLFdBQVcsT0FBTyxRQUFRLFFBQVEsR0FBRztFQUMxRCxNQUFNLFVBQVUsTUFBTSxPQUFPLE9BQU87RUFDcEMsSUFBSSxRQUFRLFNBQVMsUUFBUSxRQUFRLE1BQU0sVUFBVSxHQUFHLEtBQUssR0FBRyxhQUFhLE9BQU87Q0FDdEY7QUFDRjs7QUNwQkEsTUFBTSxFQUFFLGlCQUFpQkE7QUFFekIsTUFBTSxVQUFVLFNBQXlCLEtBQUssWUFBWSxTQUFTLE9BQU8sSUFBSTs7QUFFOUUsTUFBTSxVQUFVLFNBQVMsT0FBTyw0QkFBNEIsQ0FBQyxDQUFDLENBQUMsS0FDNUQsU0FBUyxDQUFDLFNBQVMsTUFBTSxLQUFLLEdBQUcsSUFBSSxDQUN4QztBQUNBLElBQUksSUFBSSxJQUFJLFFBQVEsS0FBSyxDQUFDLFVBQVUsSUFBSSxDQUFDLENBQUMsQ0FBQyxPQUFPLFFBQVEsUUFDeEQsTUFBTSxJQUFJLE1BQU0sOEJBQThCLFFBQVEsS0FBSyxDQUFDLFVBQVUsSUFBSSxDQUFDLENBQUMsS0FBSyxJQUFJLEdBQUc7Ozs7O0FBTTFGLE1BQU0sV0FBOEI7Q0FDbEM7Q0FDQTtDQUNBO0NBRUE7Q0FDQTtDQUNBO0NBQ0E7QUFDRjtBQUNBLE1BQU0sVUFBVSxPQUFPLEtBQUssWUFBWSxDQUFDLENBQUMsUUFBUSxTQUFTLENBQUMsU0FBUyxTQUFTLElBQUksQ0FBQztBQUVuRixNQUFNLFdBQVcsS0FBSyxZQUFZLFNBQVMsT0FBTyxVQUFVO0FBRTVELElBQUEsK0JBQWUsYUFBYTtDQUMxQixNQUFNLEVBQ0osT0FBTztFQUNMLFFBQVE7RUFDUixpQkFBaUIsRUFBRSxTQUFTLFFBQVE7RUFDcEMsaUJBQWlCO0dBQ2YsT0FBTztJQUNMLFVBQVUsT0FBTyx1QkFBdUI7SUFDeEMsUUFBUSxPQUFPLHdCQUF3QjtJQUN2QyxRQUFRLE9BQU8scUJBQXFCO0lBQ3BDLEtBQUssT0FBTyxzQkFBc0I7SUFDbEMsR0FBRyxPQUFPLFlBQVksT0FBTztHQUMvQjtHQUNBLFFBQVE7SUFBRSxRQUFRO0lBQU0sZ0JBQWdCO0lBQWEsZ0JBQWdCO0dBQTBCO0VBQ2pHO0NBQ0YsRUFDRjtDQUNBLFNBQVMsRUFDUCxPQUFPO0VBQ0wsUUFBUTtFQUNSLGlCQUFpQjtFQUNqQixpQkFBaUI7R0FDZixPQUFPLEVBQUUsU0FBUyxPQUFPLG9CQUFvQixFQUFFO0dBQy9DLFFBQVE7SUFBRSxRQUFRO0lBQU8sZ0JBQWdCO0dBQWE7RUFDeEQ7Q0FDRixFQUNGO0NBQ0EsVUFBVTtFQUNSLE1BQU0sT0FBTyxVQUFVO0VBQ3ZCLFNBQVMsQ0FBQyxPQUFPLEdBQUc7R0FBRSxNQUFNO0dBQWUsbUJBQW1CLFlBQVksUUFBUTtFQUFFLENBQUM7RUFDckYsT0FBTztHQUNMLFFBQVE7R0FDUixhQUFhO0dBRWIsbUJBQW1CO0dBQ25CLFFBQVE7R0FFUix1QkFBdUI7R0FDdkIsaUJBQWlCO0lBQ2YsT0FBTyxPQUFPLHFCQUFxQjtJQUVuQyxRQUFRLEVBQUUsZ0JBQWdCLE1BQU07SUFDaEMsUUFBUSxFQUNOLGVBQWUsRUFHYixRQUFRLENBQ047S0FBRSxNQUFNO0tBQVcsTUFBTTtLQUEyQyxVQUFVO0lBQUUsR0FDaEY7S0FBRSxNQUFNO0tBQVksTUFBTTtLQUFxQixNQUFNLENBQUMsVUFBVTtJQUFFLENBQ3BFLEVBQ0YsRUFDRjtHQUNGO0VBQ0Y7Q0FDRjtBQUNGLENBQUMifQ==