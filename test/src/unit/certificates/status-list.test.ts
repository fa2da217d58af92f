import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import {
  Bitstring,
  entryOf,
  givenList,
  LIST_SIZE,
  placesOf,
  PURPOSES,
  redact,
  verifyDocument,
  withholdPlace,
  type CheckResult,
  type EvidenceDocument,
  type StatusListContent,
} from '@hanlian/certificates';
import type { Situation } from '@hanlian/chaincode/domain';
import { DAY, SEALED_AT, world, type World } from '../../support/evidence.js';
import { sealingDepartment } from '../../support/seals.js';
import { bitsOf, sampleList, type Entries } from '../../support/status-lists.js';

const decoded = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('places in a status list', () => {
  const key = Buffer.alloc(32, 7);

  it('are a permutation of all 131,072, drawn from the key: the same again, another of another key or list', () => {
    const places = placesOf(key, '11430000006122244L', 0);
    expect(new Set(places).size).to.equal(LIST_SIZE);
    expect(placesOf(key, '11430000006122244L', 0)).to.deep.equal(places);
    expect(placesOf(key, '11430000006122244L', 1)).to.not.deep.equal(places);
    expect(placesOf(key, '11430000MB1C22222X', 0)).to.not.deep.equal(places);
    expect(placesOf(Buffer.alloc(32, 8), '11430000006122244L', 0)).to.not.deep.equal(places);
  });

  it('tell nothing of the order: one in 8 of a run of places lies in each eighth, and few keep their neighbour', () => {
    const places = placesOf(key, '11430000006122244L', 0).subarray(0, 8000);
    const eighths = Array.from({ length: 8 }, () => 0);
    for (const place of places) eighths[place >> 14]! += 1;
    // Five standard deviations of a binomial of 8,000 draws at one eighth.
    for (const count of eighths) expect(count).to.be.within(1000 - 148, 1000 + 148);
    const neighbours = places.filter((place, i) => i > 0 && Math.abs(place - places[i - 1]!) === 1);
    expect(neighbours.length).to.be.below(5);
  });
});

describe('a bitstring', () => {
  it('begins with its left-most bit, and entries of three bits cross its bytes', () => {
    const bits = bitsOf('message', { 0: 0b101, 2: 0b011, 3: 0b110 }, 8);
    expect([...bits.bytes]).to.deep.equal([0b10100001, 0b11100000, 0]);
    expect([0, 1, 2, 3, 4].map((index) => bits.get(index))).to.deep.equal([5, 0, 3, 6, 0]);
    bits.set(2, 0b100);
    expect([...bits.bytes]).to.deep.equal([0b10100010, 0b01100000, 0]);
  });

  it('has no entry outside', () => {
    const bits = Bitstring.empty(16, 1);
    for (const index of [16, -1, 0.5]) expect(() => bits.get(index)).to.throw('STATUS_LIST_INDEX_OUTSIDE');
  });
});

describe('entries of the three purposes', () => {
  const of = (state: Situation['state'], standing: Situation['standing']): number[] =>
    PURPOSES.map((purpose) => entryOf(purpose, { state, standing }));

  it('tell what ends a certificate, what may be undone, and each state by itself', () => {
    expect(of('01', 'valid')).to.deep.equal([0, 0, 0]);
    expect(of('02', 'suspended')).to.deep.equal([0, 1, 1]);
    expect(of('03', 'annulled')).to.deep.equal([1, 0, 2]);
    expect(of('04', 'deregistered')).to.deep.equal([1, 0, 3]);
    expect(of('05', 'superseded')).to.deep.equal([1, 0, 4]);
    expect(of('06', 'transferredOut')).to.deep.equal([0, 1, 5]);
    expect(of('05', 'transferredOut')).to.deep.equal([1, 0, 5]);
    expect(of('07', 'revoked')).to.deep.equal([1, 0, 6]);
    expect(of('99', 'other')).to.deep.equal([1, 0, 7]);
    expect(of('05', 'expired')).to.deep.equal([0, 0, 0]);
    expect(of('01', 'notYetValid')).to.deep.equal([0, 0, 0]);
  });
});

