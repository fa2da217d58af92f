import type { Content } from '@hanlian/certificates';
import type { BatchKind } from '@hanlian/chaincode/domain';

/** How certificates that are new here came about. */
export type NewKind = Extract<BatchKind, 'issue' | 'import' | 'transferIn'>;

/** What a certificate says, but for its identifier. */
export type CheckedContent = Omit<Content, 'id'>;
