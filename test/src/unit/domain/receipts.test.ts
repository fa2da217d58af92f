import { createHash } from 'node:crypto';
import {
  acknowledges,
  CHAIN_START,
  headAfter,
  isNext,
  masked,
  opens,
  partCommitment,
  receiptBytes,
  receiptDigest,
  receiptsRoot,
  responseDigest,
  schemas,
  type JsonObject,
  type Query,
  type RequestReceipt,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { expect } from 'chai';

const { sha256 } = nodeHashes;
const PROVIDER = '11420100MB1959370N';
const REQUESTER = '11420100010000000X';
const ID = 'A'.repeat(22);
const DIGEST = 'A'.repeat(43);
const SIGNATURE = 'A'.repeat(96);

const sha = (text: string | Buffer): string => createHash('sha256').update(text).digest('base64url');

const SUBJECT = { value: '91420100MA4KXXXXXX', salt: ID };
const REASON = { value: '核验企业登记信息', salt: 'B'.repeat(21) + 'A' };

const query: Query = {
  v: 1,
  kind: 'query',
  id: ID,
  grant: ID,
  requester: REQUESTER,
  key: DIGEST,
  provider: PROVIDER,
  resource: '307013/1',
  fields: ['name', 'status'],
  purpose: '经营许可审批',
  matter: '食品经营许可',
  subject: partCommitment(sha256, SUBJECT),
  reason: partCommitment(sha256, REASON),
  operator: 'op-17',
  system: '审批系统',
  issuedAt: 1_790_000_000,
};

const request: RequestReceipt = {
  v: 1,
  kind: 'request',
  provider: PROVIDER,
  requester: REQUESTER,
  seq: 1,
  prev: CHAIN_START.digest,
  key: DIGEST,
  at: 1_790_000_001,
  asked: { query, signature: SIGNATURE },
};

const first: SignedReceipt = { record: request, signature: SIGNATURE };
const second: SignedReceipt = {
  record: { ...request, seq: 2, prev: receiptDigest(sha256, first) },
  signature: SIGNATURE,
};

describe('receipts of released data', () => {
  it('chain each record to the one before it, signature and all', () => {
    expect(CHAIN_START).to.deep.equal({ seq: 0, digest: Buffer.alloc(32).toString('base64url') });
    expect(isNext(CHAIN_START, first)).to.equal(true);
    expect(isNext(headAfter(sha256, first), second)).to.equal(true);
    const resigned = { ...first, signature: 'B'.repeat(96) };
    expect(isNext(headAfter(sha256, resigned), second)).to.equal(false);
    expect(isNext(CHAIN_START, second)).to.equal(false);
    expect(isNext({ ...headAfter(sha256, first), seq: 2 }, second)).to.equal(false);
  });

  it('are hashed and signed as RFC 8785 writes them', () => {
    const members = Object.entries(request).sort(([a], [b]) => (a < b ? -1 : 1));
    const text = Buffer.from(receiptBytes(request)).toString();
    expect(Object.keys(JSON.parse(text) as object)).to.deep.equal(members.map(([name]) => name));
    expect(receiptDigest(sha256, first)).to.equal(sha(`{"record":${text},"signature":"${SIGNATURE}"}`));
  });

  it('hold subject and reason as salted commitments that open to these alone', () => {
    expect(query.subject).to.equal(sha(`["${SUBJECT.salt}","${SUBJECT.value}"]`));
    expect(opens(sha256, query, { subject: SUBJECT, reason: REASON })).to.equal(true);
    expect(opens(sha256, query, { subject: { ...SUBJECT, value: 'another' }, reason: REASON })).to.equal(
      false,
    );
    expect(opens(sha256, query, { subject: SUBJECT, reason: { ...REASON, salt: ID } })).to.equal(false);
  });

  it('tell what was given out by a salted digest', () => {
    expect(responseDigest(sha256, ID, [{ status: '在业' }])).to.equal(sha(`["${ID}",[{"status":"在业"}]]`));
  });

  it('are anchored by the RFC 6962 root over their digests', () => {
    const [a, b] = [first, second].map((signed) => receiptDigest(sha256, signed)) as [string, string];
    const leaf = (digest: string): Buffer =>
      createHash('sha256').update(Buffer.of(0)).update(Buffer.from(digest, 'base64url')).digest();
    expect(receiptsRoot(sha256, [a])).to.equal(leaf(a).toString('base64url'));
    expect(receiptsRoot(sha256, [a, b])).to.equal(sha(Buffer.concat([Buffer.of(1), leaf(a), leaf(b)])));
  });

  it('are acknowledged one by one', () => {
    const acknowledgement = {
      v: 1,
      kind: 'acknowledgement',
      provider: PROVIDER,
      requester: REQUESTER,
      query: ID,
      release: receiptDigest(sha256, second),
      key: DIGEST,
      issuedAt: 1,
    } as const;
    const signed = { acknowledgement, signature: SIGNATURE };
    expect(acknowledges(sha256, signed, second)).to.equal(true);
    expect(acknowledges(sha256, signed, first)).to.equal(false);
    expect(schemas.receiptLine.safeParse(signed).success).to.equal(true);
    expect(schemas.receiptLine.safeParse(first).success).to.equal(true);
  });

  it('let nothing out that was not asked for', () => {
    const rows: JsonObject[] = [{ name: '甲', status: '在业', owner: '乙', phone: '1' }, { name: '丙' }];
    expect(masked(['name', 'status'], rows)).to.deep.equal({
      rows: [
        { name: '甲', status: '在业' },
        { name: '丙', status: null },
      ],
      removed: 2,
    });
  });

  it('follow a dot into what an item consists of, and bring out nothing beside it', () => {
    const rows: JsonObject[] = [
      { address: { district: '江岸区', street: '示例路' }, 'capital.amount': '100' },
      { address: ['江岸区'] },
      { address: null },
    ];
    expect(masked(['address.district', 'capital.amount'], rows).rows).to.deep.equal([
      { 'address.district': '江岸区', 'capital.amount': '100' },
      { 'address.district': null, 'capital.amount': null },
      { 'address.district': null, 'capital.amount': null },
    ]);
    expect(masked(['address.district'], rows).removed).to.equal(1);
  });

  it('ask for a reason of at most 200 characters', () => {
    const opening = (value: string): object => ({ subject: SUBJECT, reason: { ...REASON, value } });
    expect(schemas.queryOpening.safeParse(opening('审'.repeat(200))).success).to.equal(true);
    expect(schemas.queryOpening.safeParse(opening('审'.repeat(201))).success).to.equal(false);
    expect(schemas.queryOpening.safeParse(opening('')).success).to.equal(false);
  });
});
