import { setTimeout as pause } from 'node:timers/promises';
import { GatewayError } from '@hyperledger/fabric-gateway';
import type { Peer } from './peers.js';

/** Between one attempt and the next: an endorser follows within moments, or there is more wrong with it than delay. */
const PAUSES_MS = [20, 50, 100, 200, 400, 800];

/**
 * Whether the endorsers did not say the same: their answers differ, or others refuse what the first one, of the asked
 * peer's own organisation, has accepted.
 */
function isDisagreement(error: unknown, { mspId: first }: Peer): boolean {
  if (!(error instanceof GatewayError)) return false;
  const texts = [error.message, ...error.details.map(({ message }) => message)].join('\n');
  if (texts.includes('ProposalResponsePayloads do not match')) return true;
  return /chaincode response \d+/.test(texts) && error.details.every(({ mspId }) => mspId !== first);
}

/** Asks again while the endorsers disagree: one may not have committed yet what another has. */
export async function untilAgreed<T>(peer: Peer, endorse: () => Promise<T>): Promise<T> {
  for (const milliseconds of PAUSES_MS) {
    try {
      return await endorse();
    } catch (error) {
      if (!isDisagreement(error, peer)) throw error;
    }
    await pause(milliseconds);
  }
  return endorse();
}
