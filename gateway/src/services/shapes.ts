import type {
  Accreditation,
  ActAnswer,
  ActInput,
  Agreement,
  Calendar,
  CertificateType,
  ConfirmTransferInput,
  DatedReference,
  Department,
  HolderKey,
  InspectInput,
  IssueAnswer,
  JsonValue,
  LoanReceipt,
  OfficerKey,
  RecordReference,
  ResealAnswer,
  ReplaceInput,
  RuleSet,
  SealKey,
  SigningAnswer,
  SuspendInput,
  TaskAnswer,
  TransferOutInput,
  UploadFormat,
} from '@hanlian/chaincode/domain';
import type { Encoding } from './uploads/formats/text.js';

/** What an act's body may be, by operation. */
export type ActBody =
  ActInput | SuspendInput | ReplaceInput | TransferOutInput | ConfirmTransferInput | InspectInput;

/** What a write to the ledger answers: where its caller keeps the key, what is to be signed first. */
export type OrSigning<Answer> = Answer | SigningAnswer;

/** What a write on certificates answers, which may wait for a second person as well. */
export type OrWaits<Answer> = OrSigning<Answer | TaskAnswer>;

/** What a write answers that may have waited for a second person. */
export type Written = IssueAnswer | ActAnswer | ResealAnswer | LoanReceipt;

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

/** One of a consent's pulls. */
export interface PullPlace {
  readonly id: string;
  readonly window: string;
  readonly slot: number;
}
