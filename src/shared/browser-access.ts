/** What the browser shell and the page it serves agree on. */

/** How a browser proves that it may talk to the engine, and where it asks whether it may. */
export const WEBSOCKET_PATH = '/engine';
export const SESSION_PATH = '/session';
export const WEBSOCKET_PROTOCOL = 'pairlens';
/** The token travels as a second subprotocol, so that it stands in no address, log or history. */
export const TOKEN_PROTOCOL_PREFIX = 'pairlens.token.';
