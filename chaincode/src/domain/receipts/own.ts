import { digestOf } from '../digests.js';
import type { Digest } from '../hash.js';
import type { Objection } from '../schemas/access-statements.js';

/** For what a certificate is shown (用途) to see who read one's data, or to object: shown for anything else it does neither. */
export const ACCESS_VIEW_PURPOSE = '查阅本人数据的访问记录';
export const ACCESS_OBJECTION_PURPOSE = '对本人数据的访问提出异议';

/** The nonce of a presentation that objects: SHA-256 of the objection's RFC 8785 bytes, so that the proof covers it. */
export const objectionNonce = (sha256: Digest, { requester, query, reason }: Objection): string =>
  digestOf(sha256, { requester, query, reason });
