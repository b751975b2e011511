/** Reference values of analyses, with their inputs: tests/fixtures/analyses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A section of a family's analyses, not looked into. */
function read(section: string, family: string): unknown {
  const path = join(import.meta.dirname, '../fixtures/analyses', section, `${family}.json`);
  return JSON.parse(readFileSync(path, 'utf8'));
}

const ids = z.array(z.array(z.number()));
const nested = z.array(z.array(z.array(z.number())));
const ablation = z.object({
  inputs: z.object({
    texts: ids,
    masked: ids.nullable(),
    mask_id: z.number().nullable(),
    clean_loss_by_text: z.array(z.number()),
    token_types: z.array(z.array(z.number()).nullable()).optional(),
  }),
  expected: z.object({
    'ablation.zero_by_text': nested,
    'ablation.mean_row_by_text': nested,
    'ablation.mean_set_by_text': nested,
  }),
});

export function ablationFixture(family: string) {
  return ablation.parse(read('ablation', family));
}

const sequences = z.object({
  inputs: z.looseObject({
    length: z.number(),
    sequences: ids.optional(),
    icl: z.looseObject({
      score: z.number(),
      loss_early: z.array(z.number()),
      loss_late: z.array(z.number()),
    }),
  }),
  expected: z.record(z.string(), z.unknown()),
});

export function inductionFixture(family: string) {
  return sequences.parse(read('induction', family));
}

const patching = z.object({
  inputs: z.looseObject({
    clean: z.array(z.number()),
    corrupted: z.array(z.number()),
    token_types: z.array(z.number()).nullable(),
    position: z.number().optional(),
    metric_ids: z.array(z.number()).optional(),
  }),
  expected: z.record(
    z.string(),
    z.object({ shape: z.array(z.number()), data: z.array(z.number().nullable()) }),
  ),
});
const patchingSections = z.looseObject({ patching }).catchall(patching);

export function patchingFixture(family: string) {
  return patchingSections.parse(read('patching', family));
}

const paths = z.object({
  inputs: z.object({
    clean: z.array(z.number()),
    corrupted: z.array(z.number()),
    token_types: z.array(z.number()).nullable(),
    position: z.number(),
    metric_ids: z.tuple([z.number(), z.number()]),
  }),
  /** [head of layer 0, head of layer 1] */
  expected: z.record(z.string(), ids),
});

export function pathPatchingFixture(family: string) {
  return paths.parse(read('path-patching', family));
}

const heads = z.object({
  clean: z.array(z.number()),
  corrupted: z.array(z.number()),
  /** [layer, head] */
  z: ids,
});

export function effectsFixture(family: string) {
  return heads.parse(read('effects', family));
}
