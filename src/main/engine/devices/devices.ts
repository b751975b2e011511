/**
 * The devices of this machine: which there are, and which of them a model is computed on. A device is believed once it has
 * computed, in a process of its own: a product of two matrices, and then the model, whose attention patterns are held against
 * the CPU's.
 */
import {
  DEVICE_TITLES,
  DEVICES,
  type Device,
  type DeviceChoice,
  type DeviceListing,
  LARGEST_PATTERN_DIFFERENCE,
  ON_CPU,
  type RanOn,
} from '../../../shared/devices.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { TokenLimits } from '../inference/token-batch.ts';
import { Turns } from '../inference/turns.ts';
import { type AskDevice, askDevice, type Tried } from './ask-device.ts';
import type { Comparison } from './device-messages.ts';
import { type Compared, RememberedComparisons } from './remembered.ts';
import { whyAbsent } from './why-absent.ts';

/** An answer takes a driver that compiles its programs for the first time some seconds. */
const PROBE_MILLISECONDS = 60_000;
/** A device that was asked for is waited for; of those that `auto` tries, one so slow is not the fastest. */
const COMPARE_MILLISECONDS = { asked: 600_000, auto: 120_000 } as const;

/** The model that is to be computed, compiled. */
export interface ModelToCompare extends Omit<Compared, 'device'> {
  readonly graphPath: string;
  readonly limits: TokenLimits;
  /** Its hook points of attention patterns; a model without layers has none. */
  readonly patterns: readonly string[];
}

type Outcome = Comparison | { readonly failed: string };

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
    const limits = { milliseconds: COMPARE_MILLISECONDS.asked, signal };
    return ranOnOf(choice, await this.#compare(choice, model, limits, onActivity));
  }

  /** What is usual in a workspace that may come from another machine: the CPU where this one lacks the device. */
  async orCpu(choice: DeviceChoice): Promise<DeviceChoice> {
    if (choice === 'auto' || choice === 'cpu') return choice;
    return (await this.#listing(choice)).here ? choice : 'cpu';
  }

  /** A device failed on a model while it computed: it is not used for it again by this process. */
  noteFailure(device: Device, model: Pick<Compared, 'weightsHash'>, why: string): void {
    this.#failed.set(`${device} ${model.weightsHash}`, why);
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
    const limits = { milliseconds: COMPARE_MILLISECONDS.auto, signal };
    for (const { device, here } of await this.list()) {
      if (device === 'cpu' || !here) continue;
      const outcome = await this.#compare(device, model, limits, onActivity);
      const tried = ranOnOf(device, outcome);
      if (tried.note !== null) failures.push(tried.note);
      const isFaster =
        isAlike(outcome) && outcome.deviceMilliseconds < Math.min(bestTime, outcome.cpuMilliseconds);
      if (!isFaster) continue;
      best = tried;
      bestTime = outcome.deviceMilliseconds;
    }
    return failures.length === 0 ? best : { ...best, note: failures.join('; ') };
  }

  async #compare(
    device: Device,
    model: ModelToCompare,
    { milliseconds, signal }: { readonly milliseconds: number; readonly signal: AbortSignal | undefined },
    onActivity: (text: string) => void,
  ): Promise<Outcome> {
    const failed = this.#failed.get(`${device} ${model.weightsHash}`);
    if (failed !== undefined) return { failed };
    if (model.patterns.length === 0)
      return { failed: 'the model has no attention to compare with the CPU’s' };
    const remembered = await this.#remembered.get({ device, ...model });
    if (remembered !== null) return remembered;
    onActivity(`Comparing ${DEVICE_TITLES[device]} with the CPU`);
    const { graphPath, limits, patterns } = model;
    const { maxPositions, vocabularySize, tokenTypes } = limits;
    const tried = await this.#ask(
      {
        type: 'compare',
        device,
        graphPath,
        limits: { maxPositions, vocabularySize, tokenTypes },
        patterns: [...patterns],
      },
      milliseconds,
      { signal, turns: this.turns },
    );
    if (tried.type === 'failed') {
      this.noteFailure(device, model, tried.message);
      return { failed: tried.message };
    }
    const { largestDifference, cpuMilliseconds, deviceMilliseconds } = tried;
    const found = { largestDifference, cpuMilliseconds, deviceMilliseconds };
    await this.#remembered.put({ device, ...model }, found);
    return found;
  }
}

function isAlike(outcome: Outcome): outcome is Comparison & { readonly largestDifference: number } {
  return (
    'largestDifference' in outcome &&
    outcome.largestDifference !== null &&
    outcome.largestDifference <= LARGEST_PATTERN_DIFFERENCE
  );
}

/** The device, or the CPU in its place. */
function ranOnOf(device: Device, outcome: Outcome): RanOn {
  if (isAlike(outcome)) return { device, largestDifference: outcome.largestDifference, note: null };
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
  const { largestDifference } = outcome;
  return largestDifference === null
    ? 'it computes values that are not finite'
    : `its attention patterns differ from the CPU’s by ${largestDifference.toExponential(1)}, more than ${LARGEST_PATTERN_DIFFERENCE}`;
}
