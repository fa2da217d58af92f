import type { ListName, TrustBundle } from '@hanlian/certificates';
import type {
  AccessObjectionInput,
  AccessViewInput,
  ObjectionAnswer,
  OwnAccess,
  CallerAnswer,
  CallerChange,
  CallerInput,
  CallerQuery,
  ConsentActInput,
  ConsentAnswer,
  ConsentInput,
  ConsentReceipt,
  ConsentReport,
  ConsentViewInput,
  ConsistencyAnswer,
  CredentialAnswer,
  CredentialInput,
  CredentialQuery,
  DeadLetter,
  DeadLetterQuery,
  EventPage,
  EventQuery,
  ExchangeKeyAnswer,
  ExpireInput,
  FindingAnswer,
  FindingInput,
  FindingQuery,
  FindingReplyInput,
  IdentityAnswer,
  IdentityInput,
  OnwardConfirmation,
  OnwardInput,
  OnwardQuery,
  OnwardNotice,
  OnwardRecords,
  OpenQueries,
  PullInput,
  PullOutcome,
  QueryAnswer,
  QueryInput,
  QueryQuestion,
  QueryFound,
  QueryReply,
  ReceiptsQuery,
  RedeliverInput,
  RedeliveryAnswer,
  RevokeCredentialInput,
  RotateInput,
  SignaturesInput,
  SignedAcknowledgement,
  SignedEndingNotice,
  SignedEndingReceipt,
  SignedPullQuestion,
  SignedPullReply,
  SignedReportQuestion,
  SignedReportReply,
  SigningAnswer,
  SigningQuery,
  StampKeyAnswer,
  StampKeyInput,
  WebhookAnswer,
  WebhookChange,
  WebhookInput,
  WebhookQuery,
  WebhookRotation,
  WitnessesAnswer,
} from '@hanlian/chaincode/domain';
import type { Block, CommittedTransaction } from '../ledger/port.js';
import type { SentFile } from './uploads/rejects.js';
import type { Vitals } from '../vitals/types.js';
import type { Caller, Idempotency, Proofs } from './caller.js';
import type { OrSigning, Page, PageQuery, PullPlace } from './shapes.js';

