/** What the browser shell and the page it serves agree on. */
import { z } from 'zod';

export const WEBSOCKET_PATH = '/engine';
/** POST: a session in exchange for the token of a link. GET: whether the session holds. Either as a bearer token. */
export const SESSION_PATH = '/session';
export const WEBSOCKET_PROTOCOL = 'pairlens';
/** The session travels as a second subprotocol, so that it stands in no address, log or history. */
export const TOKEN_PROTOCOL_PREFIX = 'pairlens.token.';

/** What a link is exchanged for. */
export const sessionBody = z.object({ session: z.string() });

/** What stands in the body of a refusal: a code of shared/errors and a message. */
export const refusalBody = z.object({ code: z.string(), message: z.string() });
