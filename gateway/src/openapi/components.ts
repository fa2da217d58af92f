import { api, schemas } from '@hanlian/chaincode/domain';
import type { JsonObject, JsonValue } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { binary } from '../http/binary.js';

/** The schemas that have a name in the API description; every other is written out where it is used. */
const NAMED = {
  IssueInput: api.issueInput,
  CertificateInput: api.certificateInput,
  Holder: api.holder,
  Basis: api.basisInput,
  ActInput: api.actInput,
  SuspendInput: api.suspendInput,
  ReplaceInput: api.replaceInput,
  TransferOutInput: api.transferOutInput,
  ConfirmTransferInput: api.confirmTransferInput,
  InspectInput: api.inspectInput,
  ImportInput: api.importInput,
  StockCertificateInput: api.stockCertificateInput,
  TransferInInput: api.transferInInput,
  IssueAnswer: api.issueAnswer,
  LicenseList: api.licenseList,
  LicenseAnswer: api.licenseAnswer,
  ActAnswer: api.actAnswer,
  HistoryAnswer: api.historyAnswer,
  HistoryEntry: api.historyEntry,
  LicenseStateAnswer: api.licenseStateAnswer,
  VerificationInput: api.verificationInput,
  VerificationAnswer: api.verificationAnswer,
  CheckResult: api.checkResult,
  EvidenceDocument: api.evidenceDocument,
  IdentityAnswer: api.identityAnswer,
  ResealAnswer: api.resealAnswer,
  ResealBegun: api.resealBegun,
  SigningAnswer: api.signingAnswer,
  SigningPage: api.signingPage,
  CredentialInput: api.credentialInput,
  CredentialAnswer: api.credentialAnswer,
  CredentialPage: api.credentialPage,
  PublicJwk: api.publicJwk,
  JobAnswer: api.jobAnswer,
  WriteJobAnswer: api.writeJobAnswer,
  JobPage: api.jobPage,
  JobRow: api.jobRow,
  JobRowPage: api.jobRowPage,
  RowError: api.rowError,
  StartInput: api.startInput,
  ResumeInput: api.resumeInput,
  TaskAnswer: api.taskAnswer,
  TaskPage: api.taskPage,
  DownloadFileAnswer: api.downloadFileAnswer,
  VerifyFileInput: api.verifyFileInput,
  InterfaceAccess: api.interfaceAccess,
  InterfaceUse: api.interfaceUse,
  FeedEvent: api.event,
  EventPage: api.eventPage,
  WebhookAnswer: api.webhookAnswer,
  WebhookPage: api.webhookPage,
  DeadLetter: api.deadLetter,
  DeadLetterPage: api.deadLetterPage,
  AuditAnswer: api.auditAnswer,
  AuditEntry: api.auditEntry,
  AuditPage: api.auditPage,
  WitnessesAnswer: api.witnessesAnswer,
  BlockAnswer: api.blockAnswer,
  TransactionAnswer: api.transactionAnswer,
  TypePage: api.typePage,
  DepartmentPage: api.departmentPage,
  AccreditationPage: api.accreditationPage,
  SealKeyPage: api.sealKeyPage,
  SealCertificate: api.sealCertificate,
  SealCertificatePage: api.sealCertificatePage,
  EnrolAnswer: api.enrolAnswer,
  PkiIssuer: api.issuer,
  OfficerKeyPage: api.officerKeyPage,
  AgreementPage: api.agreementPage,
  RuleSetPage: api.ruleSetPage,
  CalendarPage: api.calendarPage,
  Department: schemas.department,
  CertificateType: schemas.certificateType,
  Accreditation: schemas.accreditation,
  SealKey: schemas.sealKey,
  OfficerKey: schemas.officerKey,
  HolderKey: schemas.holderKey,
  HolderKeyInput: api.holderKeyInput,
  Agreement: schemas.agreement,
  RuleSet: schemas.ruleSet,
  Calendar: schemas.calendar,
  DepartmentInput: api.departmentInput,
  TypeInput: api.typeInput,
  RuleSetInput: api.ruleSetInput,
  Resource: schemas.resource,
  Responsibility: schemas.responsibility,
  Demand: schemas.demand,
  Negative: schemas.negative,
  FactDifference: schemas.factDifference,
  CatalogueEntryAnswer: api.catalogueEntryAnswer,
  CatalogueEntries: api.catalogueEntries,
  FilePlanAnswer: api.filePlanAnswer,
  ConsistencyReport: api.consistencyReport,
  RegistryAnswer: api.registryAnswer,
  HealthAnswer: api.healthAnswer,
  OpenApiDocument: api.openApiDocument,
  QueryInput: api.queryInput,
  QueryAnswer: api.queryAnswer,
  QueryRecords: api.queryRecords,
  QueryFound: api.queryFound,
  SignedQuery: schemas.signedQuery,
  SignedReceipt: schemas.signedReceipt,
  SignedAcknowledgement: schemas.signedAcknowledgement,
  QueryQuestion: schemas.queryQuestion,
  QueryReply: schemas.queryReply,
  ReleasedData: schemas.releasedData,
  OpenQueries: api.openQueries,
  Problem: api.problem,
  Json: api.jsonValue,
} as const satisfies Readonly<Record<string, z.ZodType>>;

const reference = (name: string): string => `#/components/schemas/${name}`;

const names = new Map<z.ZodType, string>(Object.entries(NAMED).map(([name, schema]) => [schema, name]));

const DIALECT: ReadonlySet<string> = new Set(['$schema', '$id']);

/** OpenAPI gives the dialect once for the whole document, and addresses a schema by its place. */
const withoutDialect = (schema: object): JsonObject =>
  Object.fromEntries<JsonValue>(Object.entries(schema).filter(([key]) => !DIALECT.has(key)));

/**
 * A schema as the description shows it: by reference where it has a name. Of a body (`input`) a member with a default may
 * be left out.
 */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'output'): JsonObject {
  if (schema === binary) return { type: 'string', format: 'binary' };
  const name = names.get(schema);
  return name === undefined ? withoutDialect(z.toJSONSchema(schema, { io })) : { $ref: reference(name) };
}

/** The named schemas, in JSON Schema 2020-12. */
export function namedSchemas(): JsonObject {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: reference });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutDialect(schema)]));
}
