import { resolve, sep } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PairlensError } from '../../../shared/errors.ts';
import { checkModelId, checkRevision, folderNameOf, staysInFolder } from './names.ts';

const ROOT = resolve('/home/hub/models');

/** Text that looks like a path or an address more often than chance would have it. */
const hostile = fc
  .array(
    fc.oneof(fc.constantFrom('..', '.', '/', '\\', ':', '%2e', '\0', 'a', 'gpt2', '-', '@'), fc.string()),
  )
  .map((parts) => parts.join(''));

it.each(['gpt2', 'prajjwal1/bert-tiny', 'EleutherAI/pythia-70m', 'TinyLlama/TinyLlama-1.1B-Chat-v1.0'])(
  '%s is an id',
  (id) => {
    expect(checkModelId(id)).toBe(id);
  },
);

it.each(['main', 'v1.0', 'step1000', 'refs/pr/1', 'a'.repeat(40)])('%s is a revision', (revision) => {
  expect(checkRevision(revision)).toBe(revision);
});

it('an id that passes becomes a folder right below the one it belongs in', () => {
  fc.assert(
    fc.property(hostile, (id) => {
      try {
        const folder = resolve(ROOT, folderNameOf(checkModelId(id)));
        expect(folder.slice(0, ROOT.length + 1)).toBe(ROOT + sep);
        expect(folder.slice(ROOT.length + 1)).not.toContain(sep);
      } catch (error) {
        if (!(error instanceof PairlensError)) throw error;
        expect(error.code).toBe('BAD_REQUEST');
      }
    }),
    { numRuns: 2000 },
  );
});

it('a file that passes lies below its folder', () => {
  fc.assert(
    fc.property(hostile, (name) => {
      fc.pre(staysInFolder(name));
      expect(resolve(ROOT, name).startsWith(ROOT + sep)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
