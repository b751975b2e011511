import type { ClientContext, ClientLink } from '@orpc/client';

/** One live connection to the engine, over whichever transport. */
export interface Channel {
  readonly link: ClientLink<ClientContext>;
  /** Resolves when the other side is gone. */
  readonly closed: Promise<void>;
}

/** The other side answered and refused. Trying again without a change would not help. */
export class ConnectionRefused extends Error {
  override readonly name = 'ConnectionRefused';
  /** A code of shared/errors. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** It was lost while a call was under way: whether what was asked for was done is not known. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  readonly code = 'ENGINE_LOST';

  constructor(options: ErrorOptions = {}) {
    super('', options);
  }
}
