import type { TrustBundle } from '@hanlian/certificates';
import type {
  Accreditation,
  ActAnswer,
  ActInput,
  CallerAnswer,
  CallerChange,
  CallerInput,
  CallerQuery,
  Agreement,
  AuditEntry,
  AuditExportQuery,
  AuditQuery,
  Calendar,
  CertificateType,
  CompromiseInput,
  ConsistencyAnswer,
  ConfirmTransferInput,
  CredentialAnswer,
  CredentialInput,
  CredentialQuery,
  DatedReference,
  EnrolAnswer,
  EnrolInput,
  IssuerAnswer,
  RenewInput,
  NewIssuerInput,
  RevokeInput,
  SealCertificateAnswer,
  DeadLetter,
  DeadLetterQuery,
  Department,
  DeployedAnswer,
  DeployedCert,
  DeployedCertInfo,
  DeployedVerified,
  DownloadFileInput,
  EventPage,
  EventQuery,
  ExpireInput,
  HistoryAnswer,
  HolderKey,
  IdentityAnswer,
  IdentityInput,
  ImportInput,
  InspectInput,
  InterfaceAccess,
  InterfaceAccessInput,
  InterfaceUse,
  InterfaceUseQuery,
  IssueAnswer,
  IssueInput,
  JobAnswer,
  JobQuery,
  JobRow,
  JobRowQuery,
  JsonObject,
  JsonValue,
  LicenseAnswer,
  LicenseQuery,
  LicenseStateAnswer,
  OfficerKey,
  Operation,
  QueryByHolderInput,
  QueryCertInfoInput,
  QueryCertInput,
  RecordReference,
  RedeliverInput,
  RedeliveryAnswer,
  RegistryAnswer,
  RejectInput,
  ReplaceInput,
  RotateInput,
  ResumeInput,
  SignaturesInput,
  SigningAnswer,
  RuleSet,
  SealKey,
  StartInput,
  SuccessionInput,
  SuspendInput,
  TaskAnswer,
  TaskQuery,
  TransferInInput,
  TransferOutInput,
  UploadFormat,
  UploadQuery,
  VerificationAnswer,
  VerificationInput,
  VerifyCertInfoInput,
  VerifyFileInput,
  WebhookAnswer,
  WebhookChange,
  WebhookInput,
  WebhookQuery,
  WebhookRotation,
  WriteJobAnswer,
  StateProof,
  WitnessesAnswer,
} from '@hanlian/chaincode/domain';
import type { Block, CommittedTransaction } from '../ledger/port.js';
import type { Caller, Idempotency, Proofs } from './caller.js';
import type { Encoding } from './uploads/formats/text.js';
import type { SentFile } from './uploads/rejects.js';
import type { Vitals } from '../vitals/types.js';

export type { Caller, Idempotency, Proofs } from './caller.js';

/** What an act's body may be, by operation. */
export type ActBody =
  ActInput | SuspendInput | ReplaceInput | TransferOutInput | ConfirmTransferInput | InspectInput;

/** What a write on certificates answers that waits for somebody: the second person, or the caller's signature. */
export type Waits = TaskAnswer | SigningAnswer;

/** What a write on certificates answers. */
export type Written = IssueAnswer | ActAnswer;

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string;
}

