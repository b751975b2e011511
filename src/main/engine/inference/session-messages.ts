/** What the engine and the thread of a session say to each other. */
import type { Device } from '../../../shared/device-names.ts';
import type { ErrorRecord } from '../../../shared/errors.ts';
import type { Activation, AxesOfHooks } from './hooked-session.ts';
import type { RunInputs } from './run-inputs.ts';
import type { TokenBatch, TokenLimits } from './token-batch.ts';

/**
 * A graph as ONNX Runtime opens it: its file, beside its weights; or its bytes, and the folder of the weights. And whether
 * weights of two bytes a number stay so in memory (session-options.ts); of a path alone they do not.
 */
export type GraphSource =
  | string
  | ({ readonly keepsHalves: boolean } & (
      { readonly path: string } | { readonly bytes: Uint8Array; readonly weightsFolder: string }
    ));

/** What the thread is started with. */
export interface SessionData {
  readonly graph: GraphSource;
  readonly limits: TokenLimits;
  readonly device: Device;
}

export type ToSession =
  | {
      readonly type: 'run';
      readonly id: number;
      readonly batch: TokenBatch;
      readonly hooks: readonly string[];
      readonly inputs: RunInputs;
    }
  | { readonly type: 'close' };

export type FromSession =
  | { readonly type: 'open'; readonly axes: AxesOfHooks }
  | { readonly type: 'not-open'; readonly failure: ErrorRecord }
  | { readonly type: 'done'; readonly id: number; readonly activations: ReadonlyMap<string, Activation> }
  | { readonly type: 'failed'; readonly id: number; readonly failure: ErrorRecord };
