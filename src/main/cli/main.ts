/** One call of `pairlens`, whatever process it is in. */
import { CommanderError } from 'commander';
import { EXIT, reportError, reportUsage } from './output.ts';
import { createProgram } from './program.ts';

/**
 * @param argv as Node has it: two words before the command
 * @returns the exit code
 */
export async function call(argv: readonly string[]): Promise<number> {
  const program = createProgram(argv.slice(2));
  const json = argv.includes('--json');
  try {
    await program.parseAsync([...argv]);
    return typeof process.exitCode === 'number' ? process.exitCode : EXIT.ok;
  } catch (error) {
    // --help and --version also come this way, with exit code 0; commander has printed what there is to say.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : reportUsage(error, json);
    return reportError(error, json);
  }
}
