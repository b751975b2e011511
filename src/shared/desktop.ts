/**
 * What the desktop shell offers the renderer besides the engine, on `window.pairlens`. In the browser there is no such
 * object, and the renderer uses the page's own means (a file input, a download). Nothing is imported here, so that the
 * preload script that is built from it stays small.
 */

/** What the native menu asks the screen to do. */
export const DESKTOP_COMMANDS = [
  'import-sentences',
  'export-results',
  'back-up',
  'search',
  'command-palette',
  'keyboard-help',
] as const;
export type DesktopCommand = (typeof DESKTOP_COMMANDS)[number];

/** Why the engine cannot be reached: an error code of shared/errors and a message. */
export interface EngineFailure {
  readonly code: string;
  readonly message: string;
}

export interface ChosenFile {
  /** The name without its folder. */
  readonly name: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

export interface DesktopBridge {
  /** Asks for a port to the engine; it arrives as a `message` event of the window, with ENGINE_PORT as its data. */
  connectEngine(): Promise<EngineFailure | null>;
  /** The system's open dialog for a file of sentences; null when the person cancels. */
  chooseSentenceFile(): Promise<ChosenFile | null>;
  /** The system's dialog for the folder of a model; its path, or null when the person cancels. */
  chooseModelFolder(): Promise<string | null>;
  /** Calls the listener for each menu command; the function that comes back ends that. */
  onCommand(listener: (command: DesktopCommand) => void): () => void;
}

export const ENGINE_PORT = 'pairlens:engine-port';

/** Names of the channels between main and preload. */
export const CHANNELS = {
  connectEngine: 'engine:connect',
  enginePort: 'engine:port',
  chooseSentenceFile: 'dialog:choose-sentence-file',
  chooseModelFolder: 'dialog:choose-model-folder',
  command: 'menu:command',
} as const;
