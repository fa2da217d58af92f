import {
  APPOINTABLE,
  formatInstant,
  HanlianError,
  scopesOf,
  type CallerAnswer,
  type CallerInput,
} from '@hanlian/chaincode/domain';
import type { Caller } from '../services/types.js';
import { scopesOfCaller, type CallerFacts } from './credential.js';

type Appointment = Pick<CallerInput, 'role' | 'scopes'>;

/**
 * An operator says who does what and does none of it: roles other than its own it cannot take itself. Of its own role
 * nobody gets more than it has, and nobody changes what it itself may do.
 *
 * @throws {HanlianError} ROLE_NOT_GRANTED, SCOPE_NOT_HELD
 */
export function requireAppointable(
  maker: Caller,
  before: CallerFacts | undefined,
  { role, scopes = [...scopesOf(role)] }: Appointment,
): void {
  const roles = before === undefined ? [role] : [before.role, role];
  const closed = roles.find((each) => !APPOINTABLE.has(each));
  if (closed !== undefined) {
    throw new HanlianError('ROLE_NOT_GRANTED', `The role ${closed} is not appointed here`, {
      field: 'role',
      expected: [...APPOINTABLE],
      received: closed,
    });
  }
  if (before?.id === maker.id) throw new HanlianError('FORBIDDEN', 'Nobody changes what it itself may do');
  const missing = role === maker.role ? scopes.find((scope) => !maker.scopes.has(scope)) : undefined;
  if (missing === undefined) return;
  throw new HanlianError('SCOPE_NOT_HELD', `The scope ${missing} is not held`, {
    field: 'scopes',
    received: missing,
  });
}

/** @throws {HanlianError} FIELD_INVALID naming a scope that the role never has */
export function requireScopesOfRole(role: CallerInput['role'], scopes: CallerInput['scopes']): void {
  const ofRole: ReadonlySet<string> = scopesOf(role);
  const foreign = scopes?.find((scope) => !ofRole.has(scope));
  if (foreign === undefined) return;
  throw new HanlianError('FIELD_INVALID', `The role ${role} has no scope ${foreign}`, {
    field: 'scopes',
    expected: [...ofRole],
    received: foreign,
  });
}

/** What may be shown of a caller. */
export function callerAnswerOf(facts: CallerFacts): CallerAnswer {
  const { id, name, role, department, person, limits, revision = 0, createdAt, disabledAt, revoking } = facts;
  return {
    id,
    name,
    role,
    department,
    person,
    scopes: [...scopesOfCaller(facts)].sort(),
    ...(limits && { limits }),
    state: disabledAt === undefined ? 'active' : 'disabled',
    revision,
    ...(createdAt !== undefined && { createdAt: formatInstant(createdAt) }),
    ...(disabledAt !== undefined && { disabledAt: formatInstant(disabledAt) }),
    ...(revoking && { revoking: [...revoking] }),
  };
}
