import type {
  ConsentRecord,
  Demand,
  DemandReference,
  Department,
  Grant,
  Negative,
  Resource,
  Surroundings,
} from '../../../domain/index.js';
import { HanlianError, inForce, keyPrefixes, keys } from '../../../domain/index.js';
import type { State } from '../../../state/state.js';
import { departmentInCharge, departmentOf } from '../../authority.js';

/** @throws {HanlianError} GRANT_UNKNOWN */
export async function grantOf(state: State, id: string): Promise<Grant> {
  const record = await state.get<Grant>(keys.grant(id));
  if (record !== undefined) return record;
  throw new HanlianError('GRANT_UNKNOWN', 'There is no such grant', { received: id });
}

const requireStanding = ({ retired }: Pick<Demand, 'retired'>, received: string): void => {
  if (retired === undefined) return;
  throw new HanlianError('CATALOGUE_ENTRY_RETIRED', `It is retired since ${retired.at}`, { received });
};

/** @throws {HanlianError} CATALOGUE_ENTRY_UNKNOWN, CATALOGUE_ENTRY_RETIRED */
export async function demandOf(state: State, { department, id }: DemandReference): Promise<Demand> {
  const demand = await state.get<Demand>(keys.demand(department, id));
  if (demand === undefined) {
    throw new HanlianError('CATALOGUE_ENTRY_UNKNOWN', 'The demand list has no such item', { received: id });
  }
  requireStanding(demand, id);
  return demand;
}

/** @throws {HanlianError} RESOURCE_UNKNOWN, CATALOGUE_ENTRY_RETIRED */
export async function resourceOf(state: State, code: string): Promise<Resource> {
  const resource = await state.get<Resource>(keys.resource(code));
  if (resource === undefined) {
    throw new HanlianError('RESOURCE_UNKNOWN', 'The catalogue has no such resource', { received: code });
  }
  requireStanding(resource, code);
  return resource;
}

/** The negative list about a provider's resources: its own, and that of whoever has taken its place. */
export async function negativesOf(state: State, provider: string, at: number): Promise<readonly Negative[]> {
  const departments = new Set([provider, await departmentInCharge(state, provider, at)]);
  const lists: Negative[] = [];
  for (const department of departments) {
    const found = await state.list<Negative>(keyPrefixes.negative, department);
    lists.push(...found.map(({ record }) => record));
  }
  return lists;
}

/** What stands around a release under a grant: what should be there and is not bars it. */
export async function surroundingsOf(
  state: State,
  { provider, resource: code, basis }: Grant,
  at: number,
): Promise<Surroundings> {
  return {
    negatives: await negativesOf(state, provider, at),
    resource: (await state.get<Resource>(keys.resource(code))) ?? null,
    ...('consent' in basis && {
      consent: (await state.get<ConsentRecord>(keys.consent(basis.consent))) ?? null,
    }),
  };
}

/**
 * Departments by code, each in force.
 *
 * @throws {HanlianError} DEPARTMENT_UNKNOWN, DEPARTMENT_NOT_IN_FORCE
 */
export async function departmentsOf(
  state: State,
  codes: readonly string[],
  at: number,
  field: string,
): Promise<ReadonlyMap<string, Department>> {
  const departments = new Map<string, Department>();
  for (const code of codes) {
    const department = await departmentOf(state, code);
    if (!inForce(department, at)) {
      throw new HanlianError('DEPARTMENT_NOT_IN_FORCE', `${code} is not in force at ${at}`, {
        field,
        received: code,
      });
    }
    departments.set(code, department);
  }
  return departments;
}