/** What is asked of the hub itself: its callers, what it tells them, its ledger and log, and how it is. */
export interface HubServices {
  /** What the caller's department is told, in one order and for good. */
  readonly events: { read(caller: Caller, query: EventQuery): Promise<EventPage> };
  /** What enterprises sign comes from anyone; banks and the releasing office see their own. */
  readonly consents: {
    give(input: ConsentInput): Promise<ConsentReceipt>;
    act(id: string, input: ConsentActInput): Promise<ConsentReceipt>;
    /** The enterprise's own, with every pull and by whom. */
    view(id: string, input: ConsentViewInput): Promise<ConsentReport>;
    list(caller: Caller, query: PageQuery): Promise<Page<ConsentAnswer>>;
    get(caller: Caller, id: string, query: PageQuery): Promise<ConsentReport>;
  };
  /** Who read my data, for whoever proves whose data it is: at this hub, as far as it may be shown by now. */
  readonly ownAccesses: {
    view(input: AccessViewInput): Promise<Page<OwnAccess>>;
    object(input: AccessObjectionInput): Promise<ObjectionAnswer>;
  };
  /** What audits found, on the ledger, and what departments say to it. */
  readonly findings: {
    report(caller: Caller, input: FindingInput, once: Idempotency): Promise<OrSigning<FindingAnswer>>;
    answer(
      caller: Caller,
      id: string,
      input: FindingReplyInput,
      once: Idempotency,
    ): Promise<OrSigning<FindingAnswer>>;
    /** @throws {HanlianError} FINDING_UNKNOWN */
    get(caller: Caller, id: string): Promise<FindingAnswer>;
    list(caller: Caller, query: FindingQuery): Promise<Page<FindingAnswer>>;
  };
  /** Between the hubs of different organisations. */
  readonly exchange: {
    /** A bank's pull, by way of the office's hub; for one Idempotency-Key one, however often it is asked for. */
    pull(caller: Caller, id: string, input: PullInput, once: Idempotency): Promise<PullOutcome>;
    /** What another organisation's hub asks by a signed letter. */
    answer(question: SignedPullQuestion): Promise<SignedPullReply>;
    /** A report that this bank has pulled, as PDF by way of the office's hub. */
    pdf(caller: Caller, place: PullPlace): Promise<Uint8Array>;
    answerPdf(question: SignedReportQuestion): Promise<SignedReportReply>;
    /** What an office says of a licence of a bank's customer. */
    hearEnding(letter: SignedEndingNotice): Promise<SignedEndingReceipt>;
    /** The key a department of this hub signs letters with. */
    key(department: string): Promise<ExchangeKeyAnswer>;
  };
  /** Data of other departments under grants, and the receipts of it. */
  readonly queries: {
    ask(caller: Caller, input: QueryInput, address: string): Promise<QueryAnswer>;
    /** What came of a query of the caller's department. */
    get(caller: Caller, id: string): Promise<QueryFound>;
    receipts(caller: Caller, query: ReceiptsQuery): Promise<SentFile>;
    /** Requests without release; releases and products without acknowledgement. */
    open(caller: Caller, query: ReceiptsQuery): Promise<OpenQueries>;
    /** What another organisation's hub asks. */
    answer(question: QueryQuestion, address: string): Promise<QueryReply>;
    acknowledge(signed: SignedAcknowledgement): Promise<{ readonly query: string }>;
  };
  /** What operators of public data hand on, and what its recipients confirm. */
  readonly onward: {
    handOn(caller: Caller, input: OnwardInput): Promise<OnwardRecords>;
    get(caller: Caller, id: string, query: OnwardQuery): Promise<OnwardRecords>;
    confirm(caller: Caller, input: OnwardConfirmation): Promise<OnwardRecords>;
    /** What another organisation's hub tells a provider of this one. */
    hear(notice: OnwardNotice): Promise<{ readonly onward: string }>;
  };
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
  readonly ledger: {
    block(number: number): Promise<Block | undefined>;
    transaction(id: string): Promise<CommittedTransaction | undefined>;
    height(): Promise<number>;
  };
  readonly callers: {
    /** Each proof must be good, and all must be of one caller. */
    authenticate(proofs: Proofs): Promise<Caller | undefined>;
    /** The caller of these proofs as it stands by now; undefined once one of them has ended. */
    confirm(caller: Caller, proofs: Proofs): Caller | undefined;
  };
  /** What callers sign that keep their own key, and how they come to do so. */
  readonly signings: {
    /** Certifies the caller's own key; from then on the hub cannot sign in its name. */
    hold(caller: Caller, input: IdentityInput, once: Idempotency): Promise<IdentityAnswer>;
    list(caller: Caller, query: SigningQuery): Promise<readonly SigningAnswer[]>;
    get(caller: Caller, id: string): Promise<SigningAnswer>;
    /** Takes signatures, and gives what is to be signed next, or what became of it. */
    sign(caller: Caller, id: string, input: SignaturesInput): Promise<SigningAnswer>;
    /** Ends what waits for its caller's signature, and drops what was made ready for it. */
    cancel(caller: Caller, id: string): Promise<SigningAnswer>;
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
    /** From the next request on; if asked also what was made with it, and says what fell. */
    revoke(
      caller: Caller,
      id: string,
      input: RevokeCredentialInput,
      once: Idempotency,
    ): Promise<CredentialAnswer>;
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
  /** What anyone may download to learn how certificates stand. */
  readonly statusLists: {
    /** @throws {HanlianError} NOT_FOUND for a list that this hub does not publish */
    current(name: ListName): Promise<Uint8Array>;
    /** @throws {HanlianError} NOT_FOUND for a snapshot that never was, or has run out since */
    byDigest(digest: string): Promise<Uint8Array>;
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
    /** Stamps with another key from now on; with a reason, the former certificate is revoked. */
    renew(caller: Caller, input: StampKeyInput, once: Idempotency): Promise<StampKeyAnswer>;
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
    /** @throws {HanlianError} CHECKPOINT_UNKNOWN beyond the newest checkpoint, PROOF_INVALID */
    consistency(older: number, newer: number): Promise<ConsistencyAnswer>;
    witnesses(): Promise<WitnessesAnswer>;
  };
  readonly health: {
    ready(): Promise<{ ready: boolean; reasons: readonly string[]; height: number; projected: number }>;
    look: Vitals['look'];
    endings: Vitals['endings'];
  };
}
