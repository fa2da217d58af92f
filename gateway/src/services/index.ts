import type {
  ActAnswer,
  IssueAnswer,
  LoanReceipt,
  ResealAnswer,
  TaskAnswer,
} from '@hanlian/chaincode/domain';
import type { HubSigner } from '../callers/hub-signer.js';
import type { Exchange } from '../exchange/index.js';
import type { Sharing } from '../sharing/index.js';
import type { Feed } from '../feed/feed.js';
import type { Watches } from '../feed/watches.js';
import type { Authentication } from '../callers/authentication.js';
import type { Credentials } from '../callers/credentials.js';
import type { Roster } from '../callers/roster.js';
import type { Log } from '../log/index.js';
import type { Signings } from '../callers/signings.js';
import type { Pki } from '../pki/index.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Once } from '../storage/once.js';
import { findingService } from './audit/findings.js';
import { auditService } from './audit/index.js';
import { catalogueService } from './catalogue/index.js';
import { creditService } from './credit/index.js';
import type { Consents } from './consents/consents.js';
import { deployedServices } from './deployed/index.js';
import { grantService } from './grants/index.js';
import { healthService } from './health.js';
import type { NewBatch } from './licenses/checking.js';
import { documentOf, sealFileOf } from './licenses/document.js';
import { listLicenses } from './licenses/list.js';
import type { LicenseParts } from './licenses/parts.js';
import { batchZipOf } from './licenses/batch-zip.js';
import { pdfOf } from './licenses/pdf.js';
import { getLicense, historyOf, stateOfLicense } from './licenses/read.js';
import { ofdOf } from './licenses/ofd.js';
import { sdJwtOf } from './licenses/sd-jwt.js';
import { readSheet } from './licenses/sheet.js';
import { stateProofOf } from './licenses/state-proof.js';
import { ownAccessService } from './own-accesses/index.js';
import { pkiService } from './pki.js';
import { registryService } from './registry.js';
import type { LoanWork } from './loans/index.js';
import type { LedgerReads } from './ledger-reads.js';
import type { Reseals } from './reseals/reseals.js';
import type { Tasks } from './tasks/tasks.js';
import type { OwnStampAuthority } from '../stamping/authority.js';
import { timestampService } from './timestamps.js';
import type { StatusLists } from '../status-lists/index.js';
import type { SubsidyServices } from './subsidy-services.js';
import type { Caller, Idempotency, Services, OrWaits } from './types.js';
import type { Uploads } from './uploads/uploads.js';
import { trustService } from './trust.js';
import type { Webhooks } from '../webhooks/webhooks.js';
import { verificationService } from './verifications.js';
import type { Vitals } from '../vitals/types.js';

/** What concerns this hub alone. */
interface OwnParts {
  readonly signer: HubSigner;
  readonly pki: Pki;
  readonly feed: Feed;
  readonly watches: Watches;
  readonly consents: Consents;
  readonly exchange: Exchange;
  readonly loans: LoanWork;
  readonly sharing: Sharing;
  readonly subsidy: SubsidyServices;
  readonly webhooks: Webhooks;
  readonly authentication: Authentication;
  readonly credentials: Credentials;
  readonly roster: Roster;
  readonly signings: Signings;
  readonly vitals: Vitals;
  readonly log: Log;
  readonly statusLists: StatusLists;
  readonly tasks: Tasks;
  readonly uploads: Uploads;
  readonly reseals: Reseals;
  readonly writer: GroupWriter;
  /** Which presentations this hub was shown. */
  readonly presentations: Once;
  readonly stamper: OwnStampAuthority | undefined;
  /** Asks the contracts in the hub's own name. */
  readonly readLedger: LedgerReads;
}

/** A hub's services, as the HTTP layer calls them. */
export const servicesOf = (parts: LicenseParts, own: OwnParts): Services => {
  const { authentication, credentials, vitals, log, tasks, uploads, reseals, signer, pki, feed } = own;
  const { writer, stamper, signings, webhooks } = own;
  const begin = async (caller: Caller, batch: NewBatch, once: Idempotency): Promise<OrWaits<IssueAnswer>> =>
    (await tasks.submit(caller, { batch }, once)) as OrWaits<IssueAnswer>;
  const verifications = verificationService(parts, own);
  const identify = (bearer: string): Promise<Caller | undefined> => authentication.authenticate({ bearer });
  return {
    licenses: {
      issue: (caller, input, once) => begin(caller, { kind: 'issue', ...input }, once),
      importStock: (caller, input, once) => begin(caller, { kind: 'import', ...input }, once),
      transferIn: (caller, { certificate, ...input }, once) =>
        begin(caller, { kind: 'transferIn', ...input, certificates: [certificate] }, once),
      act: async (caller, operation, id, body, once) =>
        (await tasks.submit(caller, { act: { operation, id, body } }, once)) as OrWaits<ActAnswer>,
      get: (_caller, id) => getLicense(parts, id),
      list: (_caller, query) => listLicenses(parts, query),
      document: (caller, id, proof) => documentOf(parts, caller, id, proof),
      seal: (caller, id) => sealFileOf(parts, caller, id),
      ofd: (caller, id) => ofdOf(parts, caller, id),
      pdf: (caller, id) => pdfOf(parts, caller, id),
      batchZip: (caller, id) => batchZipOf(parts, caller, id),
      sheet: (code) => readSheet(parts, code),
      sdJwt: (caller, id, input) => sdJwtOf(parts, caller, id, input),
      history: (_caller, id) => historyOf(parts, id),
      proof: (_caller, id, checkpoint) => stateProofOf(parts, id, checkpoint),
      state: (_caller, id, at) => stateOfLicense(parts, id, at),
    },
    verifications,
    ...deployedServices(parts, {
      writer,
      identify,
      verify: (input, caller) => verifications.verify(input, caller),
    }),
    registry: registryService(parts),
    catalogue: catalogueService({ ...parts, readLedger: own.readLedger }),
    credit: creditService({ ...parts, writer }),
    grants: grantService(parts),
    pki: pkiService({ ...parts, pki }),
    consents: own.consents.service,
    exchange: own.exchange.service,
    loans: {
      ...own.loans.service,
      act: async (caller, id, body, once) =>
        (await tasks.submit(caller, { loan: { id, body } }, once)) as LoanReceipt | TaskAnswer,
    },
    queries: own.sharing.service,
    onward: own.sharing.onward,
    ...own.subsidy,
    tasks: tasks.service,
    jobs: uploads.service,
    reseals: {
      begin: async (caller, reseal, once) =>
        (await tasks.submit(caller, { reseal }, once)) as ResealAnswer | TaskAnswer,
      list: (caller, query) => reseals.list(caller, query),
      get: (caller, id) => reseals.get(caller, id),
      cancel: (caller, id, once) => reseals.cancel(caller, id, once),
    },
    webhooks: webhooks.service,
    events: { read: (caller, query) => feed.read(caller, query) },
    audit: auditService(parts, { signer, ...own.sharing }),
    findings: findingService(parts),
    ownAccesses: ownAccessService({ ...parts, ...own.sharing, once: own.presentations }),
    ledger: {
      block: (number) => parts.ledger.block(number),
      transaction: (id) => parts.ledger.transaction(id),
      height: () => parts.ledger.height(),
    },
    callers: authentication,
    credentials: credentials.service,
    roster: own.roster.service,
    trust: trustService(parts, { log, pki, signer }),
    timestamps: timestampService(parts, stamper),
    log: log.service,
    statusLists: own.statusLists.service,
    health: healthService(vitals),
    signings: signings.service,
  };
};
