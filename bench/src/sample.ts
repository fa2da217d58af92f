import type { CertificateInput, IssueInput } from '@hanlian/chaincode/domain';
import { CALLERS } from '@hanlian/gateway/seed/callers';
import { Choices, enterprise, person } from '@hanlian/gateway/seed/generate';
import { TYPES } from '@hanlian/gateway/seed/types';
import { sampleCallers, type SampleCaller } from './demo/client.js';

/** The clerk of the sample city who issues what the benchmarks issue. */
export const CLERK = 'market-clerk';

const { name: CLERK_NAME } = CALLERS.find(({ id }) => id === CLERK) ?? {};

/** That clerk's address and key, as the sample city wrote them down. */
export async function clerkIn(folder: string): Promise<SampleCaller> {
  const clerk = (await sampleCallers(folder)).find(({ name }) => name === CLERK_NAME);
  if (clerk === undefined) throw new Error('The sample city has no such clerk');
  return clerk;
}

const choices = new Choices(1);
let drawn = 0;

/** A business licence of an enterprise that does not exist; each call's is another one's. Seven fields. */
function businessLicence(): CertificateInput {
  // Five digits of an organisation's code are free; beyond them holders come again.
  const holder = enterprise(choices, drawn++ % 100_000);
  return {
    holders: [holder],
    fields: {
      unitName: holder.name,
      unitCode: holder.code,
      legalPerson: person(choices).name,
      capital: '100000000',
      founded: '2019-01-02',
      address: '武汉市示例路一号',
      scope: '食品销售、餐饮服务',
    },
    effectiveFrom: '2026-01-01',
  };
}

/** What a clerk asks for who issues `count` certificates under one seal. */
export const issueOf = (count: number): IssueInput => ({
  type: TYPES.businessLicense.code,
  basis: { law: '行政许可法第三十八条', document: '示例市监许〔2026〕118号' },
  certificates: Array.from({ length: count }, businessLicence),
});
