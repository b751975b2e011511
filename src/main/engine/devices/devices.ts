/**
 * The devices of this machine: which there are, and which of them a model is computed on. A device is believed once it has
 * computed, in a process of its own: a product of two matrices, and then the model, whose attention patterns, final stream and
 * logits are held against the CPU's.
 */
import { DEVICE_TITLES, DEVICES, type Device } from '../../../shared/device-names.ts';
import {
  type DeviceChoice,
  type DeviceListing,
  LARGEST_PATTERN_DIFFERENCE,
  LARGEST_RELATIVE_DIFFERENCE,
  ON_CPU,
  type Precision,
  type RanOn,
} from '../../../shared/devices.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { isOutOfMemory } from '../inference/out-of-memory.ts';
import type { TokenLimits } from '../inference/token-batch.ts';
import { Turns } from '../inference/turns.ts';
import { type AskDevice, askDevice, type Tried } from './ask-device.ts';
import { type Comparison, type StoredGraph, toSend } from './device-messages.ts';
import { type Compared, RememberedComparisons } from './remembered.ts';
import { whyAbsent } from './why-absent.ts';

/** An answer takes a driver that compiles its programs for the first time some seconds. */
const PROBE_MILLISECONDS = 60_000;
/** A device that was asked for is waited for; of those that `auto` tries, one so slow is not the fastest. */
const COMPARE_MILLISECONDS = { asked: 600_000, auto: 120_000 } as const;

/** A graph of a compiled model that a device may compute. */
export interface DeviceGraph {
  readonly precision: Precision;
  readonly file: StoredGraph;
  /** sha256 of what is in it. */
  readonly hash: string;
}
/** In the order in which they are tried; the last is in float32. */
export type DeviceGraphs = readonly [DeviceGraph, ...DeviceGraph[]];

/** The model that is to be computed, compiled. */
export interface ModelToCompare extends Pick<Compared, 'weightsHash'> {
  /** What the CPU computes. */
  readonly reference: StoredGraph;
  /** What a device may compute: the first of them that does as the CPU. */
  readonly graphs: () => Promise<DeviceGraphs>;
  readonly limits: TokenLimits;
  /** Its hook points of attention patterns; a model without layers has none. */
  readonly patterns: readonly string[];
  /** Its final stream, and its logits where it has them. */
  readonly vectors: readonly string[];
}

type Outcome = Comparison | { readonly failed: string };
/** How a device did with one of a model's graphs. */
interface TriedOn {
  readonly precision: Precision;
  readonly outcome: Outcome;
  /** Why it is not in float16, where that was tried. */
  readonly note: string | null;
}
interface Comparing {
  readonly milliseconds: number;
  readonly signal: AbortSignal | undefined;
  readonly onActivity: (text: string) => void;
}

export class Devices {
  /** Sessions on a graphics card share what a driver has once: two that compute at once have crashed it. */
  readonly turns = new Turns(1);
  readonly #ask: AskDevice;
  readonly #remembered: RememberedComparisons;
  readonly #probed = new Map<Device, Promise<Tried<'probe'>>>();
  /** Why a device is not used for a model any more, as long as this process lasts; by both. */
  readonly #failed = new Map<string, string>();

  constructor(home: string, ask: AskDevice = askDevice) {
    this.#remembered = new RememberedComparisons(home);
    this.#ask = ask;
  }

