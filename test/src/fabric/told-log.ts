import {
  parseCheckpoint,
  parseNote,
  type CheckpointRecord,
  type CheckpointView,
  type CosignatureRecord,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import { LedgerError } from '@hanlian/gateway/ledger/port';
import { transactionIdOf } from '@hanlian/gateway/ledger/transaction-id';
import { acceptForks } from '@hanlian/gateway/log/forks';
import type { OrganisationName } from '@hanlian/gateway/organisations';
import type { RunningCity } from '../support/city.js';
import { keyText, newLogSigner, newWitness, signedNote } from '../support/log.js';
import { allCaughtUp, order, type Told } from './told.js';

const NAMES = ['bureau', 'bank', 'auditor'] as const;
/** As whom each hub does its part in the log. */
const HUB = 'log';

/**
 * The life of the log as the ledger tells it: keys, checkpoints, cosignatures, who may not act, and a fork, which every
 * hub accepts in the end.
 */
export async function tellLog(city: RunningCity): Promise<Told[]> {
  const told: Told[] = [];
  const clerk = city.callers.find(({ role }) => role === 'clerk')!;
  const tell = (step: string, body: unknown, status = 0): void => void told.push({ step, status, body });
  const turn = async (name: OrganisationName): Promise<void> => {
    await city.hub(name).administration.log.turn();
    await allCaughtUp(city);
  };
  const issue = async (step: string): Promise<void> => {
    const { status, body } = await city.ask(clerk, '/v1/licenses', order);
    tell(step, body.code, status);
    await allCaughtUp(city);
  };
  /** Tells which transaction settles an act, or why it is refused. */
  const tellAct = async (
    step: string,
    name: OrganisationName,
    operation: string,
    facts: JsonObject,
    identity = HUB,
  ): Promise<void> => {
    const acting = city.hub(name).administration.register(identity, `log:${operation}`, facts);
    tell(step, await acting.then(({ transactionId }) => ({ transactionId }), refusalOf));
    await allCaughtUp(city);
  };

  /** What stands of the newest checkpoint, compared with what stood at the last look. */
  let before = { size: 0, forks: 0 };
  const tellView = async (step: string): Promise<CheckpointView> => {
    const view = await newestOf(city);
    const { head, checkpoint, cosignatures, forks } = view;
    tell(step, {
      grown: before.size === 0 ? 'begun' : head.size - before.size,
      forks: head.forks - before.forks,
      published: await committed(city, checkpoint),
      cosigned: await Promise.all(cosignatures.map((one) => committed(city, one))),
      forked: await Promise.all(forks.map((one) => committed(city, one))),
      signatures: parseNote(checkpoint.note).signatures.length,
      standsAtItsBlock: parseCheckpoint(parseNote(checkpoint.note).text).block === head.block,
    });
    before = head;
    return view;
  };

  await issue('a first certificate');
  for (const name of NAMES) await turn(name);
  await tellView('keys registered, a checkpoint published, two cosign');

  await issue('another certificate');
  await turn('bureau');
  const { checkpoint } = await tellView('published, and nobody has cosigned yet');
  const { note } = checkpoint;
  await tellAct('publish it again', 'bureau', 'publishCheckpoint', { note });
  await tellAct('publish it as a bank', 'bank', 'publishCheckpoint', { note });
  await tellAct('publish it as a clerk', 'bureau', 'publishCheckpoint', { note }, 'market-clerk');
  await tellAct('cosign as an auditing person', 'auditor', 'cosign', { note }, 'auditor');
  await tellAct("cosign with another's signature", 'bank', 'cosign', { note });
  const { text } = parseNote(note);
  const forged = await signedNote(text, newLogSigner(text.split('\n')[0]));
  await tellAct('publish under an unknown key', 'bureau', 'publishCheckpoint', { note: forged });
  const altered = note.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`);
  await tellAct('publish what was not signed', 'bureau', 'publishCheckpoint', { note: altered });
  await tellAct('publish with line ends of DOS', 'bureau', 'publishCheckpoint', {
    note: note.replaceAll('\n', '\r\n'),
  });
  const witness = keyText(newWitness('another'));
  await tellAct('register without naming what stands', 'bank', 'putKeys', { witness });
  const log = keyText(newLogSigner());
  await tellAct('register a log key as a bank', 'bank', 'putKeys', { witness, log, expectedRevision: 0 });

  for (const name of NAMES) await turn(name);
  const { cosignatures } = await tellView('two have cosigned');
  const own = cosignatures.find(({ mspId }) => mspId === 'BankMSP')!;
  await tellAct('cosign again', 'bank', 'cosign', { note: own.note });

  await issue('a third certificate');
  await turn('bureau');
  const { store } = city.hub('bank').administration.log;
  const roots = store.roots.bind(store);
  store.roots = async (size) => ({ ...(await roots(size)), sha256: new Uint8Array(32) });
  await turn('bank');
  store.roots = roots;
  const { head } = await tellView('a hub that computes another root says so, and that is recorded');
  for (const name of NAMES) {
    const { status, body } = await city.ask(name, '/v1/log/witnesses');
    tell(`${name} has stopped`, body.halted, status);
  }
  await issue('a certificate that no hub takes on');
  for (const name of NAMES) await acceptForks(city.hub(name).administration.licenses.store, head.forks);
  await issue('a certificate after a person has accepted the fork');
  for (const name of NAMES) await turn(name);
  await tellView('the log goes on');
  return told;
}

const refusalOf = (error: unknown): object => {
  if (error instanceof LedgerError) return { stage: error.stage, code: error.code };
  throw error;
};

/** What the ledger has of the newest checkpoint, as an auditor reads it. */
async function newestOf(city: RunningCity): Promise<CheckpointView> {
  const { administration } = city.hub('auditor');
  const { identity, signer } = await administration.identities.signatory('auditor');
  const { ledger } = administration.licenses;
  const request = { function: 'log:get', arguments: [JSON.stringify({ v: 1 })] };
  const { bytes, message } = await ledger.propose(identity, request);
  return JSON.parse(await ledger.evaluate(bytes, await signer.sign(message))) as CheckpointView;
}

/** A record by whose transaction it came: what that was worth, and what it told. */
async function committed(
  city: RunningCity,
  record: CheckpointRecord | CosignatureRecord,
): Promise<Record<string, unknown>> {
  const { ledger } = city.hub('auditor').administration.licenses;
  const transactionId = transactionIdOf(record.tx);
  const transaction = await ledger.transaction(transactionId);
  const event = JSON.parse(Buffer.from(transaction!.event!.payload).toString()) as { key: string };
  return {
    mspId: 'mspId' in record ? record.mspId : 'publisher',
    transactionId,
    code: transaction!.code,
    creator: transaction!.creator.mspId,
    event: transaction!.event!.name,
    told: { ...event, key: event.key.replace(/\d{16}/, 'size') },
  };
}