describe('verification by a status list', () => {
  let here: World;
  let document: EvidenceDocument;
  before(async () => {
    here = await world(2, { listed: true });
    document = here.documents[1]!;
  });

  const statusBy = async (
    lists: readonly (string | Uint8Array)[],
    changed: object = {},
    shown: EvidenceDocument = document,
  ): Promise<CheckResult> => {
    const statusLists = await Promise.all(lists.map((list) => givenList(Buffer.from(list))));
    const context = { ...here.context, ledger: undefined, statusLists, ...changed };
    const { checks } = await verifyDocument(shown, context);
    return checks.find(({ name }) => name === 'status')!;
  };
  const list = (entries?: Entries, changed?: Partial<StatusListContent>): Promise<string> =>
    sampleList(here.department, entries, changed);
  const expectFault = async (lists: readonly (string | Uint8Array)[], code: string): Promise<void> => {
    const status = await statusBy(lists);
    expect([status.code, status.status, status.source]).to.deep.equal([code, 'ERROR', 'list']);
  };

  it('tells each of the eight states, and names the list as its source', async () => {
    const codes = [];
    for (let value = 0; value < 8; value += 1) {
      const { code, source, data } = await statusBy([await list({ 1001: value, 1000: 7 - value })]);
      expect([source, data?.list]).to.deep.equal(['list', `${here.department.code}/3`]);
      codes.push(code);
    }
    expect(codes).to.deep.equal([
      'STATUS_VALID',
      'SUSPENDED',
      'ANNULLED',
      'DEREGISTERED',
      'SUPERSEDED',
      'TRANSFERRED_OUT',
      'REVOKED',
      'STATUS_OTHER',
    ]);
  });

  it('names the ledger or the log where they told it, and asks the list where a proof does not reach', async () => {
    const { ledger } = here.context;
    const revoking = [await list({ 1001: 6 })];
    expect(await statusBy(revoking, { ledger })).to.include({ source: 'ledger', code: 'STATUS_VALID' });
    const proven = (until: number): object => ({ ledger: { ...ledger, proof: { size: 9, until } } });
    const { at } = here.context;
    expect(await statusBy(revoking, proven(at))).to.include({ source: 'log', code: 'STATUS_VALID' });
    expect(await statusBy(revoking, proven(at - 1))).to.include({ source: 'list', code: 'REVOKED' });
  });

  it('relies on the newest of several lists', async () => {
    const older = await list({ 1001: 0 }, { from: SEALED_AT });
    const newer = await list({ 1001: 1 });
    expect((await statusBy([older, newer])).code).to.equal('SUSPENDED');
    expect((await statusBy([newer, older])).code).to.equal('SUSPENDED');
  });

  it('finds nothing where the document has no place in a list, or withholds it', async () => {
    const [old] = (await world(1)).documents;
    expect(await statusBy([await list()], {}, old)).to.include({
      code: 'STATUS_NOT_LISTED',
      status: 'SKIPPED',
    });
    const kept = withholdPlace(document);
    expect(await statusBy([await list()], {}, kept)).to.include({
      code: 'STATUS_PLACE_WITHHELD',
      status: 'SKIPPED',
    });
    expect(withholdPlace(old!)).to.equal(old);
  });

  it('keeps a document whole without its place, and finds out one that was changed or taken away', async () => {
    const integrity = async (shown: object): Promise<string | undefined> => {
      const { checks } = await verifyDocument(shown as never, here.context);
      return checks.find(({ name }) => name === 'integrity')?.code;
    };
    expect(await integrity(withholdPlace(redact(document, ['grade'])))).to.equal('INTEGRITY_VALID');
    const { status, ...without } = document;
    for (const change of [{ index: 5 }, { list: 4 }, { department: '11430000MB1C22222X' }]) {
      expect(await integrity({ ...document, status: { ...status, ...change } })).to.equal(
        'STATUS_PLACE_CHANGED',
      );
    }
    expect(await integrity(without)).to.equal('FIELD_REMOVED');
    const field = { name: 'extra', value: 'x', salt: document.holder.commitment.slice(0, 22) };
    expect(await integrity({ ...without, fields: [...document.fields, field] })).to.not.equal(
      'INTEGRITY_VALID',
    );
  });

  it('refuses the list of another issuer, and another list of the same', async () => {
    const stranger = await sealingDepartment('11430000MB1C22222X', '另一部门');
    await expectFault([await sampleList(stranger)], 'STATUS_LIST_FOREIGN');
    await expectFault([await list({}, { list: 4 })], 'STATUS_LIST_FOREIGN');
    // Its own key under the other's name.
    const forged = await sampleList({ ...stranger, code: here.department.code });
    await expectFault([forged], 'STATUS_LIST_SEAL_UNKNOWN');
  });

  it('refuses a list whose seal key was stolen, whenever it says it was made', async () => {
    const key = `${here.department.code} ${here.department.sealer.keyDigest}`;
    const registered = here.sealKeys.get(key)!;
    here.sealKeys.set(key, { ...registered, compromisedSince: SEALED_AT + 9 * DAY });
    await expectFault([await list()], 'STATUS_LIST_SEAL_UNKNOWN');
    here.sealKeys.set(key, registered);
  });

  it('refuses lists that have run out, or are of later than the instant asked about', async () => {
    await expectFault([await list({}, { until: SEALED_AT + DAY })], 'STATUS_LIST_STALE');
    await expectFault([await list({}, { from: SEALED_AT + DAY + 901 })], 'STATUS_LIST_LATER');
    const aLittleAhead = await list({}, { from: SEALED_AT + DAY + 900 });
    expect((await statusBy([aLittleAhead])).code).to.equal('STATUS_VALID');
  });

  it('refuses a purpose that does not tell every state', async () => {
    for (const purpose of ['revocation', 'suspension'] as const) {
      await expectFault([await list({}, { purpose })], 'STATUS_LIST_PURPOSE_WRONG');
    }
  });

  it('refuses a list of fewer entries than hide anyone, and a place outside of it', async () => {
    await expectFault(
      [await list({}, { bits: bitsOf('message', {}, LIST_SIZE - 8) })],
      'STATUS_LIST_TOO_SHORT',
    );
    const outside = await world(1, { listed: true, department: here.department });
    const bits = bitsOf('message');
    const [shown] = outside.documents;
    const moved = { ...shown!, status: { ...shown!.status, index: LIST_SIZE } } as EvidenceDocument;
    const { code } = await statusBy([await list({}, { bits })], {}, moved);
    expect(code).to.equal('STATUS_LIST_INDEX_OUTSIDE');
  });

  it('stops at a megabyte of a list that unfolds to gigabytes', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const [head = '', payload = ''] = (await list()).split('.');
    const credential = decoded(payload);
    const subject = {
      ...(credential.credentialSubject as object),
      encodedList: `u${bomb.toString('base64url')}`,
    };
    const input = `${head}.${encoded({ ...credential, credentialSubject: subject })}`;
    await expectFault([await signed(input)], 'STATUS_LIST_TOO_LARGE');
    await expectFault([Buffer.alloc(256 * 1024 + 1, 65)], 'STATUS_LIST_TOO_LARGE');
  });

  it('finds out a list that was cut short or changed', async () => {
    const whole = await list({ 1001: 6 });
    const [head = '', payload = '', signature = ''] = whole.split('.');
    await expectFault([whole.slice(0, whole.length / 2)], 'STATUS_LIST_MALFORMED');
    await expectFault(['no list'], 'STATUS_LIST_MALFORMED');
    const [, other = ''] = (await list({ 1001: 0 })).split('.');
    await expectFault([[head, other, signature].join('.')], 'STATUS_LIST_SIGNATURE_WRONG');
    await expectFault(
      [[encoded({ ...decoded(head), alg: 'none' }), payload, ''].join('.')],
      'STATUS_LIST_MALFORMED',
    );
    const renamed = [encoded({ ...decoded(head), alg: 'HS256' }), payload, signature].join('.');
    await expectFault([renamed], 'STATUS_LIST_SIGNATURE_WRONG');
  });

  it('refuses a signed list whose parts do not name one list', async () => {
    const [head = '', payload = ''] = (await list()).split('.');
    const credential = decoded(payload);
    const subject = credential.credentialSubject as Record<string, unknown>;
    const changes = [
      { issuer: 'urn:hanlian:department:11430000MB1C22222X' },
      { credentialSubject: { ...subject, id: 'https://example.com/status/3#list' } },
      { credentialSubject: { ...subject, statusPurpose: 'revocation' } },
      { credentialSubject: { ...subject, statusSize: 1 } },
      { credentialSubject: { ...subject, encodedList: 'z' + String(subject.encodedList).slice(1) } },
      { credentialSubject: { ...subject, encodedList: 'uH4sIAAAA' } },
      { type: ['VerifiableCredential'] },
    ];
    for (const change of changes) {
      const input = `${head}.${encoded({ ...credential, ...change })}`;
      await expectFault([await signed(input)], 'STATUS_LIST_MALFORMED');
    }
    const broken = `${encoded({ ...decoded(head), x5c: [Buffer.from('none').toString('base64')] })}.${payload}`;
    await expectFault([await signed(broken)], 'STATUS_LIST_MALFORMED');
  });

  it('is never VALID by a list with a fault, and INVALID by one that revokes', async () => {
    const verdictBy = async (text: string): Promise<string> => {
      const statusLists = [await givenList(Buffer.from(text))];
      const anchored = { ...here.context.ledger!, proof: { size: 1, until: SEALED_AT } };
      const context = { ...here.context, ledger: anchored, statusLists };
      return (await verifyDocument(document, context)).verdict;
    };
    expect(await verdictBy(await list())).to.equal('VALID');
    expect(await verdictBy(await list({ 1001: 6 }))).to.equal('INVALID');
    expect(await verdictBy(await list({}, { until: SEALED_AT + DAY }))).to.equal('UNKNOWN');
  });

  const signed = async (input: string): Promise<string> => {
    const der = Buffer.from(await here.department.sealer.sign(Buffer.from(input)));
    return `${input}.${rawOf(der)}`;
  };
});

/** The two numbers of a DER signature, 32 bytes each (RFC 7518 §3.4). */
const rawOf = (der: Buffer): string => {
  const number = (at: number): Buffer => {
    const bytes = der.subarray(at + 2, at + 2 + der[at + 1]!);
    return Buffer.concat([Buffer.alloc(32), bytes]).subarray(-32);
  };
  const second = 2 + 2 + der[3]!;
  return Buffer.concat([number(2), number(second)]).toString('base64url');
};
