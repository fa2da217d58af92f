import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { contracts } from '@hanlian/chaincode';
import { generateUscc, type JsonObject } from '@hanlian/chaincode/domain';
import { createAuthority, ecdsaSigner, type Authority, type Signer } from '@hanlian/certificates';
import { openEmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import type { Identity, Ledger } from '@hanlian/gateway/ledger/port';
import { inFolder } from './city.js';
import { inTurn, timed, type Bench, type Figure } from './row.js';

/** So many entries one transaction takes. */
const PER_TRANSACTION = 200;
const ENTERPRISES = 1000;
const IN_FLIGHT = 4;
const MSP = 'BureauMSP';
const SINCE = 1_577_808_000;

const code = (department: string, organisation: string): string =>
  generateUscc({ department, kind: '1', region: '420100', organisation });
const SOURCE = code('1', 'MB9A0002');
const enterprise = (number: number): string => code('9', `MA7${String(number).padStart(5, '0')}`);

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

interface Client {
  readonly identity: Identity;
  readonly signer: Signer;
}

/** Publishing credit entries straight on the embedded ledger, as a source's hub does once bodies are hashed and stored. */
export const credit: Bench = {
  rows: [
    {
      id: 'creditPublish',
      work: 'credit entries published, 200 a transaction',
      workload:
        'Penalties on a thousand enterprises, in transactions of 200 with four in flight: two client signatures each made and checked, every entry and every enterprise’s head read and written, two links a suite hashed, the outcome awaited, which comes after the synced write of the block; the load comes from the same process.',
      unit: '/s',
    },
  ],
  run: ({ transactions }) =>
    inFolder(async (folder) => {
      const { ledger, clerk, close } = await openCredit(folder);
      try {
        const rounds = Math.ceil(transactions / (PER_TRANSACTION * IN_FLIGHT));
        return { creditPublish: await publishAll(ledger, clerk, rounds) };
      } finally {
        await close();
      }
    }),
};

async function publishAll(ledger: Ledger, clerk: Client, rounds: number): Promise<Figure> {
  const numbers = Array.from({ length: ENTERPRISES }, (_, i) => i);
  for (let i = 0; i < ENTERPRISES; i += PER_TRANSACTION) {
    const some = numbers.slice(i, i + PER_TRANSACTION);
    await publish(
      ledger,
      clerk,
      some.map((number) => entry(number, 'registration')),
    );
  }
  // Transactions in flight at once are about different enterprises, as those of different sources mostly are.
  return timed(rounds * IN_FLIGHT * PER_TRANSACTION, () =>
    inTurn(Array.from({ length: rounds }), () =>
      Promise.all(
        Array.from({ length: IN_FLIGHT }, (_, k) =>
          publish(
            ledger,
            clerk,
            Array.from({ length: PER_TRANSACTION }, (_each, i) => entry(k * PER_TRANSACTION + i, 'penalty')),
          ),
        ),
      ),
    ),
  );
}

let documents = 0;
const entry = (number: number, category: 'registration' | 'penalty'): JsonObject => ({
  subject: enterprise(number),
  category,
  document: `示例〔2026〕${++documents}号`,
  facts: {
    decidedAt: '2020-06-01',
    root: random(32),
    sm3Root: random(32),
    ...(category === 'penalty' && { severity: 'general' }),
  },
});

const publish = (ledger: Ledger, clerk: Client, entries: readonly JsonObject[]): Promise<void> =>
  submit(ledger, clerk, 'credit:publish', { person: 'OFFICER1', entries: [...entries] });

async function submit(
  ledger: Ledger,
  { identity, signer }: Client,
  name: string,
  facts: JsonObject,
): Promise<void> {
  const request = JSON.stringify({ v: 1, intent: random(16), ...facts });
  const proposal = await ledger.propose(identity, { function: name, arguments: [request] });
  const endorsed = await ledger.endorse(proposal.bytes, await signer.sign(proposal.message));
  await ledger.submit(endorsed.bytes, await signer.sign(endorsed.message));
  const { code: outcome } = await ledger.status(endorsed.transactionId);
  if (outcome !== 'VALID') throw new Error(`${name}: ${outcome}`);
}

const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

async function client(authority: Authority, kind: 'client' | 'node', role: string): Promise<Client> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const attributes = { role, dept: SOURCE };
  const certificate = await authority.issueIdentity({ commonName: role, publicKey, kind, attributes });
  return { identity: { mspId: MSP, certificate }, signer: ecdsaSigner(privateKey) };
}

/** A ledger with one source. */
async function openCredit(
  path: string,
): Promise<{ ledger: Ledger; clerk: Client; close: () => Promise<void> }> {
  const authority = await createAuthority({ organization: MSP, signer: ecdsaSigner(newKey()) });
  const node = await client(authority, 'node', 'node');
  const host = await openEmbeddedLedger({
    path,
    channel: 'bench',
    chaincodes: [{ name: 'hanlian', contracts }],
    organisations: [{ mspId: MSP, rootCertificates: [authority.certificate] }],
    node: { ...node.identity, signer: node.signer },
  });
  const ledger = host.forOrganisation(MSP);
  const name = { zh: '部门', en: 'Department' };
  const department = { code: SOURCE, name, kind: 'department', mspId: MSP, since: SINCE };
  await submit(ledger, await client(authority, 'client', 'registrar'), 'registry:putDepartment', department);
  return { ledger, clerk: await client(authority, 'client', 'clerk'), close: () => host.close() };
}