/** A file as it comes in; it is read once. */
export interface Upload {
  readonly format: UploadFormat;
  /** What a CSV is said to be written in. */
  readonly encoding?: Encoding | undefined;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** What the registry keeps, by kind. */
export interface Records {
  readonly department: Department;
  readonly type: CertificateType;
  readonly accreditation: Accreditation;
  readonly sealKey: SealKey;
  readonly officerKey: OfficerKey;
  readonly holderKey: HolderKey;
  readonly agreement: Agreement;
  readonly ruleSet: RuleSet;
  readonly calendar: Calendar;
}

/** What names a record: a rule set by its name alone, since the day says which. */
export type Reference =
  | Exclude<RecordReference, { kind: 'ruleSet' | 'typeRevision' }>
  | Extract<DatedReference, { kind: 'ruleSet' }>;

/** All that is to stand in a record, its dates as people write them. */
export interface RegistryChange {
  readonly operation: `put${Capitalize<Exclude<keyof Records, 'holderKey'>>}` | 'bindHolderKey';
  readonly facts: Readonly<Record<string, JsonValue | undefined>>;
  readonly expectedRevision: number | undefined;
}

/** What the HTTP layer calls. Every method throws `HanlianError` (or `LedgerError` carrying a registry code). */
export interface Services {
  readonly licenses: {
    /** For a type that asks for two people, what waits for the second: so with every write here. */
    issue(caller: Caller, input: IssueInput, once: Idempotency): Promise<IssueAnswer | Waits>;
    /** Takes in certificates that existed before the hub, with the past their department asserts. */
    importStock(caller: Caller, input: ImportInput, once: Idempotency): Promise<IssueAnswer | Waits>;
    /** Takes in a certificate that another region has given over. */
    transferIn(caller: Caller, input: TransferInInput, once: Idempotency): Promise<IssueAnswer | Waits>;
    act(
      caller: Caller,
      operation: Operation,
      id: string,
      body: ActBody,
      once: Idempotency,
    ): Promise<ActAnswer | Waits>;
    get(caller: Caller, id: string): Promise<LicenseAnswer>;
    list(caller: Caller, query: LicenseQuery): Promise<Page<LicenseAnswer>>;
    /** The evidence document, as stored by the issuer's hub. */
    document(caller: Caller, id: string, proof?: 'log'): Promise<JsonObject>;
    history(caller: Caller, id: string): Promise<HistoryAnswer>;
    /** What the ledger held of it at a checkpoint, provable without a line. */
    proof(caller: Caller, id: string, checkpoint?: number): Promise<StateProof>;
    /** The standing at `effectiveAt`, as known at a block height or a date (`knownAt`). */
    state(
      caller: Caller,
      id: string,
      at: { effectiveAt?: string; knownAt?: string },
    ): Promise<LicenseStateAnswer>;
  };
  readonly verifications: {
    /** A known caller's department hears from then on of what changes about a certificate that was proven. */
    verify(input: VerificationInput, caller?: Caller): Promise<VerificationAnswer>;
  };
  readonly registry: {
    /** The records of a kind by key; `under` narrows to one department's, or one name's rule sets. */
    list<K extends keyof Records>(kind: K, query: PageQuery, under?: string): Promise<Page<Records[K]>>;
    /** A record as it stands, or with `asOf` the form in force then; of rule sets always one in force. */
    get<K extends keyof Records>(
      reference: Reference & { readonly kind: K },
      asOf?: string,
    ): Promise<Records[K]>;
    /** Makes a record, or changes the revision of it that `expectedRevision` names. */
    put(caller: Caller, change: RegistryChange, once: Idempotency): Promise<RegistryAnswer>;
    succeed(caller: Caller, code: string, input: SuccessionInput, once: Idempotency): Promise<RegistryAnswer>;
    /** Says since when a seal key's seals prove nothing. */
    compromise(
      caller: Caller,
      key: { readonly department: string; readonly key: string },
      input: CompromiseInput,
      once: Idempotency,
    ): Promise<RegistryAnswer>;
  };
  /** The organisation's authority for seal keys. */
  readonly pki: {
    issuers(): Promise<{ items: readonly IssuerAnswer[] }>;
    /** PEM: the issuing authority's certificate, then its root. */
    chain(issuer: string): Promise<string>;
    /** The revocation list (RFC 5280) in DER. */
    list(issuer: string): Promise<Uint8Array>;
    /** Answers an OCSPRequest (RFC 6960) in DER. */
    ocsp(request: Uint8Array): Promise<Uint8Array>;
    get(serial: string): Promise<SealCertificateAnswer>;
    page(query: PageQuery): Promise<Page<SealCertificateAnswer>>;
    /** Certifies a seal key and registers it. */
    enrol(caller: Caller, input: EnrolInput, once: Idempotency): Promise<EnrolAnswer>;
    renew(caller: Caller, serial: string, input: RenewInput, once: Idempotency): Promise<EnrolAnswer>;
    revoke(caller: Caller, serial: string, input: RevokeInput, once: Idempotency): Promise<RegistryAnswer>;
    /** A new issuing authority takes over; what the earlier one issued stays as it is. */
    rotate(caller: Caller, input: NewIssuerInput, once: Idempotency): Promise<IssuerAnswer>;
  };
  /** The tasks of the caller's department. */
  readonly tasks: {
    list(caller: Caller, query: TaskQuery): Promise<Page<TaskAnswer>>;
    get(caller: Caller, id: string): Promise<TaskAnswer>;
    /** Carries out what another prepared, with both people's signatures. */
    approve(caller: Caller, id: string, once: Idempotency): Promise<TaskAnswer>;
    reject(caller: Caller, id: string, input: RejectInput, once: Idempotency): Promise<TaskAnswer>;
    cancel(caller: Caller, id: string, once: Idempotency): Promise<TaskAnswer>;
  };
  /** The interfaces departments called before the hub; `address` is where the call came from. */
  readonly deployed: {
    queryCert(asked: QueryCertInput, address: string): Promise<DeployedAnswer<{ certs: DeployedCert[] }>>;
    queryCertInfo(asked: QueryCertInfoInput, address: string): Promise<DeployedAnswer<DeployedCertInfo>>;
    queryCertInfoByHolderCode(
      asked: QueryByHolderInput,
      address: string,
    ): Promise<DeployedAnswer<{ certs: DeployedCertInfo[] }>>;
    downloadFile(
      asked: DownloadFileInput,
      address: string,
    ): Promise<DeployedAnswer<{ fileType: 'json'; file: JsonObject }>>;
    verifyCertInfo(asked: VerifyCertInfoInput, address: string): Promise<DeployedAnswer<DeployedVerified>>;
    verifyFile(asked: VerifyFileInput, address: string): Promise<DeployedAnswer<DeployedVerified>>;
  };
  /** What each organisation may do through them, and what it did. */
  readonly interfaces: {
    get(caller: Caller, department: string): Promise<InterfaceAccess>;
    put(
      caller: Caller,
      department: string,
      input: InterfaceAccessInput,
      once: Idempotency,
    ): Promise<InterfaceAccess>;
    uses(caller: Caller, query: InterfaceUseQuery): Promise<Page<InterfaceUse>>;
  };
  /** What the caller's department is told, in one order and for good. */
  readonly events: { read(caller: Caller, query: EventQuery): Promise<EventPage> };
  /** Where events are sent: each caller's own. */
  readonly webhooks: {
    list(caller: Caller, query: WebhookQuery): Promise<Page<WebhookAnswer>>;
    get(caller: Caller, id: string): Promise<WebhookAnswer>;
    /** A secret stands in the answer that draws it alone: sent again, the request gives the same without it. */
    create(caller: Caller, input: WebhookInput, once: Idempotency): Promise<WebhookAnswer>;
    change(caller: Caller, id: string, input: WebhookChange, once: Idempotency): Promise<WebhookAnswer>;
    rotate(caller: Caller, id: string, input: WebhookRotation, once: Idempotency): Promise<WebhookAnswer>;
    remove(caller: Caller, id: string, once: Idempotency): Promise<{ readonly id: string }>;
    deadLetters(caller: Caller, id: string, query: DeadLetterQuery): Promise<Page<DeadLetter>>;
    /** Sends dead letters once more, in the background. */
    redeliver(
      caller: Caller,
      id: string,
      input: RedeliverInput,
      once: Idempotency,
    ): Promise<RedeliveryAnswer>;
  };
  /** Certificates by the file: the uploads of the caller's department. */
  readonly jobs: {
    /** Keeps a file; its rows are checked in the background. */
    upload(caller: Caller, query: UploadQuery, file: Upload, once: Idempotency): Promise<JobAnswer>;
    list(caller: Caller, query: JobQuery): Promise<Page<JobAnswer>>;
    /** An upload, or the job of another write that is at work or stopped half way. */
    get(caller: Caller, id: string): Promise<JobAnswer | WriteJobAnswer>;
    rows(caller: Caller, id: string, query: JobRowQuery): Promise<Page<JobRow>>;
    /** The rejected rows, to be corrected and sent again. */
    rejects(caller: Caller, id: string): Promise<SentFile>;
    start(caller: Caller, id: string, input: StartInput, once: Idempotency): Promise<JobAnswer>;
    resume(
      caller: Caller,
      id: string,
      input: ResumeInput,
      once: Idempotency,
    ): Promise<JobAnswer | WriteJobAnswer>;
    cancel(caller: Caller, id: string, once: Idempotency): Promise<JobAnswer>;
  };
  readonly audit: {
    license(
      caller: Caller,
      id: string,
    ): Promise<HistoryAnswer & { transactions: readonly CommittedTransaction[] }>;
    /** Acts in ledger order: an auditor's of all departments, another caller's of its own. */
    acts(caller: Caller, query: AuditQuery): Promise<Page<AuditEntry>>;
    /** The same as JSON lines under this hub's signature (docs/http.md). */
    export(caller: Caller, query: AuditExportQuery): Promise<string>;
  };
  readonly ledger: {
    block(number: number): Promise<Block | undefined>;
    transaction(id: string): Promise<CommittedTransaction | undefined>;
    height(): Promise<number>;
  };
  /** Each proof must be good, and all must be of one caller. */
  readonly callers: { authenticate(proofs: Proofs): Promise<Caller | undefined> };
  /** What callers sign that keep their own key, and how they come to do so. */
  readonly signings: {
    /** Certifies the caller's own key; from then on the hub cannot sign in its name. */
    hold(caller: Caller, input: IdentityInput, once: Idempotency): Promise<IdentityAnswer>;
    list(caller: Caller): Promise<readonly SigningAnswer[]>;
    get(caller: Caller, id: string): Promise<SigningAnswer>;
    /** Takes signatures, and gives what is to be signed next, or what became of it. */
    sign(caller: Caller, id: string, input: SignaturesInput): Promise<SigningAnswer>;
  };
  /** By what callers prove who they are: each its own; an operator sees and ends everybody's. */
  readonly credentials: {
    list(caller: Caller, query: CredentialQuery): Promise<Page<CredentialAnswer>>;
    get(caller: Caller, id: string): Promise<CredentialAnswer>;
    /** A new key stands in this answer alone: sent again, the request gives the same credential without it. */
    create(caller: Caller, input: CredentialInput, once: Idempotency): Promise<CredentialAnswer>;
    /** A new key with the same scopes and span; the old one ends after the overlap. */
    rotate(caller: Caller, id: string, input: RotateInput, once: Idempotency): Promise<CredentialAnswer>;
    /** Lets one end sooner than it would. */
    expire(caller: Caller, id: string, input: ExpireInput, once: Idempotency): Promise<CredentialAnswer>;
    revoke(caller: Caller, id: string, once: Idempotency): Promise<CredentialAnswer>;
  };
  /** Who may call this hub, for who runs it. */
  readonly roster: {
    list(query: CallerQuery): Promise<Page<CallerAnswer>>;
    get(id: string): Promise<CallerAnswer>;
    /** The first key stands in this answer alone. */
    create(maker: Caller, input: CallerInput, once: Idempotency): Promise<CallerAnswer>;
    change(maker: Caller, id: string, change: CallerChange, once: Idempotency): Promise<CallerAnswer>;
    /** For good, and from the next request on. */
    disable(maker: Caller, id: string, once: Idempotency): Promise<CallerAnswer>;
  };
  readonly trust: {
    /** The registry as it stands, and whose stamps count: what a verifier without a line needs. */
    bundle(): Promise<TrustBundle>;
  };
  readonly timestamps: {
    /**
     * Answers a TimeStampReq with a TimeStampResp (RFC 3161), both DER.
     * @throws {HanlianError} NOT_FOUND where the organisation runs no authority
     */
    answer(request: Uint8Array): Promise<Uint8Array>;
  };
  /** The verifiable log (c2sp.org/tlog-tiles). */
  readonly log: {
    /** Refuses while a fork stands that nobody accepted here. */
    requireWhole(): Promise<void>;
    /** The newest checkpoint with its cosignatures, a signed note. */
    checkpoint(): Promise<string>;
    /** A tile or bundle by its path, `tile/…`. */
    tile(path: string): Promise<Uint8Array>;
    /** The proof of a transaction's entry under the newest checkpoint (c2sp.org/tlog-proof@v1). */
    inclusion(transactionId: string): Promise<string>;
    consistency(older: number, newer: number): Promise<ConsistencyAnswer>;
    witnesses(): Promise<WitnessesAnswer>;
  };
  readonly health: {
    ready(): Promise<{ ready: boolean; reasons: readonly string[]; height: number; projected: number }>;
    look: Vitals['look'];
    endings: Vitals['endings'];
  };
}