  /** Every device that there might be, and of those that are not here why. Each is tried once in a process's life. */
  list(): Promise<DeviceListing[]> {
    return Promise.all(DEVICES.map((device) => this.#listing(device)));
  }

  /**
   * What computes a model: the device that was asked for, or where that fails on it the CPU, saying why.
   * @param onActivity told, in words, what takes time
   * @throws PairlensError DEVICE_ABSENT where this machine does not have the device that was asked for; when `signal` says so,
   *   while it compares
   */
  async choose(
    choice: DeviceChoice,
    model: ModelToCompare,
    onActivity: (text: string) => void,
    signal?: AbortSignal,
  ): Promise<RanOn> {
    if (choice === 'cpu') return ON_CPU;
    if (choice === 'auto') return this.#fastest(model, onActivity, signal);
    const { here, why } = await this.#listing(choice);
    if (!here) throw new PairlensError('DEVICE_ABSENT', why ?? '', { device: choice });
    const how = { milliseconds: COMPARE_MILLISECONDS.asked, signal, onActivity };
    return ranOnOf(choice, await this.#tryOn(choice, model, how));
  }

  /** What is usual in a workspace that may come from another machine: the CPU where this one lacks the device. */
  async orCpu(choice: DeviceChoice): Promise<DeviceChoice> {
    if (choice === 'auto' || choice === 'cpu') return choice;
    return (await this.#listing(choice)).here ? choice : 'cpu';
  }

  /**
   * A device failed on a model while it computed: it is not used for it again by this process.
   * @param graph only with this one
   */
  noteFailure(
    device: Device,
    model: Pick<Compared, 'weightsHash'>,
    why: string,
    graph?: Pick<DeviceGraph, 'precision'>,
  ): void {
    this.#failed.set(failureOf(device, model, graph), why);
  }

  async #listing(device: Device): Promise<DeviceListing> {
    const about = { device, title: DEVICE_TITLES[device] };
    const tried = await this.#probe(device);
    if (tried.type === 'probed') return { ...about, here: true, milliseconds: tried.milliseconds, why: null };
    return { ...about, here: false, milliseconds: null, why: whyAbsent(device, tried.message, process) };
  }

  #probe(device: Device): Promise<Tried<'probe'>> {
    const known = this.#probed.get(device);
    if (known !== undefined) return known;
    const probing = this.#ask({ type: 'probe', device }, PROBE_MILLISECONDS, { turns: this.turns });
    this.#probed.set(device, probing);
    return probing;
  }

  /** The fastest of those that compute the model as the CPU does, the CPU itself among them. */
  async #fastest(
    model: ModelToCompare,
    onActivity: (text: string) => void,
    signal: AbortSignal | undefined,
  ): Promise<RanOn> {
    let best: RanOn = ON_CPU;
    let bestTime = Infinity;
    const failures: string[] = [];
    const how = { milliseconds: COMPARE_MILLISECONDS.auto, signal, onActivity };
    for (const { device, here } of await this.list()) {
      if (device === 'cpu' || !here) continue;
      const found = await this.#tryOn(device, model, how);
      const { outcome } = found;
      const tried = ranOnOf(device, found);
      if (!isAlike(outcome) && tried.note !== null) failures.push(tried.note);
      const isFaster =
        isAlike(outcome) && outcome.deviceMilliseconds < Math.min(bestTime, outcome.cpuMilliseconds);
      if (!isFaster) continue;
      best = tried;
      bestTime = outcome.deviceMilliseconds;
    }
    const notes = [best.note, ...failures].filter((note) => note !== null);
    return { ...best, note: notes.length === 0 ? null : notes.join('; ') };
  }

  /** With the first of the model's graphs whose patterns are the CPU's on the device, or else with the last. */
  async #tryOn(device: Device, model: ModelToCompare, how: Comparing): Promise<TriedOn> {
    const failed = this.#failed.get(failureOf(device, model));
    if (failed !== undefined) return { precision: 'float32', outcome: { failed }, note: null };
    const tryGraph = async (graph: DeviceGraph, note: string | null): Promise<TriedOn> => ({
      precision: graph.precision,
      outcome: await this.#compare(device, model, graph, how),
      note,
    });
    const [first, ...others] = await model.graphs();
    let tried = await tryGraph(first, null);
    for (const graph of others) {
      if (isAlike(tried.outcome)) break;
      const note =
        tried.precision === 'float16'
          ? `${DEVICE_TITLES[device]} computes it in float32, for in float16 ${whyNot(tried.outcome)}`
          : tried.note;
      tried = await tryGraph(graph, note);
    }
    return tried;
  }

