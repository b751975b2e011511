/** Models that are open. The last one used stays open: most often the next request is about the same run. */
import { DEVICES } from '../../../shared/device-names.ts';
import { DEFAULT_DEVICE, DEVICE_CHOICES, type DeviceChoice } from '../../../shared/devices.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { isDeviceFailure } from '../devices/devices.ts';
import { KeptOpen } from '../inference/kept-open.ts';
import { lentJustNow } from './in-the-way.ts';
import type { LoadedModel, ModelLibrary } from './library.ts';
import type { StoredPlace } from './stored-place.ts';

type Library = Pick<ModelLibrary, 'open' | 'placeOf'>;

interface Lending {
  readonly onActivity: (text: string) => void;
  readonly device: DeviceChoice;
  readonly signal: AbortSignal | undefined;
}

/** A model that is open on what was asked for. */
interface OpenedModel {
  readonly model: LoadedModel;
  /** What it is called here, by its name or its folder. */
  readonly keyOf: (nameOrFolder: string) => string;
  close(): Promise<void>;
}

export class OpenModels {
  readonly #library: Library;
  /** What a model is computed on where nothing else is said. */
  readonly usualDevice: () => Promise<DeviceChoice>;
  /** A run asks for its model by name when it is planned, and by folder when it is carried out. */
  readonly #models = new KeptOpen<OpenedModel>({
    limit: 1,
    otherNames: ({ model, keyOf }) => [keyOf(model.folder)],
  });
  /** Devices that failed so far: what was opened before the last of them is lent to nobody else. */
  #failures = 0;

  constructor(
    library: Library,
    usualDevice: () => Promise<DeviceChoice> = () => Promise.resolve(DEFAULT_DEVICE),
  ) {
    this.#library = library;
    this.usualDevice = usualDevice;
  }

  /**
   * Lends the model to `use`. Nobody closes it meanwhile. Where its device fails, `use` is called again with the model on
   * another, in the end the CPU.
   * @param onActivity told, in words, what takes time, and once that a device failed
   * @param signal ends the waiting for the model to be opened; where nobody else waits for it, also the opening
   * @throws what ModelLibrary.open throws; when `signal` says so, while it is opened
   */
  async use<Result>(
    nameOrFolder: string,
    onActivity: (text: string) => void,
    use: (model: LoadedModel) => Result | Promise<Result>,
    asked?: DeviceChoice,
    signal?: AbortSignal,
  ): Promise<Result> {
    const device = asked ?? (await this.usualDevice());
    for (let failed = 0; ; failed++) {
      try {
        return await this.#lendSound(nameOrFolder, { onActivity, device, signal }, use);
      } catch (error) {
        if (!isDeviceFailure(error) || failed === DEVICES.length) throw error;
        this.#failures++;
        onActivity(`${error.message}; it is computed without it`);
      }
    }
  }

  async #lendSound<Result>(
    nameOrFolder: string,
    { onActivity, device, signal }: Lending,
    use: (model: LoadedModel) => Result | Promise<Result>,
  ): Promise<Result> {
    let isLent = false;
    const keyOf = keyOn(device, this.#failures);
    const lend = () =>
      this.#models.use(
        keyOf(nameOrFolder),
        async (unwanted) => {
          const model = await this.#library.open(nameOrFolder, onActivity, { device, signal: unwanted });
          return { model, keyOf, close: () => model.close() };
        },
        async ({ model }) => {
          await model.checkStillSame();
          isLent = true;
          return use(model);
        },
        signal,
      );
    try {
      return await lend();
    } catch (error) {
      if (!(error instanceof PairlensError) || error.code !== 'MODEL_DAMAGED') throw error;
      // Its files changed while it was open: whoever asks next gets one that is opened, and checked, anew.
      const isClosed = await this.#models.forget([keyOf(nameOrFolder)]);
      if (isLent || !isClosed) throw error;
      return lend();
    }
  }

  /**
   * Lends the model that a run or an analysis was planned with, wherever the library has it now.
   * @throws PairlensError MODEL_NOT_FOUND when it was removed; as {@link use}
   */
  async useStored<Result>(
    stored: StoredPlace,
    onActivity: (text: string) => void,
    use: (model: LoadedModel) => Result | Promise<Result>,
    device?: DeviceChoice,
    signal?: AbortSignal,
  ): Promise<Result> {
    return this.use(await this.#library.placeOf(stored), onActivity, use, device, signal);
  }

  /**
   * Closes a model, if it is open, so that its files can be removed.
   * @throws PairlensError CONFLICT while somebody uses it
   */
  async forget({ name, folder }: { readonly name: string; readonly folder: string }): Promise<void> {
    for (let failures = 0; failures <= this.#failures; failures++)
      for (const device of DEVICE_CHOICES) {
        const keyOf = keyOn(device, failures);
        if (!(await this.#models.forget([keyOf(name), keyOf(folder)]))) throw lentJustNow({ name });
      }
  }

  /** Closes every model. */
  close(): Promise<void> {
    return this.#models.close();
  }
}

function keyOn(device: DeviceChoice, failures: number): (nameOrFolder: string) => string {
  return (nameOrFolder) => JSON.stringify([device, failures, nameOrFolder]);
}
