import {
  receiptBytes,
  receiptDigest,
  type Acknowledgement,
  type SignedAcknowledgement,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { ExchangeKeys } from '../exchange/keys.js';

interface AcknowledgingParts {
  readonly keys: ExchangeKeys;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** A department's word that it has what a record is of: an answer, or a product. */
export async function acknowledgementOf(
  { keys, now }: AcknowledgingParts,
  { provider, requester, query }: Pick<Acknowledgement, 'provider' | 'requester' | 'query'>,
  given: SignedReceipt,
): Promise<SignedAcknowledgement> {
  const { id: key } = await keys.of(requester);
  const acknowledgement = {
    v: 1,
    kind: 'acknowledgement',
    ...{ provider, requester, query },
    release: receiptDigest(nodeHashes.sha256, given),
    key,
    issuedAt: now(),
  } as const;
  return { acknowledgement, signature: await keys.sign(requester, receiptBytes(acknowledgement)) };
}