  async #compare(
    device: Device,
    model: ModelToCompare,
    graph: DeviceGraph,
    { milliseconds, signal, onActivity }: Comparing,
  ): Promise<Outcome> {
    const failed = this.#failed.get(failureOf(device, model, graph));
    if (failed !== undefined) return { failed };
    if (model.patterns.length === 0)
      return { failed: 'the model has no attention to compare with the CPU’s' };
    const { weightsHash, reference, limits, patterns, vectors } = model;
    const compared: Compared = { device, weightsHash, graphHash: graph.hash, precision: graph.precision };
    const remembered = await this.#remembered.get(compared);
    if (remembered !== null) return remembered;
    onActivity(`Comparing ${DEVICE_TITLES[device]} with the CPU`);
    const { maxPositions, vocabularySize, tokenTypes } = limits;
    const tried = await this.#ask(
      {
        type: 'compare',
        device,
        graph: toSend(graph.file),
        reference: toSend(reference),
        limits: { maxPositions, vocabularySize, tokenTypes },
        patterns: [...patterns],
        vectors: [...vectors],
      },
      milliseconds,
      { signal, turns: this.turns },
    );
    if (tried.type === 'failed') {
      this.#failed.set(failureOf(device, model, graph), tried.message);
      if (isToRemember(graph, tried)) await this.#remembered.putFailure(compared, tried.message);
      return { failed: tried.message };
    }
    const { largestDifference, relativeDifference, cpuMilliseconds, deviceMilliseconds } = tried;
    const found = { largestDifference, relativeDifference, cpuMilliseconds, deviceMilliseconds };
    await this.#remembered.put(compared, found);
    return found;
  }
}

/**
 * Whether the next process need not try it again, either: the device said itself that it cannot. There is a graph in float32 that it may
 * compute, so that it is never passed over for what was noted.
 */
function isToRemember(
  { precision }: DeviceGraph,
  { answered, message }: Extract<Tried<'compare'>, { type: 'failed' }>,
): boolean {
  return precision !== 'float32' && answered && !isOutOfMemory(message);
}

function isAlike(outcome: Outcome): outcome is Comparison & { readonly largestDifference: number } {
  return (
    'largestDifference' in outcome &&
    outcome.largestDifference !== null &&
    outcome.largestDifference <= LARGEST_PATTERN_DIFFERENCE &&
    outcome.relativeDifference !== null &&
    outcome.relativeDifference <= LARGEST_RELATIVE_DIFFERENCE
  );
}

/** Of a device with a model, or with one of its graphs. */
function failureOf(
  device: Device,
  { weightsHash }: Pick<Compared, 'weightsHash'>,
  graph?: Pick<DeviceGraph, 'precision'>,
): string {
  return [device, weightsHash, ...(graph ? [graph.precision] : [])].join(' ');
}

/** The device, or the CPU in its place. */
function ranOnOf(device: Device, { precision, outcome, note }: TriedOn): RanOn {
  if (isAlike(outcome)) return { device, precision, largestDifference: outcome.largestDifference, note };
  return insteadOf(device, whyNot(outcome));
}

/** The CPU, in the place of a device that failed. */
export function insteadOf(device: Device, why: string): RanOn {
  return { ...ON_CPU, note: `${DEVICE_TITLES[device]} was not used: ${why}` };
}

export function isDeviceFailure(error: unknown): error is PairlensError {
  return error instanceof PairlensError && error.code === 'DEVICE_FAILED';
}

function whyNot(outcome: Outcome): string {
  if ('failed' in outcome) return outcome.failed;
  const { largestDifference, relativeDifference } = outcome;
  if (largestDifference === null || relativeDifference === null)
    return 'it computes values that are not finite';
  return largestDifference > LARGEST_PATTERN_DIFFERENCE
    ? `its attention patterns differ from the CPU’s by ${largestDifference.toExponential(1)}, more than ${LARGEST_PATTERN_DIFFERENCE}`
    : `its final stream or its logits differ from the CPU’s by ${relativeDifference.toExponential(1)} of their size, more than ${LARGEST_RELATIVE_DIFFERENCE}`;
}
