import type { JsonObject } from '@hanlian/chaincode/domain';

/** Bodies that are right, for the API description. The holder's code is the example of GB 32100-2015. */
const basis: JsonObject = { law: '行政许可法第三十八条', document: '示例市监许〔2026〕118号' };

export const certificateExample: JsonObject = {
  holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例食品有限公司' }],
  fields: { legalName: '示例食品有限公司', scope: '食品销售' },
  effectiveFrom: '2026-11-20',
  effectiveTo: '2031-11-19',
};

export const issueExample: JsonObject = {
  type: '11100000MB0143028R001',
  basis,
  certificates: [certificateExample],
};

export const actExample: JsonObject = { basis, effectiveAt: '2026-11-20' };
