import { decodeBundle, HanlianError, TILE_WIDTH, tilePath } from '@hanlian/chaincode/domain';
import { bytesWithin } from '../witness/fetching.js';

const MAX_NOTE = 64 * 1024;
/** 256 entries of 65,535 bytes, each after its length. */
const MAX_BUNDLE = TILE_WIDTH * (0xffff + 2);

/** A log as it is served (c2sp.org/tlog-tiles). */
export interface LogSource {
  checkpoint(): Promise<string>;
  /** The first `width` entries of a bundle. */
  entries(index: number, width: number): Promise<readonly Uint8Array[]>;
}

/** A log at an address, without the last slash. */
export const logAt = (url: string, timeoutMs: number): LogSource => ({
  checkpoint: async () => {
    const bytes = await get(`${url}/checkpoint`, MAX_NOTE, timeoutMs);
    if (bytes === undefined) throw unreachable(`${url}/checkpoint`, 'It has no checkpoint');
    return bytes.toString('utf8');
  },
  entries: async (index, width) => {
    const partial = await get(addressOf(url, index, width), MAX_BUNDLE, timeoutMs);
    if (partial !== undefined) return decodeBundle(partial, width);
    // Once a bundle is full, its partial forms may be gone.
    const whole =
      width < TILE_WIDTH ? await get(addressOf(url, index, TILE_WIDTH), MAX_BUNDLE, timeoutMs) : undefined;
    if (whole === undefined) throw unreachable(addressOf(url, index, width), 'It has no such bundle');
    return decodeBundle(whole, TILE_WIDTH).slice(0, width);
  },
});

const addressOf = (url: string, index: number, width: number): string =>
  `${url}/${tilePath({ level: 'entries', index, width })}`;

const unreachable = (address: string, message: string, cause?: unknown): HanlianError =>
  new HanlianError('LOG_UNREACHABLE', message, { received: address }, { cause });

/** The bytes at an address; undefined where there is nothing. */
async function get(address: string, most: number, timeoutMs: number): Promise<Buffer | undefined> {
  try {
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (response.status === 404) return undefined;
    if (response.status !== 200) throw new Error(`It answered ${response.status}`);
    return await bytesWithin(response, most);
  } catch (cause) {
    throw unreachable(address, 'It did not answer in time, or not fully', cause);
  }
}
