/**
 * What a shell and its engine process say to each other outside the contract: open, connect, close. Each message may
 * carry a handle: `connect` a MessagePort (Electron), `upgrade` the socket of a WebSocket handshake (server), which is the
 * engine's alone from `released` on.
 */
import { z } from 'zod';

export const engineOptions = z.object({
  home: z.string().optional(),
  storePath: z.string().optional(),
  shell: z.enum(['electron', 'browser']),
});
export type EngineOptions = z.infer<typeof engineOptions>;

export const toEngine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open'), options: engineOptions }),
  z.object({ type: z.literal('connect') }),
  z.object({
    type: z.literal('upgrade'),
    id: z.int(),
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    /** What followed the handshake in the same packet, base64. */
    head: z.string(),
  }),
  z.object({ type: z.literal('released'), id: z.int() }),
  z.object({ type: z.literal('close') }),
]);
export type ToEngine = z.infer<typeof toEngine>;

export const fromEngine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** The engine could not be opened; the process ends. */
  z.object({
    type: z.literal('failed'),
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
]);
export type FromEngine = z.infer<typeof fromEngine>;
