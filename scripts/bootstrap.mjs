// Sets the project up from a bare clone: `node scripts/bootstrap.mjs [--chromium]`. Written for bare Node 20+, before
// any package is there; silent and quick when there is nothing to do. Everything it says goes to stderr, so that the
// output of the command it runs before stays clean.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const say = (text) => process.stderr.write(`bootstrap: ${text}\n`);

function fail(text) {
  say(text);
  process.exit(1);
}

/** Runs a command with its output on stderr; true when it succeeded. */
function attempt(command, args, { seconds = 1800, env = {} } = {}) {
  const result = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    timeout: seconds * 1000,
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  if (result.error) say(`${command}: ${result.error.message}`);
  return result.status === 0;
}

function npm(args) {
  // ONNX Runtime's install script fetches CUDA libraries, which Pairlens does not use.
  return attempt('npm', args, { env: { ONNXRUNTIME_NODE_INSTALL: 'skip' } });
}

function lockedPackages(file) {
  if (!existsSync(file)) return null;
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  return new Map(Object.entries(packages).filter(([path]) => path !== ''));
}

/** Whether node_modules holds what the lock file says (packages for other platforms may be absent). */
function installed() {
  const wanted = lockedPackages(join(ROOT, 'package-lock.json'));
  const present = lockedPackages(join(ROOT, 'node_modules', '.package-lock.json'));
  if (!wanted) fail('package-lock.json is missing');
  if (!present) return false;
  for (const [path, { version, optional }] of wanted) {
    const have = present.get(path);
    if (have ? have.version !== version : !optional) return false;
  }
  return [...present.keys()].every((path) => wanted.has(path));
}

function ensurePackages() {
  if (!installed()) {
    say('installing packages (npm ci)');
    // No package but `node` needs its install script; see allowScripts in package.json.
    if (!npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'])) fail('npm ci failed; see above');
  }
  const node = join(ROOT, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(node)) {
    say('putting Node 24 in place (npm rebuild node)');
    if (!npm(['rebuild', 'node']) || !existsSync(node))
      fail('the package `node` could not be set up; see above');
  }
}

function ensureChromium() {
  if (findChromium()) return;
  say('no Chromium found; asking Playwright to download one');
  attempt('npx', ['playwright', 'install', 'chromium'], { seconds: 600 });
  if (findChromium()) return;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    say('that did not work; installing Debian’s chromium');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    attempt('apt-get', ['update', '-qq'], { env });
    attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
    if (findChromium()) return;
  }
  fail(
    'the end-to-end tests need a Chromium. Run `npx playwright install chromium` with an internet connection, or ' +
      'install chromium or google-chrome so that it is on the PATH, and try again.',
  );
}

ensurePackages();
if (process.argv.includes('--chromium')) ensureChromium();
