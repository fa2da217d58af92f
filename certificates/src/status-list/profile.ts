import { schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { x5c } from '../sdjwt/sealed-jwt.js';
import { PURPOSES, type Purpose } from './statuses.js';

/** W3C Verifiable Credentials 2.0, as a JWT by the rules of VC-JOSE-COSE §3.1. */
export const CONTEXT = 'https://www.w3.org/ns/credentials/v2';
export const LIST_TYPES = ['VerifiableCredential', 'BitstringStatusListCredential'] as const;
export const LIST_JWT = 'vc+jwt';
export const LIST_MEDIA = 'application/vc+jwt';
/** A list of any content, as a file: 131,072 entries of three bits that hardly compress take 90 kB. */
export const MAX_LIST_BYTES = 256 * 1024;

/** Which list: whose, the number it has among that department's, and what for. */
export interface ListName {
  readonly department: string;
  readonly list: number;
  readonly purpose: Purpose;
}

/** Where a certificate stands in its department's lists of every purpose. */
export interface StatusPlace extends Omit<ListName, 'purpose'> {
  readonly index: number;
}

/** A place as far as whoever shows the certificate tells it. */
export type ToldPlace = StatusPlace | { readonly withheld: true };

/** Where a list is published under a hub's address. */
export const listPath = ({ department, list, purpose }: ListName): string =>
  `/v1/status-lists/${department}/${list}/${purpose}`;

const DEPARTMENT_URN = 'urn:hanlian:department:';
const LIST_URN = 'urn:hanlian:status-list:';

export const departmentUrn = (department: string): string => DEPARTMENT_URN + department;
export const listUrn = ({ department, list, purpose }: ListName): string =>
  `${LIST_URN}${department}:${list}:${purpose}`;

const LIST_NAME = new RegExp(`^${LIST_URN}([0-9A-Z]{18}):(0|[1-9][0-9]{0,8}):(${PURPOSES.join('|')})$`, 'u');

/** The list of that name; undefined: it is none of ours. */
export const listNamed = (urn: string): ListName | undefined => {
  const [, department, list, purpose] = LIST_NAME.exec(urn) ?? [];
  return department === undefined
    ? undefined
    : { department, list: Number(list), purpose: purpose as Purpose };
};

const LIST_ADDRESS = new RegExp(
  `^(https?://.+)/v1/status-lists/([0-9A-Z]{18})/(0|[1-9][0-9]{0,8})/(${PURPOSES.join('|')})$`,
  'u',
);

/** The list that stands at an address, or has that name, and the hub's own address; undefined: it is none of ours. */
export const listAt = (text: string): (ListName & { publicUrl?: string }) | undefined => {
  const [, publicUrl, department, list, purpose] = LIST_ADDRESS.exec(text) ?? [];
  return publicUrl === undefined || department === undefined
    ? listNamed(text)
    : { publicUrl, department, list: Number(list), purpose: purpose as Purpose };
};

export const listHeader = z.strictObject({
  alg: z.string().max(40),
  typ: z.literal(LIST_JWT),
  x5c,
});

const moment = z.iso.datetime();
const message = z.strictObject({ status: z.string().max(8), message: z.string().max(80) });

/** Our profile of the credential (Bitstring Status List §2.2). */
export const listCredential = z.strictObject({
  '@context': z.tuple([z.literal(CONTEXT)]),
  id: z.url().max(500).optional(),
  type: z.tuple([z.literal(LIST_TYPES[0]), z.literal(LIST_TYPES[1])]),
  issuer: z.string().max(200),
  validFrom: moment,
  validUntil: moment,
  credentialSubject: z.strictObject({
    id: z.string().max(200),
    type: z.literal('BitstringStatusList'),
    statusPurpose: z.enum(PURPOSES),
    /** Bits of an entry; 1 when absent. */
    statusSize: z.int().min(1).max(8).optional(),
    statusMessages: z.array(message).max(256).optional(),
    /** Milliseconds after which to ask again. */
    ttl: z.int().min(0),
    encodedList: z.string().max(MAX_LIST_BYTES),
  }),
});

export const statusPlace = z.strictObject({
  department: schemas.usccText,
  list: z.int().min(0).max(999_999_999),
  index: z
    .int()
    .min(0)
    .max(2 ** 31),
});

/** Where a certificate stands, as its document tells it: a field with a salt of its own, which may be withheld. */
export const documentStatus = z.union([
  statusPlace.extend({ salt: schemas.random16 }),
  z.strictObject({ withheld: z.literal(true) }),
]);

export type ListCredential = z.infer<typeof listCredential>;
export type DocumentStatus = z.infer<typeof documentStatus>;
