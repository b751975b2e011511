import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { CHANGING_PARTS } from '../changes.ts';
import { deviceChoice } from '../devices.ts';
import { chosenFlagThresholds, flagThresholds } from '../entities/flags.ts';

export const workspace = {
  info: oc.output(
    z.object({
      storePath: z.string(),
      home: z.string(),
      pairlensVersion: z.string(),
      ortVersion: z.string(),
      shell: z.enum(['electron', 'browser', 'cli']),
      /** No request to the Hub is made. */
      offline: z.boolean(),
      /** Of the engine process: one that was started anew has another, and goes on with nothing of the one before. */
      engineId: z.string(),
    }),
  ),
  flagThresholds: oc.output(flagThresholds),
  setFlagThresholds: oc.input(chosenFlagThresholds).output(flagThresholds),
  /** What models are computed on where nothing else is said. */
  device: oc.output(z.object({ device: deviceChoice })),
  setDevice: oc.input(z.object({ device: deviceChoice })).output(z.object({ device: deviceChoice })),
  /** Copies the workspace, as it is at that moment, beside itself: a job. Returns where the copy is. */
  /** `sound`: whether the pages of the copy are; those of a damaged workspace are damaged in its copy too. */
  backUp: oc.output(z.object({ path: z.string(), sound: z.boolean() })),
  /** What other windows change, from now on: the parts of this contract to be asked again (shared/changes.ts). */
  changes: oc.output(eventIterator(z.enum(CHANGING_PARTS))),
};
