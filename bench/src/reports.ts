import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  applicationDigest,
  canonicalize,
  CATEGORIES,
  emptyChain,
  entryIdOf,
  entryRoots,
  extendChain,
  formatCheckpoint,
  formatNote,
  keys,
  recordProofOf,
  sharingCommitment,
  utf8Encode,
  type CreditEntry,
  type RecordProof,
  type SaltedField,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  composeReport,
  openFile,
  POLICIES,
  reportFile,
  reportPdf,
  sealReport,
  type CreditReport,
  type EntryPart,
  type ReportParts,
  type Sealer,
  type VerificationContext,
} from '@hanlian/certificates';
import { StateMap } from '@hanlian/gateway/statemap/state-map';
import { inFolder } from './city.js';
import { AT, DAY, ISSUER, newSealer } from './documents.js';
import { timed, type Bench, type Figures } from './row.js';

const { sha256 } = nodeHashes;
const ENTRIES = 50;
/** One report is some tens of milliseconds of work where a document of a batch is a fraction of one. */
const SHARE = 200;
const SUBJECT = '91350100M000100Y43';
const BANK = '91110108551385082Q';
const BLOCK = 7;
const NO_DIGEST = 'A'.repeat(43);
const random16 = (): string => randomBytes(16).toString('base64url');

/** Credit reports of an enterprise with fifty entries, in one thread: no ledger, no checkpoint to wait for. */
export const reports: Bench = {
  rows: [
    {
      id: 'makeReport',
      work: 'credit reports made',
      workload: `${ENTRIES} entries of the state map on disk proven, composed and sealed in ES256.`,
      unit: '/s',
    },
    {
      id: 'checkReport',
      work: 'credit reports verified',
      workload:
        'Each from its bytes through every check: seal, every proof, both chains, every field, the grant.',
      unit: '/s',
    },
    {
      id: 'printReport',
      work: 'credit reports as PDF',
      workload: 'The same over some ten pages, the report attached, signed as PAdES.',
      unit: '/s',
    },
    {
      id: 'reportSize',
      work: 'size of a credit report',
      workload: `The file of ${ENTRIES} entries, all fields shown; ten times as many keys in the map add about 150 bytes an entry.`,
      unit: 'kB',
    },
    {
      id: 'proofSize',
      work: 'proof of one entry in it',
      workload: 'Siblings of the state map as they stand in the file, without the record.',
      unit: 'kB',
    },
  ],
  run: ({ batch }) =>
    inFolder(async (folder) => {
      const map = await StateMap.open(join(folder, 'map'), { sha256 });
      try {
        return await measure(map, batch);
      } finally {
        await map.close();
      }
    }),
};

async function measure(map: StateMap, size: number): Promise<Figures> {
  const { sealer } = await newSealer();
  const sample = await sampleIn(map, size);
  const count = Math.ceil(size / SHARE);
  const made: CreditReport[] = [];
  const makeReport = await timed(count, async () => {
    for (let done = 0; done < count; done++) made.push(await makeOne(sample, sealer));
  });
  const files = made.map(reportFile);
  const context = contextOf(sample, sealer);
  const checkReport = await timed(count, async () => {
    for (const file of files) {
      const { verdict } = await (await openFile(file)).verify(context);
      if (verdict !== 'VALID') throw new Error(`The benchmark's own report is ${verdict}`);
    }
  });
  const [report] = made as [CreditReport];
  const at = new Date(report.issuedAt * 1000);
  const printReport = await timed(1, () => reportPdf(report, { nameOf: () => '测试单位', at }, sealer));
  const reportSize = { value: (files[0] as Uint8Array).length / 1000 };
  const { siblings } = await sample.prove(sample.entries[0]?.key ?? '');
  const proofSize = { value: JSON.stringify(siblings).length / 1000 };
  return { makeReport, checkReport, printReport, reportSize, proofSize };
}

interface Sample {
  readonly mapRoot: Uint8Array;
  readonly note: string;
  readonly signed: Pick<ReportParts, 'consent' | 'pull'>;
  readonly entries: readonly { readonly key: string; readonly part: Omit<EntryPart, 'proof'> }[];
  readonly rules: string;
  readonly prove: (key: string) => Promise<RecordProof>;
}

/** An enterprise's entries, its consent and the pull among so many other records. */
async function sampleIn(map: StateMap, others: number): Promise<Sample> {
  const records = new Map<string, string>();
  const put = (key: string, record: object): string => {
    records.set(key, canonicalize(record));
    return key;
  };
  const entries = putEntries(put);
  const rules = put(keys.ruleSet('credit-publication', 0), RULES);
  const signed = putSigned(put);
  const all = [...records].map(([key, value]) => [key, utf8Encode(value)] as const);
  const besides = Array.from({ length: others }, (_, i) => [`lic~other~${i}`, utf8Encode('{}')] as const);
  const mapRoot = await map.step({ block: BLOCK, changes: [...all, ...besides], keep: true });
  const prove = async (key: string): Promise<RecordProof> =>
    recordProofOf(key, records.get(key), await map.prove(key, BLOCK));
  const { consent, pull } = signed;
  const checkpoint = { origin: 'bench', size: 1, root: mapRoot, sm3Root: mapRoot, mapRoot, block: BLOCK };
  // Who signed it is not what is measured.
  const signatures = [{ name: 'bench', keyId: 1, signature: randomBytes(64) }];
  return {
    mapRoot,
    note: formatNote({ text: formatCheckpoint(checkpoint), signatures }),
    signed: {
      consent: { ...consent, record: await prove(consent.record.key) },
      pull: { ...pull, record: await prove(pull.record.key) },
    },
    entries,
    rules,
    prove,
  };
}

