import type { Server } from 'node:http';
import { listen } from '../../slack/http-server.ts';

/** Where the demo's page is, if nobody else is there. */
const USUAL_PORT = 8088;

/** Somebody else has the port that was asked for, or we may not have it. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/**
 * Listens on 127.0.0.1; resolves with the port.
 *
 * @param port default: 8088, or any that is free where that is not
 * @throws PortTaken
 */
export async function listenOnLoopback(server: Server, port?: number): Promise<number> {
  try {
    return await listen(server, port ?? USUAL_PORT);
  } catch (cause) {
    if (port === undefined) return await listen(server, 0);
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const why = code === 'EADDRINUSE' ? 'somebody else uses it' : code;
    throw new PortTaken(`Port ${port} can't be had (${why}). Please name another.`, { cause });
  }
}
