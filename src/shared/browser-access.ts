/** What the browser shell and the page it serves agree on. */
import { z } from 'zod';

/** How a browser proves that it may talk to the engine, and where it asks whether it may. */
export const WEBSOCKET_PATH = '/engine';
export const SESSION_PATH = '/session';
export const WEBSOCKET_PROTOCOL = 'pairlens';
/** The token travels as a second subprotocol, so that it stands in no address, log or history. */
export const TOKEN_PROTOCOL_PREFIX = 'pairlens.token.';

/** What stands in the body of a refusal: a code of shared/errors and a message. */
export const refusalBody = z.object({ code: z.string(), message: z.string() });