type Put = (key: string, record: object) => string;

const PROVENANCE = { revision: 0, intent: random16(), tx: NO_DIGEST, txTime: AT };
const RULES = {
  v: 1,
  name: 'credit-publication',
  since: 0,
  source: { zh: '测试规则', en: 'Bench' },
  body: {
    older: 'current',
    terms: [{ clause: '第一条', when: {}, shown: 'always', minMonths: 3, maxMonths: 36, repair: 'afterMin' }],
  },
  ...PROVENANCE,
};

const VALUES: Readonly<Partial<Record<string, string>>> = { date: '2026-05-06', amount: '200000' };

function putEntries(put: Put): Sample['entries'] {
  let chain = emptyChain(nodeHashes, SUBJECT);
  const entries = Array.from({ length: ENTRIES }, (_, link) => {
    const category = link === 0 ? 'registration' : 'permit';
    const identity = {
      subject: SUBJECT,
      source: ISSUER,
      category,
      document: `测许〔2026〕${link}号`,
    } as const;
    const entry = entryIdOf(sha256, identity);
    const body = CATEGORIES[category].fields.map(({ name, title, kind }): SaltedField => ({
      name,
      salt: random16(),
      value: VALUES[kind] ?? `${title.zh}示例`,
    }));
    const facts = { decidedAt: '2026-05-06', ...entryRoots(nodeHashes, { subject: SUBJECT, entry }, body) };
    chain = extendChain(nodeHashes, chain, identity, facts);
    const published = { at: AT - DAY, intent: random16(), tx: NO_DIGEST, person: 'P001' };
    const { source, document } = identity;
    const record: CreditEntry = {
      v: 1,
      category,
      source,
      document,
      facts,
      state: 'standing',
      link,
      published,
    };
    return {
      key: put(keys.entry(SUBJECT, entry), record),
      part: { entry, record, reason: 'published', body } as const,
    };
  });
  put(keys.entrySet(SUBJECT), { v: 1, ...chain, registrar: ISSUER, ...PROVENANCE });
  return entries;
}

const FIELDS = ['registration', 'permit'];
const APPLICATION = applicationDigest(sha256, random16(), 'LN-1');

function putSigned(put: Put): Sample['signed'] {
  const [id, period] = [random16(), { since: AT - DAY, until: AT + 30 * DAY }];
  const terms = { id, provider: ISSUER, recipient: BANK, purpose: 'loan-review', fields: FIELDS };
  const pulls = { limit: 1, per: 'term' } as const;
  const byHolder = { holder: SUBJECT, holderKey: NO_DIGEST, keepDays: 1, pulls, agreement: NO_DIGEST };
  const evidence = { v: 1 as const, signature: 'A'.repeat(94), salt: random16() };
  const made = { v: 1 as const, intent: random16(), issuedAt: AT - 60 };
  const consent = {
    ...evidence,
    statement: { ...made, kind: 'consent' as const, ...terms, ...byHolder, ...period },
  };
  const asked = { recipientKey: NO_DIGEST, application: APPLICATION };
  const pull = { ...evidence, statement: { ...made, kind: 'pull' as const, ...terms, ...asked } };
  const commitment = sharingCommitment(sha256, consent);
  const { intent, tx, txTime } = PROVENANCE;
  const records = [
    put(keys.consent(id), { v: 1, commitment, ...period, pulls, state: 'active', acts: [], ...PROVENANCE }),
    put(keys.pull(id, 'term', 1), { v: 1, commitment: sharingCommitment(sha256, pull), intent, tx, txTime }),
  ].map((key): RecordProof => ({ key, depth: 0, siblings: [] })) as [RecordProof, RecordProof];
  return { consent: { signed: consent, record: records[0] }, pull: { signed: pull, record: records[1] } };
}

async function makeOne({ entries, prove, rules, note, signed }: Sample, seal: Sealer): Promise<CreditReport> {
  const parts = entries.map(async ({ key, part }) => ({ ...part, proof: await prove(key) }));
  const report = composeReport(nodeHashes, {
    id: random16(),
    issuedAt: AT,
    until: AT + 30 * DAY,
    ...signed,
    checkpoint: note,
    sets: [
      { subject: SUBJECT, head: await prove(keys.entrySet(SUBJECT)), entries: await Promise.all(parts) },
    ],
    rules: [await prove(rules)],
  });
  return sealReport(report, { seal });
}

function contextOf({ mapRoot }: Sample, { keyDigest }: Sealer): VerificationContext {
  const checkpoint = { origin: 'bench', size: 1, root: mapRoot, sm3Root: mapRoot, mapRoot, block: BLOCK };
  return {
    hashes: nodeHashes,
    at: AT + 60,
    policy: POLICIES.complete,
    issuers: {
      department: () => Promise.resolve({ kind: 'credit', mspId: 'BureauMSP' } as never),
      sealKey: (_department, key) =>
        Promise.resolve((key === keyDigest ? { since: AT - 9 * DAY } : undefined) as never),
      accreditation: () => Promise.resolve(undefined),
    },
    logs: () => ({ checkpoint, until: AT }),
    grant: { reader: BANK, application: APPLICATION },
  };
}
