import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { HanlianError } from '@hanlian/chaincode/domain';
import { localEnroller, type Enroller } from '@hanlian/gateway/callers/enroller';
import { Identities } from '@hanlian/gateway/callers/identities';
import { openVault, type Vault } from '@hanlian/gateway/callers/vault';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { openStore, type Store } from '@hanlian/gateway/storage/store';
import { expect } from 'chai';
import { SigningDesk } from '@hanlian/gateway/outbox/signing-desk';
import { newFolder, removeFolder } from '../../support/folders.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const clerk = { role: 'clerk', department: '11420100MB9A000223' };

describe("a caller's certificate", () => {
  let now: number;
  let folder: string;
  let store: Store;
  let vault: Vault;
  let answers: boolean;
  let asked: number;

  beforeEach(async () => {
    [now, answers, asked] = [START, true, 0];
    folder = await newFolder();
    store = await openStore(join(folder, 'store'));
    vault = await openVault({ folder, organisation: 'bureau', secret: 'secret', clock: () => now });
  });

  afterEach(async () => {
    await store.close();
    await removeFolder(folder);
  });

  const open = (): Identities => {
    const local = localEnroller(vault.authority);
    const enroller: Enroller = {
      ...local,
      renew: (...request) => {
        asked += 1;
        if (answers) return local.renew(...request);
        return Promise.reject(new HanlianError('AUTHORITY_UNAVAILABLE', 'nobody is there'));
      },
    };
    const writer = new GroupWriter(store);
    const attributesOf = (): typeof clerk => clerk;
    const clock = (): number => now;
    const desk = new SigningDesk(clock);
    const { keys } = vault;
    return new Identities('BureauMSP', { store, writer, keys, enroller, desk, attributesOf, clock });
  };
  const certificateOf = async (identities: Identities): Promise<X509Certificate> =>
    new X509Certificate((await identities.signatory('clerk')).identity.certificate);

  // A bank's first pull asked for its identity twice at once, and was told KEY_EXISTS.
  it('is made once for all who ask first', async () => {
    const identities = open();
    const made = await Promise.all([1, 2, 3].map(() => identities.enrol('clerk', clerk)));
    const { certificate } = (await identities.signatory('clerk')).identity;
    expect(made.map(({ identity }) => identity.certificate)).to.deep.equal(made.map(() => certificate));
  });

  it('is renewed over its key in its last month, once for all who ask, and kept', async () => {
    const identities = open();
    await identities.enrol('clerk', clerk);
    const first = await certificateOf(identities);
    now = first.validToDate.getTime() - 31 * DAY;
    expect((await certificateOf(identities)).fingerprint256).to.equal(first.fingerprint256);
    now = first.validToDate.getTime() - 29 * DAY;
    const [second, same] = await Promise.all([certificateOf(identities), certificateOf(identities)]);
    expect(second.validToDate.getTime()).to.be.greaterThan(now + 300 * DAY);
    expect(second.publicKey.equals(first.publicKey)).to.equal(true);
    expect(second.raw.toString('latin1')).to.include('"role":"clerk"').and.include(clerk.department);
    expect(same.fingerprint256).to.equal(second.fingerprint256);
    expect(asked).to.equal(1);
    expect((await certificateOf(open())).fingerprint256).to.equal(second.fingerprint256);
  });

  it('goes on counting while the authority is away, which is asked again an hour later', async () => {
    const identities = open();
    await identities.enrol('clerk', clerk);
    const first = await certificateOf(identities);
    now = first.validToDate.getTime() - 5 * DAY;
    answers = false;
    for (let call = 0; call < 3; call += 1)
      expect((await certificateOf(identities)).fingerprint256).to.equal(first.fingerprint256);
    expect(asked).to.equal(1);
    answers = true;
    now += DAY;
    expect((await certificateOf(identities)).fingerprint256).not.to.equal(first.fingerprint256);
  });

  it('says what is missing once it has expired, and is renewed even then', async () => {
    const identities = open();
    await identities.enrol('clerk', clerk);
    now = (await certificateOf(identities)).validToDate.getTime() + DAY;
    answers = false;
    const error = await identities.signatory('clerk').catch((cause: unknown) => cause);
    expect(error).to.have.property('code', 'AUTHORITY_UNAVAILABLE');
    answers = true;
    expect((await certificateOf(identities)).validToDate.getTime()).to.be.greaterThan(now);
  });
});
