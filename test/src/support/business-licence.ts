import { BUSINESS_LICENCE, type JsonObject } from '@hanlian/chaincode/domain';

const NAME = '示例食品有限公司';

/** What issues a business licence to an enterprise. */
export const licenceFor = (enterprise: string): JsonObject => ({
  type: BUSINESS_LICENCE,
  basis: { law: '市场主体登记管理条例第二十一条', document: '示例登记〔2026〕5号' },
  certificates: [
    {
      holders: [{ typeCode: '001', code: enterprise, name: NAME }],
      fields: {
        unitName: NAME,
        unitCode: enterprise,
        legalPerson: '王小明',
        capital: '100000000',
        founded: '2020-05-06',
        address: '示例路1号',
      },
    },
  ],
});
