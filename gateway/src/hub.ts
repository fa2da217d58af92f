import { randomBytes } from 'node:crypto';
import type { JsonObject } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { pino } from 'pino';
import { Credentials } from './callers/credentials.js';
import { HubKeys } from './callers/hub-keys.js';
import { openCallers } from './callers/index.js';
import { Roster } from './callers/roster.js';
import { Signings } from './callers/signings.js';
import { Documents } from './documents/documents.js';
import { HolderKeys } from './documents/holder-keys.js';
import { openExchange } from './exchange/index.js';
import { registeredKeys } from './feed/expiry.js';
import { Feed } from './feed/feed.js';
import { openFeed } from './feed/index.js';
import type { Hub, HubOptions } from './hub-types.js';
import { requireOwnLedger } from './ledger/own.js';
import { openLog } from './log/index.js';
import { openWrites } from './outbox/index.js';
import { jobNews } from './outbox/job-news.js';
import { SigningDesk } from './outbox/signing-desk.js';
import type { Settled, Signatory } from './outbox/submission.js';
import { authorityEndings } from './pki/endings.js';
import { openPki } from './pki/index.js';
import { CHAINCODE, CHANNEL, indexFolder, storeFolder } from './places.js';
import { openIndex } from './readmodel/index.js';
import { openBackground } from './services/background.js';
import { Reports } from './services/credit/report/reports.js';
import { ledgerReads } from './services/ledger-reads.js';
import { servicesOf } from './services/index.js';
import { openConsents } from './services/consents/index.js';
import { openSubsidy } from './services/subsidy/index.js';
import { openLoans } from './services/loans/index.js';
import type { LicenseParts } from './services/licenses/parts.js';
import { SerialsAtWork } from './services/licenses/serials-at-work.js';
import { Officers } from './services/officers.js';
import { RegistryView } from './services/registry-view.js';
import { Seals } from './services/seals.js';
import { openSharing } from './sharing/index.js';
import { stampAuthorityEndings } from './stamping/authority.js';
import { openStamping } from './stamping/index.js';
import { openStatusLists } from './status-lists/index.js';
import { StatusPlaces } from './status-lists/places.js';
import { Closing } from './storage/closing.js';
import { openPrimary } from './storage/primary.js';
import { Once } from './storage/once.js';
import { pooled } from './storage/random.js';
import { calendarEndings } from './vitals/calendars.js';
import { openVitals } from './vitals/index.js';
import { openWebhooks } from './webhooks/index.js';

const SIGN_DAYS = 7;

