import { createRequire } from 'node:module';
import { expect } from 'chai';
import { decodeError } from '@hanlian/chaincode/domain';
import { makeLeaf, openRequest, seal } from '../../support/contracts/batches.js';
import { city, NOW, PERMIT } from '../../support/contracts/city.js';
import { MemoryLedger, Refusal } from '../../support/contracts/ledger.js';
import { identityOf } from '../../support/contracts/people.js';

interface State {
  get(key: string): Promise<unknown>;
  put(key: string, record: object): Promise<void>;
  isEmpty(prefix: string): Promise<boolean>;
}

// Not part of the package's surface, so it is reached by its file.
const { State } = createRequire(import.meta.url)('../../../../chaincode/dist/cjs/state/state.js') as {
  State: new (stub: object) => State;
};

const { PrivateRecords } = createRequire(import.meta.url)(
  '../../../../chaincode/dist/cjs/state/private-records.js',
) as { PrivateRecords: new (stub: object, collection: string) => Pick<State, 'put'> };

async function messageOf(call: Promise<unknown>): Promise<string> {
  const outcome: unknown = await call.catch((error: unknown) => error);
  return outcome instanceof Error ? outcome.message : 'no failure';
}

describe('contracts: surface', () => {
  const call = async (name: string, request: unknown = { v: 1 }): Promise<string> => {
    const identity = await identityOf('BureauMSP', 'clerk');
    return messageOf(new MemoryLedger().submit({ identity, function: name, request, at: NOW }));
  };

  it('opens nothing but its transactions: no hook, no inherited method, no private name', async () => {
    for (const name of [
      'aroundTransaction',
      'createContext',
      'getName',
      'constructor',
      '_x',
      'transit',
      '',
    ]) {
      for (const contract of ['registry', 'license', 'catalogue', 'sharing', 'loan', 'subsidy', 'log']) {
        expect(await call(`${contract}:${name}`), name).to.match(/does not exist/);
      }
    }
    expect(await call('other:get')).to.match(/Contract name is not known/);
  });

  it('lets a refusal cross the ledger with its code, and other failures as they are', async () => {
    const refusal = await call('license:get', { v: 1 });
    expect(decodeError(refusal)?.code).to.equal('FIELD_MISSING');
    const here = await city();
    here.ledger.state.set(`type~${PERMIT}`, 'damaged');
    const damaged = await here
      .clerk('openBatch', openRequest(seal([makeLeaf()])))
      .catch((error: unknown) => error);
    expect(damaged).to.be.instanceOf(Refusal);
    expect((damaged as Refusal).error).to.equal(undefined);
    expect((damaged as Refusal).message).to.match(/JSON/);
  });
});

describe('contracts: state', () => {
  const stub = (keys: readonly string[]): object => ({
    getState: () => Promise.resolve(Buffer.alloc(0)),
    putState: () => Promise.resolve(),
    getStateByRange: (start: string, end: string) => {
      const found = keys.filter((key) => start <= key && key < end);
      return Promise.resolve({
        next: () => Promise.resolve({ done: found.shift() === undefined }),
        close: () => Promise.resolve(),
      });
    },
  });

  it('refuses to write a key that was not read', async () => {
    const state = new State(stub([]));
    expect(await messageOf(state.put('lic~a', {}))).to.equal('Blind write of lic~a');
    await state.get('lic~a');
    expect(await messageOf(state.put('lic~a', {}))).to.equal('no failure');
  });

  it('refuses to write a private key that was not read', async () => {
    const secrets = new PrivateRecords({ getPrivateData: () => Promise.resolve(Buffer.alloc(0)) }, 'reports');
    expect(await messageOf(secrets.put('consent~a', {}))).to.equal('Blind write of consent~a');
  });

  it('takes a range found empty for a read of each key in it', async () => {
    const state = new State(stub(['lic~b1']));
    expect(await state.isEmpty('lic~a')).to.equal(true);
    expect(await messageOf(state.put('lic~a9', {}))).to.equal('no failure');
    expect(await state.isEmpty('lic~b')).to.equal(false);
    expect(await messageOf(state.put('lic~b2', {}))).to.equal('Blind write of lic~b2');
  });
});
