import type { Sheet } from '../sheet/sheet.js';
import type {
  AccessAnswer,
  AccessQuery,
  ActAnswer,
  AuditEntry,
  AuditExportQuery,
  AuditQuery,
  CompromiseInput,
  CreditFileQuery,
  DeployedAnswer,
  DeployedCert,
  DeployedCertInfo,
  DeployedFile,
  DeployedVerified,
  DownloadFileInput,
  EnrolAnswer,
  EnrolInput,
  HistoryAnswer,
  ImportInput,
  InterfaceAccess,
  InterfaceAccessInput,
  InterfaceUse,
  InterfaceUseQuery,
  IssueAnswer,
  IssueInput,
  IssuerAnswer,
  AnyJobAnswer,
  JobAnswer,
  KpiAnswer,
  KpiQuery,
  JobQuery,
  JobRow,
  JobRowQuery,
  JsonObject,
  LicenseAnswer,
  LicenseQuery,
  LicenseStateAnswer,
  NewIssuerInput,
  Operation,
  QueryByHolderInput,
  QueryCertInfoInput,
  QueryCertInput,
  RegistryAnswer,
  RejectInput,
  RenewInput,
  ResealAnswer,
  ResealInput,
  ResealQuery,
  ResumeInput,
  RevokeInput,
  SdJwtAnswer,
  SdJwtInput,
  SealCertificateAnswer,
  StartInput,
  StateProof,
  SuccessionInput,
  TaskAnswer,
  TaskQuery,
  TransferInInput,
  UploadQuery,
  VerificationAnswer,
  VerificationInput,
  VerifyCertInfoInput,
  VerifyFileInput,
} from '@hanlian/chaincode/domain';
import type { CommittedTransaction } from '../ledger/port.js';
import type { Caller, Idempotency } from './caller.js';
import type {
  ActBody,
  OrSigning,
  OrWaits,
  Page,
  PageQuery,
  Records,
  Reference,
  RegistryChange,
  Upload,
} from './shapes.js';
import type { SentFile } from './uploads/rejects.js';

