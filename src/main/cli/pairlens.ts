#!/usr/bin/env node
/** The command line's entry: `npm run --silent pairlens -- …`, and the bin `pairlens` once built. */
import { CommanderError } from 'commander';
import { EXIT, reportError } from './output.ts';
import { createProgram } from './program.ts';

async function main(argv: readonly string[]): Promise<number> {
  const program = createProgram();
  try {
    await program.parseAsync([...argv]);
    return typeof process.exitCode === 'number' ? process.exitCode : EXIT.ok;
  } catch (error) {
    // --help and --version also come this way, with exit code 0; commander has printed what there is to say.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return reportError(error, argv.includes('--json'));
  }
}

process.exitCode = await main(process.argv);
