import { parseInstant, type Instant } from '@hanlian/chaincode/domain';
import type { z } from 'zod';
import { DerError } from '../asn1/der.js';
import { SdJwtFault } from '../sdjwt/fault.js';
import { ALGORITHM, readJwt, type CompactJwt } from '../sdjwt/jws.js';
import { certificatesOf, sealOfJwt } from '../sdjwt/sealed-jwt.js';
import type { VerifiedSeal } from '../seal/verified.js';
import { decodeList, type Bitstring } from './bitstring.js';
import { ListFault, malformed } from './fault.js';
import { LIST_SIZE } from './positions.js';
import {
  departmentUrn,
  listCredential,
  listHeader,
  listNamed,
  MAX_LIST_BYTES,
  type ListCredential,
  type ListName,
} from './profile.js';
import { ENTRY_SIZE } from './statuses.js';

/** A list whose signature holds; whose seal that is, and whether the list is of now, are other questions. */
export interface StatusList extends ListName {
  readonly from: Instant;
  readonly until: Instant;
  readonly bits: Bitstring;
  readonly seal: VerifiedSeal;
}

/** A list that was given, or why it is none. */
export type GivenList = StatusList | ListFault;

/** Reads what was given as a list; what is wrong with it is said by the check that would have relied on it. */
export const givenList = async (bytes: Uint8Array): Promise<GivenList> => {
  try {
    return await readStatusList(bytes);
  } catch (error) {
    if (error instanceof ListFault) return error;
    throw error;
  }
};

/**
 * Reads a list in bounded time and memory.
 * @throws {ListFault} STATUS_LIST_MALFORMED, STATUS_LIST_SIGNATURE_WRONG, STATUS_LIST_TOO_LARGE, STATUS_LIST_TOO_SHORT
 */
const readStatusList = async (bytes: Uint8Array): Promise<StatusList> => {
  if (bytes.length > MAX_LIST_BYTES) throw new ListFault('STATUS_LIST_TOO_LARGE', { most: MAX_LIST_BYTES });
  const jwt = readList(Buffer.from(bytes).toString('latin1').trimEnd());
  const { alg, x5c } = parsed(listHeader, jwt.header, 'header');
  const credential = parsed(listCredential, jwt.payload, 'payload');
  const name = nameOf(credential);
  if (alg !== ALGORITHM) throw new ListFault('STATUS_LIST_SIGNATURE_WRONG', { algorithm: alg });
  const from = parseInstant(credential.validFrom);
  const seal = sealOf(jwt, x5c, from);
  const bits = await bitsOf(credential, name);
  return { ...name, from, until: parseInstant(credential.validUntil), bits, seal };
};

const readList = (text: string): CompactJwt => {
  try {
    return readJwt(text, 'jwt', MAX_LIST_BYTES);
  } catch (error) {
    if (error instanceof SdJwtFault) throw malformed('jwt');
    throw error;
  }
};

const parsed = <T>(schema: z.ZodType<T>, value: unknown, part: string): T => {
  const { success, data } = schema.safeParse(value);
  if (!success) throw malformed(part);
  return data;
};

/** What names the list must all name the same one. */
const nameOf = ({ issuer, credentialSubject }: ListCredential): ListName => {
  const name = listNamed(credentialSubject.id);
  if (name === undefined) throw malformed('credentialSubject.id');
  if (name.purpose !== credentialSubject.statusPurpose) throw malformed('statusPurpose');
  if (issuer !== departmentUrn(name.department)) throw malformed('issuer');
  return name;
};

const sealOf = (jwt: CompactJwt, x5c: readonly string[], from: Instant): VerifiedSeal => {
  try {
    const seal = sealOfJwt(jwt, certificatesOf(x5c), from);
    if (seal === undefined) throw new ListFault('STATUS_LIST_SIGNATURE_WRONG');
    return seal;
  } catch (error) {
    if (error instanceof DerError) throw malformed('x5c');
    throw error;
  }
};

const bitsOf = async ({ credentialSubject }: ListCredential, { purpose }: ListName): Promise<Bitstring> => {
  const { statusSize = 1, encodedList } = credentialSubject;
  if (statusSize !== ENTRY_SIZE[purpose]) throw malformed('statusSize');
  const bits = await decodeList(encodedList, statusSize);
  if (bits.length >= LIST_SIZE) return bits;
  throw new ListFault('STATUS_LIST_TOO_SHORT', { length: bits.length, least: LIST_SIZE });
};
