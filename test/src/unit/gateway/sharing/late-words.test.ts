import { drawSigner } from '@hanlian/certificates';
import { receiptBytes, type HanlianError, type SignedAcknowledgement } from '@hanlian/chaincode/domain';
import { queryService } from '@hanlian/gateway/sharing/service';
import { expect } from 'chai';

const NOW = 1_800_000_000;
const DAY = 86_400;
const KEY = 'K'.repeat(22);

describe('the word of a requester that comes late', () => {
  const signer = drawSigner('ES256');
  const kept: SignedAcknowledgement[] = [];
  const bound = {
    id: KEY,
    holder: {
      kind: 'organisation',
      code: 'requester',
      publicKey: signer.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url'),
    },
    since: NOW - 9 * DAY,
    until: NOW - DAY,
  };
  const service = queryService({
    registry: { holderKey: () => bound },
    speakers: { of: () => Promise.resolve({}) },
    receipts: { acknowledge: (signed: SignedAcknowledgement) => Promise.resolve(void kept.push(signed)) },
    now: () => NOW,
  } as unknown as Parameters<typeof queryService>[0]);
  const said = async (issuedAt: number): Promise<unknown> => {
    const acknowledgement = {
      v: 1,
      kind: 'acknowledgement',
      ...{ provider: 'provider', requester: 'requester', query: 'Q'.repeat(22), release: 'R'.repeat(43) },
      ...{ key: KEY, issuedAt },
    } as const;
    const signature = Buffer.from(await signer.sign(receiptBytes(acknowledgement))).toString('base64url');
    return service.acknowledge({ acknowledgement, signature });
  };
  const codeOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => (error as HanlianError).code,
    );

  // The provider's hub stood still while the requester's key was replaced: its word was never taken any more.
  it('is taken though its key was replaced since it was signed', async () => {
    await said(NOW - 2 * DAY);
    expect(kept).to.have.lengthOf(1);
  });

  it('is refused when it was signed after its key had ended, or is dated ahead', async () => {
    expect(await codeOf(said(NOW))).to.equal('HOLDER_KEY_NOT_BOUND');
    expect(await codeOf(said(NOW + DAY))).to.equal('STATEMENT_OUT_OF_TIME');
    expect(kept).to.have.lengthOf(1);
  });
});
