/** How ONNX Runtime opens a graph, by what computes it. */
import type { InferenceSession } from 'onnxruntime-node';
import type { Device } from '../../../shared/device-names.ts';
import { sessionThreads } from './session-threads.ts';

/**
 * What makes float32 of all weights when a graph is opened, in memory of this session alone. Without, each is cast when its turn
 * comes: on the CPU the pages of the file are shared, and of float32 there is no more than the matrix at work.
 */
const FOLDING = 'ConstantFolding;FuseFp16InitializerToFp32NodeTransformer';

/** @param keepsHalves whether weights of two bytes a number stay so in memory */
export function sessionOptions(device: Device, keepsHalves = false) {
  return {
    // Alone: what a device has no operator for, the CPU computes in between without being named, and where it is named a
    // device that is not there is passed over in silence.
    executionProviders: [device],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: sessionThreads(),
    enableCpuMemArena: true,
    // It would remember a plan of memory for every shape that was ever run; batches have many, and memory must not grow.
    enableMemPattern: false,
    extra: {
      session: {
        // MatMul would copy each of its weights into an order of its own. As it is, all sessions of a model share the pages
        // of its weights file, and opening one reads nothing of it.
        disable_prepacking: '1',
        // Threads that wait for the next run must not burn the processor: the caller needs it between runs.
        intra_op: { allow_spinning: '0' },
      },
      ...(keepsHalves && { optimization: { disable_specified_optimizers: FOLDING } }),
    },
    // Errors only: they come back as exceptions, too.
    logSeverityLevel: 3,
  } as const satisfies InferenceSession.SessionOptions;
}
