import { status as Status } from '@grpc/grpc-js';
import { isPeersOwn, ledgerError } from '@hanlian/gateway/ledger/fabric/errors';
import { GatewayError } from '@hyperledger/fabric-gateway';
import { expect } from 'chai';

const told = (code: number, message: string): GatewayError =>
  new GatewayError({
    code,
    message,
    details: [],
    cause: Object.assign(new Error(message), { code }) as never,
  });

describe('a failure that a peer names by its gRPC status', () => {
  // Killed peers were met in three ways on a real network; the third came only under load: a stream reset with CANCEL.
  for (const code of [
    Status.UNAVAILABLE,
    Status.DEADLINE_EXCEEDED,
    Status.CANCELLED,
    Status.RESOURCE_EXHAUSTED,
  ])
    it(`${Status[code]} is the peer's own: another one is asked`, () => {
      expect(isPeersOwn(told(code, 'Call cancelled'))).equal(true);
    });

  it('ABORTED is about the request: nobody else is asked', () => {
    expect(isPeersOwn(told(Status.ABORTED, 'refused'))).equal(false);
  });

  it('leaves the outcome open when what was to be ordered was cut off', () => {
    expect(ledgerError('submit', told(Status.CANCELLED, 'Call cancelled')).code).equal(
      'LEDGER_OUTCOME_UNKNOWN',
    );
    expect(ledgerError('endorse', told(Status.CANCELLED, 'Call cancelled')).code).equal('LEDGER_UNAVAILABLE');
  });
});
