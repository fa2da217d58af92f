import type { JsonObject } from '@hanlian/chaincode/domain';

const CODE = '91350100M000100Y43';

/** What a construction permit of the sample city says; its type asks for two people. */
export const permitFor = (name = '示例建设有限公司'): JsonObject & { readonly fields: JsonObject } => ({
  holders: [{ typeCode: '001', code: CODE, name }],
  fields: { unitName: name, unitCode: CODE, project: '示例路小学教学楼', cost: '120000000' },
  effectiveFrom: '2026-01-01',
  effectiveTo: '2099-12-31',
});
