import type { JsonObject, LicenseReference, Operation } from '@hanlian/chaincode/domain';
import type { Plan } from '../../outbox/requests.js';
import type { ActBody } from '../types.js';
import type { FoundLicense } from './find.js';

/** An act and what it is about. */
export interface ActRequest {
  readonly operation: Operation;
  readonly id: string;
  readonly body: ActBody;
  readonly reference: LicenseReference;
  readonly found: FoundLicense;
}

/** The one transaction of an act, but for who signs it. */
export interface ActPlan extends Pick<Plan, 'changes' | 'first'> {
  readonly argument: object;
  readonly answer: JsonObject;
}
