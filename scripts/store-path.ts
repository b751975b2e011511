import { resolve } from 'node:path';

/**
 * `--store FILE` as the person meant it: npm runs scripts in the package's folder, wherever it was called.
 * @param folder where it was called: npm's INIT_CWD
 */
export function withStoreFrom(folder: string, args: readonly string[]): string[] {
  return args.map((arg, at) => {
    if (args[at - 1] === '--store') return resolve(folder, arg);
    return arg.startsWith('--store=') ? `--store=${resolve(folder, arg.slice('--store='.length))}` : arg;
  });
}