/** What is asked of certificates and the registry behind them: how they come in, change, are read and answered for. */
export interface CertificateServices {
  readonly licenses: {
    /** For a type that asks for two people, what waits for the second: so with every write here. */
    issue(caller: Caller, input: IssueInput, once: Idempotency): Promise<OrWaits<IssueAnswer>>;
    /** Takes in certificates that existed before the hub, with the past their department asserts. */
    importStock(caller: Caller, input: ImportInput, once: Idempotency): Promise<OrWaits<IssueAnswer>>;
    /** Takes in a certificate that another region has given over. */
    transferIn(caller: Caller, input: TransferInInput, once: Idempotency): Promise<OrWaits<IssueAnswer>>;
    act(
      caller: Caller,
      operation: Operation,
      id: string,
      body: ActBody,
      once: Idempotency,
    ): Promise<OrWaits<ActAnswer>>;
    get(caller: Caller, id: string): Promise<LicenseAnswer>;
    list(caller: Caller, query: LicenseQuery): Promise<Page<LicenseAnswer>>;
    /** The evidence document, as stored by the issuer's hub. */
    document(caller: Caller, id: string, proof?: 'log'): Promise<JsonObject>;
    /** The seal with the statement it covers, and its time stamp once it has one: CMS in DER. */
    seal(caller: Caller, id: string): Promise<Uint8Array>;
    /** The certificate as OFD, made anew under the department's electronic seal. */
    ofd(caller: Caller, id: string): Promise<Uint8Array>;
    /** The same as pages, with the document attached, signed by the department in charge. */
    pdf(caller: Caller, id: string): Promise<Uint8Array>;
    /** The same of every certificate of its batch: a zip, made as it is sent. */
    batchZip(caller: Caller, id: string): Promise<SentFile>;
    /** What whoever holds the code on a certificate may see; undefined: nobody's code. */
    sheet(code: string): Promise<Sheet | undefined>;
    /** The certificate as SD-JWT, made anew under the department's seal. */
    sdJwt(caller: Caller, id: string, input: SdJwtInput): Promise<SdJwtAnswer>;
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
    /**
     * A known caller's department hears from then on of what changes about a certificate that was proven. A batch is
     * left where it is once `gone` is aborted, with its reason.
     */
    verify(input: VerificationInput, caller?: Caller, gone?: AbortSignal): Promise<VerificationAnswer>;
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
    put(caller: Caller, change: RegistryChange, once: Idempotency): Promise<OrSigning<RegistryAnswer>>;
    succeed(
      caller: Caller,
      code: string,
      input: SuccessionInput,
      once: Idempotency,
    ): Promise<OrSigning<RegistryAnswer>>;
    /** Says since when a seal key's seals prove nothing. */
    compromise(
      caller: Caller,
      key: { readonly department: string; readonly key: string },
      input: CompromiseInput,
      once: Idempotency,
    ): Promise<OrSigning<RegistryAnswer>>;
  };
  /** The organisation's authority for seal keys. */
  readonly pki: {
    issuers(): Promise<{ items: readonly IssuerAnswer[] }>;
    /** PEM: the issuing authority's certificate, then its root. */
    chain(issuer: string): Promise<string>;
    /** The revocation list (RFC 5280) in DER. */
    list(issuer: string): Promise<Uint8Array>;
    /** A root's list in DER, of the authorities directly under it. */
    rootList(root: 'es256' | 'sm2'): Promise<Uint8Array>;
    /** Answers an OCSPRequest (RFC 6960) in DER. */
    ocsp(request: Uint8Array): Promise<Uint8Array>;
    get(serial: string): Promise<SealCertificateAnswer>;
    page(query: PageQuery): Promise<Page<SealCertificateAnswer>>;
    /** Certifies a seal key and registers it. */
    enrol(caller: Caller, input: EnrolInput, once: Idempotency): Promise<OrSigning<EnrolAnswer>>;
    renew(
      caller: Caller,
      serial: string,
      input: RenewInput,
      once: Idempotency,
    ): Promise<OrSigning<EnrolAnswer>>;
    revoke(
      caller: Caller,
      serial: string,
      input: RevokeInput,
      once: Idempotency,
    ): Promise<OrSigning<RegistryAnswer>>;
    /** A new issuing authority takes over; what the earlier one issued stays as it is. */
    rotate(caller: Caller, input: NewIssuerInput, once: Idempotency): Promise<IssuerAnswer>;
    /** Ends an issuing authority by its root's list; the next seal has another made. */
    revokeIssuer(
      caller: Caller,
      issuer: string,
      input: RevokeInput,
      once: Idempotency,
    ): Promise<IssuerAnswer>;
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
    downloadFile(asked: DownloadFileInput, address: string): Promise<DeployedAnswer<DeployedFile>>;
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
  /** The jobs of the caller's department: certificates by the file, and writes that outlive their requests. */
  readonly jobs: {
    /** Keeps a file; its rows are checked in the background. */
    upload(caller: Caller, query: UploadQuery, file: Upload, once: Idempotency): Promise<JobAnswer>;
    /** The same with permits and penalties. */
    publish(caller: Caller, query: CreditFileQuery, file: Upload, once: Idempotency): Promise<JobAnswer>;
    list(caller: Caller, query: JobQuery): Promise<Page<AnyJobAnswer>>;
    /** An upload, or the job of another write that is at work or outlived its request. */
    get(caller: Caller, id: string): Promise<AnyJobAnswer>;
    rows(caller: Caller, id: string, query: JobRowQuery): Promise<Page<JobRow>>;
    /** The rejected rows, to be corrected and sent again. */
    rejects(caller: Caller, id: string): Promise<SentFile>;
    start(caller: Caller, id: string, input: StartInput, once: Idempotency): Promise<JobAnswer>;
    resume(caller: Caller, id: string, input: ResumeInput, once: Idempotency): Promise<AnyJobAnswer>;
    cancel(caller: Caller, id: string, once: Idempotency): Promise<JobAnswer>;
  };
  /** The department's batches sealed anew, after a seal key of it was stolen. */
  readonly reseals: {
    /** Where the department has a type for two people, it waits for the second. */
    begin(caller: Caller, input: ResealInput, once: Idempotency): Promise<ResealAnswer | TaskAnswer>;
    list(caller: Caller, query: ResealQuery): Promise<Page<ResealAnswer>>;
    get(caller: Caller, id: string): Promise<ResealAnswer>;
    cancel(caller: Caller, id: string, once: Idempotency): Promise<ResealAnswer>;
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
    /** What the ledger says of shared data, for an audit without a line (docs/sharing.md). */
    sharingLedger(): Promise<SentFile>;
    /** Releases of this hub's departments: an auditor sees all, others their own department's. */
    accesses(caller: Caller, query: AccessQuery): Promise<Page<AccessAnswer>>;
    /** How sharing went in a period. @throws {HanlianError} DATE_IMPOSSIBLE, FIELD_INVALID */
    kpi(query: KpiQuery): Promise<KpiAnswer>;
  };
}
