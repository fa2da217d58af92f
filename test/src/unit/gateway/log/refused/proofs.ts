import {
  noteVerifiers,
  trustBy,
  verifyDocument,
  type EvidenceDocument,
  type NoteSigner,
} from '@hanlian/certificates';
import {
  buildTree,
  canonicalize,
  encodeLogEntry,
  formatCheckpoint,
  formatLogProof,
  formatNote,
  inclusionPath,
  leafHash,
  merkleRoot,
  parseNote,
  utf8Decode,
  utf8Encode,
  type Checkpoint,
  type JsonValue,
  type LogPolicy,
  type LogProof,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { world } from '../../../../support/evidence.js';
import { newLogSigner, newWitness, ORIGIN, signedNote } from '../../../../support/log.js';
import type { Cases } from './case.js';

const { sha256 } = nodeHashes;
const [SIZE, INDEX] = [7, 3];
const log = newLogSigner();
const bank = newWitness('witness/bank');
const policy: LogPolicy = {
  origin: ORIGIN,
  log: { organisation: 'BureauMSP', keys: [log.key] },
  witnesses: [{ organisation: 'BankMSP', keys: [bank.key] }],
  quorum: 2,
};

/** A document whose batch stands in a log of a few entries, and what its proof is made of. */
const { documents, context } = await world();
const [document] = documents as readonly [EvidenceDocument];
const { batch, root, issuer, type, count } = document.statement;
const entries = Array.from({ length: SIZE }, (_, i) =>
  encodeLogEntry({
    block: i,
    payload: utf8Encode(
      canonicalize({
        v: 1,
        type: 'license.issue',
        count,
        issuer,
        certificateType: type,
        ...(i === INDEX && { batch, root, start: 0 }),
      }),
    ),
    transactionId: 'ab'.repeat(32),
  }),
);
const leaves = (suite: 'sha256' | 'sm3', size: number): Uint8Array[] =>
  entries.slice(0, size).map((entry) => leafHash(nodeHashes[suite], entry));
const checkpointAt = (size: number): Checkpoint => ({
  origin: ORIGIN,
  size,
  root: merkleRoot(sha256, leaves('sha256', size)),
  sm3Root: merkleRoot(nodeHashes.sm3, leaves('sm3', size)),
  block: size - 1,
});
const pathAt = (index: number, size = SIZE): Uint8Array[] => [
  ...inclusionPath(buildTree(sha256, leaves('sha256', size)), index),
];

const TEXT = formatCheckpoint(checkpointAt(SIZE));
const NOTE = await signedNote(TEXT, log, bank);
const GOOD: LogProof = { index: INDEX, path: pathAt(INDEX), checkpoint: parseNote(NOTE) };
const ENTRY = utf8Decode(entries[INDEX]!);

/** Why verification does not take a proof; the check's own code where it gives no reason. */
async function reasonOf(proof: string, entry = ENTRY): Promise<string> {
  const shown = { ...document, logProof: { v: 1, entry, proof } };
  const { checks } = await verifyDocument(JSON.parse(JSON.stringify(shown)) as JsonValue, {
    ...context,
    ledger: undefined,
    logs: trustBy(policy, noteVerifiers),
  });
  const { code, data } = checks.find(({ name }) => name === 'anchor')!;
  return (data?.reason as string | undefined) ?? code;
}

const proof = (more: Partial<LogProof>): Promise<string> => reasonOf(formatLogProof({ ...GOOD, ...more }));
/** The proof with another note in its checkpoint's place. */
const under = (note: string): Promise<string> => {
  const whole = formatLogProof(GOOD);
  return reasonOf(`${whole.slice(0, whole.indexOf('\n\n') + 2)}${note}`);
};
const signed = async (text: string, ...signers: NoteSigner[]): Promise<string> =>
  under(await signedNote(text, ...signers));
const changed = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => (i === 5 ? byte ^ 1 : byte));

/** That the proof all others are bent from is good. */
export const good = (): Promise<string> => proof({});

export const PROOFS: Cases = {
  'a proof for another size of the tree': () => proof({ path: pathAt(INDEX, 5) }),
  'a proof with a hash missing': () => proof({ path: GOOD.path.slice(1) }),
  'a proof with a hash too many': () => proof({ path: [...GOOD.path, sha256(new Uint8Array(1))] }),
  'a proof for another place in the tree': () => proof({ index: INDEX + 1 }),
  'a proof with a bit changed': () => proof({ path: GOOD.path.map(changed) }),
  'a hash that has not 32 bytes': () => proof({ path: GOOD.path.map((hash) => hash.slice(1)) }),
  'a proof of another form': () => reasonOf(formatLogProof(GOOD).replace('@v1', '@v2')),
  'an entry that was changed': () =>
    reasonOf(formatLogProof(GOOD), ENTRY.replace(`"count":${count}`, `"count":${count + 1}`)),
  "the proof of another document's entry": () =>
    reasonOf(formatLogProof({ ...GOOD, index: 1, path: pathAt(1) }), utf8Decode(entries[1]!)),
  'a proof for an empty tree': () => signed(TEXT.replace(`\n${SIZE}\n`, '\n0\n'), log, bank),
};

export const CHECKPOINTS: Cases = {
  "a key id that is not the log's": async () => {
    const { text, signatures } = parseNote(NOTE);
    const [own, ...others] = signatures;
    return under(formatNote({ text, signatures: [{ ...own!, keyId: own!.keyId ^ 1 }, ...others] }));
  },
  'a signature by another key under that id': async () => {
    const { text, signatures } = parseNote(await signedNote(TEXT, newLogSigner(), bank));
    const [forged, ...others] = signatures;
    return under(formatNote({ text, signatures: [{ ...forged!, keyId: log.key.id }, ...others] }));
  },
  'a signature that stands twice': () => under(NOTE + NOTE.split('\n').at(-2)! + '\n'),
  'no signature of the log': () => signed(TEXT, bank),
  'no signature at all': () => under(`${TEXT}\n`),
  'too few organisations': () => signed(TEXT, log),
  'lines that end in CRLF': () => under(NOTE.replaceAll('\n', '\r\n')),
  'an extension line more': () => signed(`${TEXT}note x\n`, log, bank),
  'an extension line less': () => signed(TEXT.replace(/sm3 .+\n/, ''), log, bank),
  'extension lines in another order': () => signed(TEXT.replace(/(sm3 .+\n)(block .+\n)/, '$2$1'), log, bank),
  'a text changed after it was signed': () => under(NOTE.replace(`\n${SIZE}\n`, `\n${SIZE + 1}\n`)),
  'the checkpoint of another log': () => {
    const origin = 'hanlian/other/0011223344556677';
    return signed(TEXT.replace(ORIGIN, origin), newLogSigner(origin), bank);
  },
};
