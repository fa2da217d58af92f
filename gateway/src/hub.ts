import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { canonicalize, type JsonObject } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { Authentication } from './callers/authentication.js';
import { Callers } from './callers/callers.js';
import type { CallerFacts } from './callers/credential.js';
import { HubSigner } from './callers/hub-signer.js';
import { Credentials } from './callers/credentials.js';
import type { Enroller } from './callers/enroller.js';
import { Identities } from './callers/identities.js';
import { audienceOf, Tokens } from './callers/tokens.js';
import { UsedTokens } from './callers/used-tokens.js';
import type { Vault } from './callers/vault.js';
import { Signings } from './callers/signings.js';
import { Documents } from './documents/documents.js';
import { HolderKeys } from './documents/holder-keys.js';
import { registeredKeys } from './feed/expiry.js';
import { openFeed } from './feed/index.js';
import { requireOwnLedger } from './ledger/own.js';
import type { Ledger } from './ledger/port.js';
import { Jobs } from './outbox/jobs.js';
import { Outbox } from './outbox/outbox.js';
import { Requests } from './outbox/requests.js';
import { SigningDesk } from './outbox/signing-desk.js';
import { Submission, type Settled } from './outbox/submission.js';
import { openLog, type Log } from './log/index.js';
import { Journal } from './readmodel/journal.js';
import { authorityEndings } from './pki/endings.js';
import { openPki } from './pki/index.js';
import { Projector } from './readmodel/projector.js';
import { ReadModel } from './readmodel/read-model.js';
import { servicesOf } from './services/index.js';
import type { LicenseParts } from './services/licenses/parts.js';
import { SerialsAtWork } from './services/licenses/serials-at-work.js';
import { Officers } from './services/officers.js';
import { RegistryView } from './services/registry-view.js';
import { Seals } from './services/seals.js';
import type { Services } from './services/types.js';
import { Tasks } from './services/tasks/tasks.js';
import { Uploads } from './services/uploads/uploads.js';
import { WriteJobs } from './services/write-jobs.js';
import { openStampAuthority, stampAuthorityEndings } from './stamping/authority.js';
import type { StatusSource } from './stamping/evidence.js';
import { StampQueue } from './stamping/queue.js';
import { Closing } from './storage/closing.js';
import { GroupWriter } from './storage/group-writer.js';
import { pooled, random16, type Random } from './storage/random.js';
import { openStore } from './storage/store.js';
import { openVitals, type VitalsParts } from './vitals/index.js';
import { openWebhooks } from './webhooks/index.js';
import type { TargetSettings } from './webhooks/targets.js';

export const CHANNEL = 'hanlian';
/** The hub's chaincode, and the namespace its records lie in. */
export const CHAINCODE = 'hanlian';

export interface HubOptions {
  readonly name: string;
  /** The hub's own folder. */
  readonly folder: string;
  readonly vault: Vault;
  readonly enroller: Enroller;
  /** The port of this hub's organisation, which the hub closes. */
  readonly ledger: Ledger;
  /** Under which others reach it, for the certificates it gives. */
  readonly publicUrl?: string | undefined;
  /** Whether this organisation runs a time-stamp authority, for the others. */
  readonly stamps?: boolean;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Milliseconds between two checkpoints of the log; 0 when absent: this hub makes and cosigns none. */
  readonly checkpointEvery?: number;
  readonly random?: Random;
  /** What else ends that this hub's operator is warned of. */
  readonly endings?: VitalsParts['endings'];
  /** Where events may be sent; absent: to public https addresses. */
  readonly webhooks?: TargetSettings;
}

/** One organisation's hub: what others may ask of it, and what its own administration does. */
export interface Hub {
  readonly name: string;
  readonly mspId: string;
  readonly services: Services;
  readonly administration: Administration;
  /** Ends what is at work and closes everything, in reverse order of opening. */
  close(): Promise<void>;
}

/** Setting a hub up: who may call, who signs, and what is registered in its name. */
export interface Administration {
  readonly callers: Callers;
  readonly identities: Identities;
  readonly seals: Seals;
  readonly officers: Officers;
  readonly licenses: LicenseParts;
  readonly holderKeys: HolderKeys;
  /** Settles when what an earlier stop left unfinished was tried again. */
  readonly resumed: Promise<void>;
  /** The certificate of the organisation's own authority, PEM. */
  readonly root: string;
  /** Gives batches their time stamps, from when it is told by whom. */
  readonly stamps: StampQueue;
  readonly log: Log;
  /** Submits one registry write, signed by one of this hub's identities. */
  register(identity: string, operation: string, facts: JsonObject): Promise<Settled>;
}

/** As whom the hub publishes and cosigns checkpoints. */
const LOG_IDENTITY = 'log';
const PRIMARY_BUFFER = 32 * 1024 * 1024;

/** Where a hub keeps its primary data. */
export const storeFolder = (folder: string): string => join(folder, 'store');

/** Where a hub keeps its read model. */
export const indexFolder = (folder: string): string => join(folder, 'index');

