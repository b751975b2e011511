#!/usr/bin/env node
/** The command line's entry: `npm run --silent pairlens -- …`, and the bin `pairlens` once built. */
import { call } from './main.ts';
import { EXIT, stopQuietlyWhenNobodyReads } from './output.ts';

/** As `engines` in package.json says. */
const OLDEST_NODE = 24;

async function main(argv: readonly string[]): Promise<number> {
  stopQuietlyWhenNobodyReads();
  // An older Node does not even understand the files that a command loads.
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    process.stderr.write(`pairlens needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}.\n`);
    return EXIT.failed;
  }
  goWhereNpmWasCalled();
  return call(argv);
}

/** npm runs scripts in the project's folder; the paths that a person types are meant from where npm was called. */
function goWhereNpmWasCalled(): void {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env;
  if (script === 'pairlens' && folder) process.chdir(folder);
}

process.exitCode = await main(process.argv);
