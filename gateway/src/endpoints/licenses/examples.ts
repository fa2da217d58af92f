import type { JsonObject } from '@hanlian/chaincode/domain';

/**
 * Bodies that are right, for the API description: for the food business permit of the sample city, on 20 November 2026.
 * The holder's code is the example of GB 32100-2015.
 */
const basis: JsonObject = { law: '行政许可法第三十八条', document: '示例市监许〔2026〕118号' };

export const certificateExample: JsonObject = {
  holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例食品有限公司' }],
  fields: { unitName: '示例食品有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
  effectiveFrom: '2026-11-20',
  effectiveTo: '2031-11-20',
};

export const issueExample: JsonObject = {
  type: '11100000MB0143028R901',
  basis,
  certificates: [certificateExample],
};

export const actExample: JsonObject = { basis, effectiveAt: '2026-11-20' };

export const importExample: JsonObject = {
  type: '11100000MB0143028R901',
  basis,
  certificates: [
    {
      ...certificateExample,
      serial: '2019000001',
      effectiveFrom: '2019-05-06',
      origin: '示市监许字2019第1号',
      asserted: [
        { operation: 'suspend', effectiveAt: '2021-03-01' },
        { operation: 'reinstate', effectiveAt: '2021-04-01' },
      ],
    },
  ],
};

export const transferInExample: JsonObject = {
  type: '11100000MB0143028R901',
  basis,
  certificate: {
    ...certificateExample,
    origin: '1.2.156.3005.2.11100000MB0143028R001.11410800MB18523953.2026000001.001.5',
  },
};
