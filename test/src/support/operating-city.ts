import { createHash, randomBytes } from 'node:crypto';
import type { Grant, JsonObject, RequestGrant } from '@hanlian/chaincode/domain';
import { REGISTRAR } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS, type SampleDepartment } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { expect } from 'chai';
import type { Answer, RunningCity } from './city.js';
import { random16 } from './contracts/people.js';
import { allLevel } from './level.js';
import { demandOf, queryOf, SharingCity, STRANGER } from './sharing-city.js';

/** A body that operates public data; its hub is the banks'. */
export const OPERATOR: SampleDepartment = {
  slug: 'operator',
  hub: 'bank',
  kind: 'operator',
  name: { zh: '示例数据运营公司', en: 'Sample Data Operator' },
  code: '91110000600037341L',
};
/** To whom it hands on: in its own hub, and in another. */
export const CUSTOMER = DEPARTMENTS.bankOne.code;
export const FAR_CUSTOMER = STRANGER;

/** Has the operator registered, its key bound and a demand listed; what its clerk asks with. */
export async function newOperator(here: SharingCity, demand: JsonObject): Promise<SampleCallerKey> {
  const { city } = here;
  const { register } = city.hub('bureau').administration;
  const { code, name, kind } = OPERATOR;
  const since = Math.floor(Date.parse('2026-01-01') / 1000);
  const department = { code, name: { ...name }, kind, mspId: 'BankMSP', since };
  await register(REGISTRAR.id, 'registry:putDepartment', department);
  const { exchange, licenses, register: registerThere } = city.hub('bank').administration;
  const { id, publicKey } = await exchange.keys.of(code);
  const holder = { kind: 'organisation', code, publicKey };
  const evidence = { kind: 'certificate', digest: id };
  await register(REGISTRAR.id, 'registry:bindHolderKey', { id, holder, evidence, since });
  await licenses.caughtUp();
  await allLevel(city);
  const clerk = { id: 'operator-clerk', name: '运营经办', role: 'clerk', person: 'P101' } as const;
  const key = await here.employ('bank', { ...clerk, department: OPERATOR });
  await registerThere('operator-clerk', 'catalogue:putDemands', { entries: [demand] });
  return key;
}

/** A product as its file is named: by SHA-256. */
export const productDigest = (product: Uint8Array = randomBytes(64)): string =>
  createHash('sha256').update(product).digest('base64url');

/** Departments that share, an operator of their data, and its customers. */
export class OperatingCity {
  readonly here: SharingCity;
  #clerk: SampleCallerKey | undefined;

  constructor(here: SharingCity) {
    this.here = here;
  }

  get city(): RunningCity {
    return this.here.city;
  }

  get clerk(): SampleCallerKey {
    if (this.#clerk === undefined) throw new Error('There is no operator yet');
    return this.#clerk;
  }

  async prepare(): Promise<void> {
    this.#clerk = await newOperator(this.here, { ...demandOf(OPERATOR.code) });
  }

  /** A grant to operate, asked for and given. */
  async grant(more: Partial<RequestGrant> = {}): Promise<Grant['id']> {
    const id = await this.here.grant(
      {
        kind: 'operation',
        recipients: [OPERATOR.code],
        onwardRecipients: [CUSTOMER, FAR_CUSTOMER],
        ...more,
      },
      OPERATOR.code,
    );
    await allLevel(this.city);
    await this.here.act('decide', id, { decision: 'grant' });
    return id;
  }

  ask(grant: string, more: object = {}): Promise<Answer> {
    return this.city.ask(this.clerk, '/v1/sharing/queries', queryOf(grant, more));
  }

  /** The id of a query that the operator was answered. */
  async released(grant: string, more: object = {}): Promise<string> {
    const { status, body } = await this.ask(grant, more);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body['id'] as string;
  }

  /** Hands on a product of these queries. */
  handOn(grant: string, queries: readonly string[], more: object = {}): Promise<Answer> {
    const product = { id: random16(), grant, recipient: CUSTOMER, queries, fields: ['name', 'status'] };
    return this.city.ask(this.clerk, '/v1/sharing/onward', {
      ...product,
      product: productDigest(),
      ...more,
    });
  }
}
