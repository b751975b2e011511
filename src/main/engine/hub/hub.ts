/** The Hub and what came from it: the settings are read when something is asked of it, not when the program starts. */
import { HubHttp } from './http.ts';
import { HubStore } from './hub-store.ts';
import { type Clock, systemClock } from './retry.ts';
import { type Environment, type HubSettings, readHubSettings } from './settings.ts';

export interface HubOptions {
  /** Where workspaces and models live. */
  readonly home: string;
  readonly environment: Environment;
  readonly clock?: Clock;
}

export class Hub {
  readonly store: HubStore;
  readonly clock: Clock;
  readonly #environment: Environment;

  constructor({ home, environment, clock = systemClock }: HubOptions) {
    this.clock = clock;
    this.store = new HubStore(home, clock);
    this.#environment = environment;
  }

  /** @throws PairlensError BAD_REQUEST when a variable of the environment makes no sense */
  settings(): HubSettings {
    return readHubSettings(this.#environment);
  }

  /** Lends connections for one model's worth of requests. @throws as {@link settings} */
  async connected<Result>(use: (http: HubHttp) => Promise<Result>): Promise<Result> {
    const http = new HubHttp(this.settings(), this.clock);
    try {
      return await use(http);
    } finally {
      await http.close();
    }
  }
}
