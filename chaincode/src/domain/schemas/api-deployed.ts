import { z } from 'zod';
import { pageOf, pageQuery, when } from './api-common.js';
import { FILE_TEXT } from './api-verifications.js';
import { digest, instant, jsonValue, serial, typeCode, usccText } from './common.js';

/** The interfaces departments called before the hub, by the names they have in the field. */
export const deployedInterface = z.enum([
  'queryCert',
  'queryCertInfo',
  'queryCertInfoByHolderCode',
  'downloadFile',
  'verifyCertInfo',
  'verifyFile',
]);

const address = z
  .string()
  .regex(/^[0-9A-Fa-f:.]{2,45}(\/[0-9]{1,3})?$/)
  .meta({ examples: ['10.12.0.0/16', '10.12.3.4'] });

/** What an organisation may do through the deployed interfaces. All of it is stated at each change. */
export const interfaceAccessInput = z.strictObject({
  interfaces: z.array(deployedInterface).max(6),
  types: z.array(typeCode).max(500),
  /** The fields given out, all others being withheld; `holder` stands for the holders' names and numbers. */
  fields: z.array(z.string().min(1).max(40)).max(60),
  dailyQuota: z.int().min(0).max(100_000_000),
  since: when,
  until: when,
  /** Addresses and networks the calls come from. */
  addresses: z.array(address).min(1).max(100),
});
export const interfaceAccess = interfaceAccessInput.extend({
  department: usccText,
  since: z.string(),
  until: z.string(),
  /** Calls taken today, at UTC+8. */
  usedToday: z.int().min(0),
});

/** For what the data is needed: mandatory, and kept with the record of the call. */
const useCause = z.string().trim().min(1).max(200);
const identifier = z.string().min(20).max(160);
const match = z.record(z.string().max(40), z.string().max(2000));

const head = z.strictObject({
  accessId: z.string().min(1).max(128),
  accessToken: z.string().min(1).max(1024),
});
const requestOf = <Shape extends z.ZodRawShape>(
  shape: Shape,
): z.ZodObject<
  { head: typeof head; data: z.ZodObject<Shape & { useCause: typeof useCause }, z.core.$strict> },
  z.core.$strict
> => z.strictObject({ head, data: z.strictObject({ ...shape, useCause }) });

export const queryCertInput = requestOf({
  certTypeCode: typeCode,
  certNo: serial,
  /** The caller's own department when absent. */
  issuerCode: usccText.optional(),
});
export const queryCertInfoInput = requestOf({ certId: identifier });
export const queryByHolderInput = requestOf({
  certTypeCode: typeCode,
  holderTypeCode: z.string().regex(/^[0-9]{3}$/),
  holderCode: z.string().min(1).max(64),
});
/** As the evidence document itself, or as pages that carry it; `json` when absent. */
const fileType = z.enum(['json', 'pdf', 'ofd']);
export const downloadFileInput = requestOf({ certId: identifier, fileType: fileType.optional() });
export const verifyCertInfoInput = requestOf({ certId: identifier, fields: match.optional() });
/** An evidence document as it is, or a file of any form in base64. */
export const verifyFileInput = requestOf({
  file: z.union([z.record(z.string(), jsonValue), z.base64().min(1).max(FILE_TEXT)]),
});

const answerHead = z.strictObject({ status: z.literal('0'), message: z.string(), accessRecord: z.string() });
const answerOf = <Data extends z.ZodType>(
  data: Data,
): z.ZodObject<{ head: typeof answerHead; data: Data }, z.core.$strict> =>
  z.strictObject({ head: answerHead, data });

const cert = z.strictObject({
  certId: z.string(),
  certTypeCode: typeCode,
  certNo: serial,
  issuerCode: usccText,
  status: z.string(),
  effectiveDate: z.string(),
  expiringDate: z.string().nullable(),
});
const certInfo = cert.extend({ fields: z.record(z.string(), z.string().nullable()) });
const verdict = z.enum(['VALID', 'INVALID', 'UNKNOWN']);
const checks = z.array(z.strictObject({ name: z.string(), status: z.string(), code: z.string() }));
const verified = z.strictObject({
  verdict,
  checks,
  /** Of a batch: each document by its name there. */
  files: z.array(z.strictObject({ file: z.string(), verdict, checks })).optional(),
});

export const queryCertAnswer = answerOf(z.strictObject({ certs: z.array(cert) }));
export const queryCertInfoAnswer = answerOf(certInfo);
export const queryByHolderAnswer = answerOf(z.strictObject({ certs: z.array(certInfo) }));
const downloadedFile = z.union([
  z.strictObject({ fileType: fileType.extract(['json']), file: z.record(z.string(), jsonValue) }),
  z.strictObject({ fileType: fileType.exclude(['json']), file: z.base64() }),
]);
export const downloadFileAnswer = answerOf(downloadedFile);
export const verifyAnswer = answerOf(verified);

/** One call of a deployed interface, as it was recorded before its data went out. */
export const interfaceUse = z.strictObject({
  id: z.string(),
  at: z.string(),
  department: usccText,
  caller: z.string(),
  interface: deployedInterface,
  type: typeCode.optional(),
  certificate: z.string().optional(),
  useCause: z.string(),
  /** `asked`: no data went out. */
  outcome: z.enum(['asked', 'released', 'refused']),
  code: z.string().optional(),
  /** SHA-256 of the canonical data given out. */
  digest: digest.optional(),
});
export const interfaceUseQuery = pageQuery.extend({
  department: usccText.optional(),
  cursor: z
    .string()
    .regex(/^[0-9]{8}~[0-9]{9}$/)
    .optional(),
});
export const interfaceUsePage = pageOf(interfaceUse);

/** An organisation's access as it is kept; instants in seconds. */
export const keptAccess = interfaceAccessInput.extend({ since: instant, until: instant });

export type DeployedInterface = z.infer<typeof deployedInterface>;
export type InterfaceAccessInput = z.infer<typeof interfaceAccessInput>;
export type InterfaceAccess = z.infer<typeof interfaceAccess>;
export type InterfaceUse = z.infer<typeof interfaceUse>;
export type InterfaceUseQuery = z.infer<typeof interfaceUseQuery>;
export type KeptAccess = z.infer<typeof keptAccess>;
export type DeployedCert = z.infer<typeof cert>;
export type DeployedCertInfo = z.infer<typeof certInfo>;
export type DeployedHead = z.infer<typeof head>;
export type QueryCertInput = z.infer<typeof queryCertInput>;
export type QueryCertInfoInput = z.infer<typeof queryCertInfoInput>;
export type QueryByHolderInput = z.infer<typeof queryByHolderInput>;
export type DownloadFileInput = z.infer<typeof downloadFileInput>;
export type VerifyCertInfoInput = z.infer<typeof verifyCertInfoInput>;
export type VerifyFileInput = z.infer<typeof verifyFileInput>;
export type DeployedAnswer<Data> = { readonly head: z.infer<typeof answerHead>; readonly data: Data };
export type DeployedFile = z.infer<typeof downloadedFile>;
export type DeployedVerified = z.infer<typeof verified>;
