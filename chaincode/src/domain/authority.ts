import { HanlianError } from './errors/index.js';
import { inForce } from './periods.js';
import { BUREAU_MSP, ruleOf, type Scope } from './policy.js';
import type { Department } from './schemas/registry.js';

/** What a creator's certificate says of it: the MSP that vouches, and the attributes `role` and `dept`. */
export interface Creator {
  readonly mspId: string;
  readonly role: string | null;
  readonly department: string | null;
}

/**
 * The first question of every write: does the role allow it, and, for the bureau's acts, is it the bureau's?
 *
 * @throws {HanlianError} ROLE_NOT_ALLOWED, WRONG_MSP
 */
export function requireRole(scope: Scope, creator: Creator): void {
  const { roles, authority } = ruleOf(scope);
  if (authority === 'member') return;
  if (!roles.some((role) => role === creator.role)) {
    throw new HanlianError(
      'ROLE_NOT_ALLOWED',
      `${scope} is not open to the role ${creator.role ?? '(none)'}`,
      {
        expected: [...roles],
        received: creator.role,
      },
    );
  }
  if (authority === 'bureau' && creator.mspId !== BUREAU_MSP) throw wrongMsp(BUREAU_MSP, creator.mspId);
}

/**
 * Does the certificate speak for its department? An attribute alone proves nothing: any CA of the channel could write
 * it. The MSP that vouches must be the one the registry names.
 *
 * @throws {HanlianError} WRONG_MSP, DEPARTMENT_NOT_IN_FORCE
 */
export function requireDepartment(creator: Creator, department: Department, at: number): void {
  requireOwnMsp(creator, department);
  if (!inForce(department, at)) {
    throw new HanlianError('DEPARTMENT_NOT_IN_FORCE', `${department.code} is not in force at ${at}`, {
      received: department.code,
    });
  }
}

/**
 * Is the department one of the organisation that vouches for the certificate?
 *
 * @throws {HanlianError} WRONG_MSP
 */
export function requireOwnMsp(creator: Creator, department: Department): void {
  if (creator.mspId !== department.mspId) throw wrongMsp(department.mspId, creator.mspId);
}

/**
 * Does the department act for the owner of a record, such as a license's issuer: is it the owner itself, or the one that
 * has taken its place?
 *
 * @throws {HanlianError} OTHER_DEPARTMENT
 */
export function requireActor(department: string, owner: string, inCharge: string): void {
  if (department !== inCharge) {
    throw new HanlianError('OTHER_DEPARTMENT', `${department} may not act on records of ${owner}`, {
      expected: inCharge,
      received: department,
    });
  }
}

/** Who has taken a department's place by an instant, if anyone has. */
export const successorAt = (
  { successor, successorSince }: Pick<Department, 'successor' | 'successorSince'>,
  at: number,
): string | undefined => (successorSince !== undefined && successorSince <= at ? successor : undefined);

const wrongMsp = (expected: string, received: string): HanlianError =>
  new HanlianError('WRONG_MSP', `The certificate is of ${received}, not of ${expected}`, {
    expected,
    received,
  });