/** As whom the hub publishes and cosigns checkpoints, and logs the status lists it publishes. */
const LOG_IDENTITY = 'log';

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
  const { name, folder, vault, enroller, publicUrl } = options;
  const { clock = Date.now, random = pooled(randomBytes) } = options;
  const { authority } = vault;
  const now = (): number => Math.floor(clock() / 1000);

  const keys = closing.add(new HubKeys(vault.keys));
  const ledger = closing.add(options.ledger);
  const { mspId } = ledger;
  const { store, writer } = await openPrimary(storeFolder(folder), closing);
  await requireOwnLedger(store, writer, ledger);
  const ground = { ledger, channel: CHANNEL, chaincode: CHAINCODE, store, writer, clock, random };
  const holderKeys = closing.add(await HolderKeys.open(folder, vault.secret));
  const { model, journal, projector, caughtUp } = await openIndex(
    { ...ground, folder: indexFolder(folder) },
    closing,
  );
  const registry = new RegistryView(model);

  const desk = new SigningDesk(clock);
  const { callers, authentication, identities, signer } = await openCallers({
    ...ground,
    name,
    mspId,
    keys,
    authority,
    enroller,
    desk,
    now,
  });
  const signatoryOf = (identity: string): Promise<Signatory> => identities.signatory(identity);
  const feed = new Feed(store, writer, clock);
  const news = jobNews(feed, callers, clock);
  const { signDays = SIGN_DAYS } = options;
  const { outbox, submission, jobs, requests, heldWrites, register } = openWrites({
    ...ground,
    desk,
    news,
    signatoryOf,
    signDays,
  });

  const operator = async (): Promise<Signatory> => {
    await identities.enrol(LOG_IDENTITY, { role: 'operator', department: 'none' });
    return signatoryOf(LOG_IDENTITY);
  };
  const submitAsOperator = async (operation: string, facts: JsonObject): Promise<Settled> => {
    await operator();
    return register(LOG_IDENTITY, operation, facts);
  };
  const log = await openLog(
    {
      ...ground,
      folder,
      model,
      keys,
      caughtUp,
      every: options.checkpointEvery ?? 0,
      witnesses: options.witnesses,
      submit: (operation, facts) => submitAsOperator(`log:${operation}`, facts),
    },
    closing,
  );
  const pki = await openPki({ ...ground, keys, authority, registry, publicUrl });
  const isAuthority = options.stamps === true;
  const { stamps, stamper } = await openStamping({ ...ground, vault, pki, caughtUp, isAuthority }, closing);

  const places = new StatusPlaces(store, writer, holderKeys.keyFor('status lists'));
  const licenses: LicenseParts = {
    hashes: nodeHashes,
    channel: CHANNEL,
    chaincode: CHAINCODE,
    random,
    now,
    publicUrl,
    registry,
    seals: new Seals({ ...ground, keys, certificates: pki.certificates, registry }),
    stamps,
    officers: new Officers(keys),
    documents: new Documents(store, holderKeys),
    store,
    requests,
    serials: new SerialsAtWork(),
    places,
    model,
    journal,
    ledger,
    caughtUp,
    logProofs: log.service,
    map: log.map,
  };

  const reports = new Reports({ ...licenses, writer, heldWrites });
  const statusLists = openStatusLists(
    {
      ...licenses,
      writer,
      publicUrl,
      every: options.statusListsEvery ?? 0,
      log: (facts) => submitAsOperator('registry:putStatusList', facts),
    },
    closing,
  );
  const leftOver = closing.add(requests.background());
  closing.add(heldWrites.background(leftOver.resumed));
  const keyEnds = [() => callers.expiring()];
  const names = holderKeys;
  const consentWork = await openConsents(licenses, { callers, identities, submission, writer, names });
  const { consents, known } = consentWork;
  const { exchangeUrls: urls = new Map<string, string>() } = options;
  const exchange = await openExchange(
    licenses,
    { ...consentWork, keys, writer, feed, urls, reports },
    closing,
  );
  const loans = await openLoans(licenses, { ...consentWork, submission, writer, exchange });
  const { anchorEvery: every = 0, logger = pino({ level: 'silent' }) } = options;
  const sharing = await openSharing(
    licenses,
    { ...consentWork, folder, writer, holderKeys, exchange, every, logger },
    closing,
  );
  const { endings: licenceEndings } = exchange;
  const secret = (purpose: string): Uint8Array => holderKeys.keyFor(purpose);
  const subsidy = openSubsidy(licenses, {
    ...consentWork,
    keys: exchange.keys,
    callers,
    writer,
    submission,
    secret,
    errands: loans.errands,
  });
  const sources = {
    feed,
    projector,
    writer,
    names,
    keyEnds,
    consents: known,
    loans: loans.known,
    endings: licenceEndings,
    logger,
  };
  const watches = openFeed(licenses, sources, closing);
  const key = holderKeys.keyFor('webhook secrets');
  const settings = options.webhooks;
  const webhooks = closing.add(await openWebhooks({ ...ground, settings, key, feed, callers, requests }));
  const { tasks, uploads, reseals, resumed } = openBackground(
    licenses,
    { callers, writer, feed, jobs, leftOver, loans: loans.officers, logger },
    closing,
  );
  const organisation = { organisation: name, callers, identities, requests, writer };
  const roster = new Roster({ ...organisation, registry, caughtUp, now });
  const revoked = roster.revokePending().catch(() => undefined);
  closing.add({ close: () => revoked });
  // Closed first: all that waits for the ledger is let go, and only then waited for.
  closing.add({ close: () => submission.drain() });

  const endings = [
    ...keyEnds,
    () => identities.endings(),
    registeredKeys({ ...licenses, caughtUp: () => Promise.resolve() }),
    () => authorityEndings(authority.certificate, pki),
    () => stampAuthorityEndings(store),
    () => calendarEndings(licenses),
    ...(options.endings ?? []),
  ];
  const vitals = openVitals({
    folder,
    ledger,
    model,
    store,
    projector,
    log,
    stamps,
    statusLists,
    sharing,
    outbox,
    webhooks,
    endings,
  });
  const credentials = new Credentials({ callers, requests, random, now });
  const presentations = await Once.open('shown~', { store, writer, now });
  const signings = new Signings({ callers, identities, requests, desk, heldWrites });
  const { seals, officers } = licenses;
  return {
    name,
    mspId,
    services: servicesOf(licenses, {
      authentication,
      credentials,
      roster,
      signings,
      signer,
      stamper,
      pki,
      log,
      vitals,
      tasks,
      uploads,
      reseals,
      feed,
      watches,
      consents,
      exchange,
      loans,
      sharing,
      subsidy,
      webhooks,
      writer,
      presentations,
      statusLists,
      readLedger: ledgerReads(ledger, operator),
    }),
    administration: {
      roster,
      callers,
      identities,
      seals,
      officers,
      licenses,
      holderKeys,
      resumed,
      stamps,
      root: authority.certificate,
      log,
      register,
      exchange,
      sharing,
      reports,
      statusLists,
    },
    close: () => closing.close(),
  };
}
