import { formatInstant, type Instant, type JsonObject } from '@hanlian/chaincode/domain';
import type { Sealer } from '../seal/sealer.js';
import { sealJwt } from '../sdjwt/sealed-jwt.js';
import { encodeList, type Bitstring } from './bitstring.js';
import { CONTEXT, departmentUrn, LIST_JWT, LIST_TYPES, listPath, listUrn, type ListName } from './profile.js';
import { ENTRY_SIZE, MESSAGES } from './statuses.js';

/** One list as it stands at an instant. */
export interface StatusListContent extends ListName {
  readonly bits: Bitstring;
  readonly from: Instant;
  readonly until: Instant;
  /** Seconds after which whoever keeps a copy asks again. */
  readonly askAgain: number;
  /** The address of the hub that publishes it; absent: nobody has told it. */
  readonly publicUrl?: string | undefined;
}

/**
 * A list as BitstringStatusListCredential in a JWT, under the department's seal.
 * @throws {HanlianError} FIELD_INVALID for a seal that is not on P-256
 */
export const issueStatusList = async (sealer: Sealer, content: StatusListContent): Promise<string> => {
  const { department, bits, from, until, askAgain, purpose, publicUrl } = content;
  return sealJwt(sealer, LIST_JWT, {
    '@context': [CONTEXT],
    ...(publicUrl !== undefined && { id: publicUrl + listPath(content) }),
    type: [...LIST_TYPES],
    issuer: departmentUrn(department),
    validFrom: formatInstant(from),
    validUntil: formatInstant(until),
    credentialSubject: {
      id: listUrn(content),
      type: 'BitstringStatusList',
      statusPurpose: purpose,
      ...(purpose === 'message' && STATUS_MESSAGES),
      ttl: askAgain * 1000,
      encodedList: await encodeList(bits),
    },
  });
};

/** What each value of an entry means (§2.2, statusPurpose `message`). */
const STATUS_MESSAGES: JsonObject = {
  statusSize: ENTRY_SIZE.message,
  statusMessages: MESSAGES.map(({ message }, value) => ({ status: `0x${value.toString(16)}`, message })),
};
