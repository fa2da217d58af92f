import type { JsonObject } from '@hanlian/chaincode/domain';

export const BASIS: JsonObject = { law: '政务数据共享条例', document: '示例数函〔2026〕12号' };

/** A release of the grant of the example. */
export const RELEASE: JsonObject = {
  resource: '101001/0001',
  fields: ['creditCode', 'regStatus'],
  purpose: '核验申请企业登记信息',
  matter: '建筑业企业资质审批',
};

/** What a department asks for that grants qualifications of builders. */
export const REQUEST: JsonObject = {
  demand: 'D001',
  fields: ['creditCode', 'entName', 'regStatus'],
  purpose: '核验申请企业登记信息',
  matter: '建筑业企业资质审批',
  basis: { law: '行政许可法第三十四条', document: '示例建函〔2026〕31号' },
  since: '2027-01-01',
  until: '2027-12-31',
  quota: { limit: 2000, per: 'day' },
  rate: 600,
  networks: ['10.12.0.0/16'],
  mode: 'query',
  keepDays: 30,
  agreement: '1MuUSUzHZ9IfBIJAOUEOfmEUuh-mXSB6ssuT80ysyO8',
};
