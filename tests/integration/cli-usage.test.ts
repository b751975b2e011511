/** Help, wrong usage and `pairlens serve`: what a person sees of a command before it does anything. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine, jsonLines, PROJECT } from '../cli.ts';
import { PAIRS } from './golden-pairs.ts';

let cli: CommandLine;
beforeAll(() => {
  cli = new CommandLine();
  writeFileSync(cli.path('golden.jsonl'), jsonLines(PAIRS));
});
afterAll(() => cli.remove());

describe('help and usage', () => {
  // What each command says is read in src/main/cli/program.test.ts.
  it.concurrent.each([[[]], [['texts', 'import']]])('%j has --help', async (command: string[]) => {
    const { code, stdout, stderr } = await cli.start([...command, '--help']).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Usage: ${['pairlens', ...command].join(' ')}`);
  });

  it.concurrent.each([
    [[], 'Usage: pairlens'],
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['run', '--pairs', 'golden.jsonl'], "required option '--model <name|folder>' not specified"],
    [['run', '--pairs', 'a', '--model', 'b', '--keep', 'some'], 'Allowed choices are none, patterns, all'],
    [['run', '--pairs', 'a', '--model', 'b', '--seed', '-1'], 'expected a whole number from 0 to 2147483647'],
    [['probe', '--model', 'a', '--hooks', 'all', '--out', 'b'], 'give either --text or --inputs'],
    [['runs', 'show', 'one'], 'expected a whole number of at least 1, got one'],
    [['export', 'metrics', '--run', '1', '--where', 'loudness>1'], 'no metric is called loudness'],
    [
      ['export', 'figure', '--run', '1', '--out', 'a.gif'],
      '--out must end in .svg, .png, .pdf or .csv, got a.gif',
    ],
    [
      ['export', 'figure', '--run', '1', '--kind', 'pair-map', '--out', 'a.svg'],
      'a figure of kind pair-map also needs --pair, --layer, --head',
    ],
    [['export', 'figure', '--out', 'a.svg'], "required option '--run <n>' not specified"],
    [
      ['export', 'figure', '--run', '1', '--kind', 'distribution', '--layer', 'x', '--out', 'a.svg'],
      "option '--layer <n>' argument 'x' is invalid. expected a whole number from 0 to 65535, got x",
    ],
    [['sets', 'import', 'golden.jsonl', '--original', 'a'], '--original and --counterfactual go together'],
  ])('%j is wrong usage', async (args, message) => {
    const { code, stdout, stderr } = await cli.run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('says which Node it needs, as the package does, to one that is older', async () => {
    const { engines, devDependencies } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
      engines: { node: string };
      devDependencies: Record<string, string>;
    };
    const [oldest = ''] = /\d+$/.exec(engines.node) ?? [];
    expect(engines.node).toBe(`>=${oldest}`);
    // The one that the project brings is of that line, so that nothing newer creeps in.
    expect(devDependencies['node']?.split('.')[0]).toBe(oldest);
    const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${Number(oldest) - 1}.9.0' } });`;
    const { ended } = cli.start(['models', 'list'], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(older)}`,
    });
    expect(await ended).toMatchObject({
      code: 1,
      stderr: `pairlens needs Node ${oldest} or newer; this is ${Number(oldest) - 1}.9.0.\n`,
    });
  });

  it('tells machines of wrong usage, and of what is not there, in JSON', async () => {
    const usage = await cli.start(['run', '--json']).ended;
    expect(usage.code).toBe(2);
    expect(JSON.parse(usage.stdout)).toEqual({
      error: {
        code: 'BAD_REQUEST',
        message: "required option '--pairs <file|set>' not specified",
        details: {},
      },
    });
    const missing = await cli.start(['runs', 'show', '99', '--json']).ended;
    expect(missing.code).toBe(1);
    expect(JSON.parse(missing.stdout)).toMatchObject({ error: { code: 'NOT_FOUND', message: 'no run 99' } });
    expect(missing.stderr).toBe('');
  });

  it('takes relative paths from where npm was called', async () => {
    mkdirSync(cli.path('below'), { recursive: true });
    const { ended } = cli.start(['sets', 'import', '../golden.jsonl', '--name', 'by npm'], {
      INIT_CWD: cli.path('below'),
      npm_lifecycle_event: 'pairlens',
    });
    expect(await ended).toMatchObject({
      code: 0,
      stdout:
        'by npm: 3 pairs imported into project Default.\nColumns: original = original_ids, counterfactual = counterfactual_ids, label.\n',
    });
    const manifest = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(manifest.scripts['pairlens']).toBe('node src/main/cli/pairlens.ts');
  });
});

describe('serve', () => {
  it('prints the address, serves until SIGTERM, and lets go of the workspace', async () => {
    const server = cli.start(['serve', '--store', 'served.sqlite']);
    await server.says('/#');
    await server.says('Stop it with Ctrl-C');
    server.process.kill('SIGTERM');
    const { code, stdout } = await server.ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^The workbench is at http:\/\/127\.0\.0\.1:\d+\/\S+\n$/);
    expect((await cli.run('runs', 'list', '--store', 'served.sqlite')).code).toBe(0);
  });

  it('prints the address for machines', async () => {
    const server = cli.start(['serve', '--json', '--store', 'served.sqlite']);
    await server.says('Stop it with Ctrl-C');
    server.process.kill('SIGTERM');
    const { stdout } = await server.ended;
    const { url, port } = JSON.parse(stdout) as { url: string; port: number };
    expect(new URL(url).port).toBe(String(port));
  });

  it('says that a port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const taken = cli.start(['serve', '--port', `${port}`, '--store', 'served.sqlite']);
    const { code, stdout, stderr } = await taken.ended;
    other.close();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`The port is in use: .*${port}`));
  });
});