/** Builds one organisation's hub. Nothing else opens its stores. */
export async function openHub(options: HubOptions): Promise<Hub> {
  const closing = new Closing();
  try {
    return await build(options, closing);
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function build(options: HubOptions, closing: Closing): Promise<Hub> {
  const { name, folder, vault, enroller, clock = Date.now, random = pooled(randomBytes) } = options;
  const ledger = closing.add(options.ledger);
  const store = closing.add(await openStore(storeFolder(folder), { writeBufferSize: PRIMARY_BUFFER }));
  const writer = new GroupWriter(store);
  closing.add({ close: () => writer.drain() });
  await requireOwnLedger(store, writer, ledger);
  const holderKeys = closing.add(await HolderKeys.open(folder, vault.secret));
  const model = closing.add(await ReadModel.open(indexFolder(folder), CHAINCODE));
  const journal = await Journal.open(store, writer, clock);
  const projector = closing.add(new Projector(ledger, model, journal));

  const { keys, authority } = vault;
  const stamper = options.stamps ? await openStampAuthority({ vault, store, writer, clock }) : undefined;
  const now = (): number => Math.floor(clock() / 1000);
  const callers = await Callers.open(store, writer, now);
  const attributesOf = (id: string): CallerFacts | undefined => callers.facts(id);
  const desk = new SigningDesk(clock);
  const owned = { store, writer, keys, enroller, desk, attributesOf, clock };
  const identities = new Identities(ledger.mspId, owned);
  const outbox = new Outbox(store, writer);
  const submission = new Submission(ledger, outbox);
  const jobs = new Jobs(store, submission, (identity) => identities.signatory(identity));
  const requests = new Requests({ store, writer, jobs, desk, clock });
  const signer = new HubSigner({ store, writer, keys, authority });
  const used = await UsedTokens.open(store, writer, now);
  const tokens = new Tokens({ callers, used, audience: audienceOf(name), now });

  // Other hubs write too, and nobody may be told a state that has changed: what this organisation's peer has, the
  // read model must have.
  const caughtUp = async (): Promise<void> => projector.reached(await ledger.latest());
  const register = async (identity: string, operation: string, facts: JsonObject): Promise<Settled> => {
    const argument = canonicalize({ v: 1, intent: random16(random), ...facts });
    const request = { function: operation, arguments: [argument] };
    const ref = { job: random16(random), step: 0 };
    const settled = await submission.run(ref, await identities.signatory(identity), request);
    await outbox.forget(ref);
    return settled;
  };
  projector.start();
  const log = await openLog(
    {
      folder,
      ledger,
      channel: CHANNEL,
      chaincode: CHAINCODE,
      model,
      store,
      keys,
      clock,
      every: options.checkpointEvery ?? 0,
      caughtUp,
      submit: async (operation, facts) => {
        await identities.enrol(LOG_IDENTITY, { role: 'operator', department: 'none' });
        return register(LOG_IDENTITY, `log:${operation}`, facts);
      },
    },
    closing,
  );
  const registry = new RegistryView(model);
  const pki = await openPki({
    store,
    writer,
    keys,
    authority,
    registry,
    clock,
    publicUrl: options.publicUrl,
  });
  const statusOf: StatusSource = async (certificate) => {
    await caughtUp();
    return pki.publication.statusOf(certificate);
  };
  const stamps = closing.add(new StampQueue({ store, writer, clock, statusOf }));

  const licenses: LicenseParts = {
    hashes: nodeHashes,
    channel: CHANNEL,
    chaincode: CHAINCODE,
    random,
    now,
    registry,
    seals: new Seals({ store, writer, keys, certificates: pki.certificates, registry }),
    stamps,
    officers: new Officers(keys),
    documents: new Documents(store, holderKeys),
    store,
    requests,
    serials: new SerialsAtWork(),
    model,
    journal,
    ledger,
    caughtUp,
    logProofs: log.service,
    map: log.map,
  };

  const leftOver = closing.add(requests.background());
  const keyEnds = [() => callers.expiring()];
  const { feed, watches } = openFeed(
    licenses,
    { projector, writer, names: holderKeys, clock, keyEnds },
    closing,
  );
  const key = holderKeys.keyFor('webhook secrets');
  const hooked = { settings: options.webhooks, key, store, writer, feed, callers, requests, random, clock };
  const webhooks = closing.add(await openWebhooks(hooked));
  const tasks = new Tasks(licenses, callers, writer, feed);
  const uploads = new Uploads(licenses, {
    callers,
    writer,
    tasks,
    feed,
    writes: new WriteJobs(jobs, requests, callers),
  });
  const decided = closing.add(tasks.background(leftOver.resumed));
  const { resumed } = closing.add(uploads.background(decided.resumed));
  closing.add({ close: () => submission.drain() });
  const endings = [
    () => callers.expiring(),
    () => identities.endings(),
    registeredKeys({ ...licenses, caughtUp: () => Promise.resolve() }),
    () => authorityEndings(authority.certificate, pki),
    () => stampAuthorityEndings(store),
    ...(options.endings ?? []),
  ];
  const vitals = openVitals({ folder, ledger, model, store, projector, log, stamps, outbox, endings });
  return {
    name,
    mspId: ledger.mspId,
    services: servicesOf(licenses, {
      authentication: new Authentication(callers, tokens),
      credentials: new Credentials({ callers, requests, random, now }),
      signings: new Signings({ callers, identities, requests, desk }),
      vitals,
      log,
      tasks,
      uploads,
      signer,
      pki,
      feed,
      watches,
      webhooks,
      writer,
      stamper,
    }),
    administration: {
      callers,
      identities,
      seals: licenses.seals,
      officers: licenses.officers,
      licenses,
      holderKeys,
      resumed,
      stamps,
      root: authority.certificate,
      log,
      register,
    },
    close: () => closing.close(),
  };
}
