import type { Visitor } from './client.js';
import { rowsOf, settled } from './upload.js';

const SUBJECT = '91350100M000100Y43';
const MARKET = '示例市市场监督管理局';
const HEADER =
  'CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_JDRQ,CF_CFJG';
const row = (document: string, day: string): string =>
  `示例餐饮有限公司,法人及非法人组织,${SUBJECT},${document},经营超过保质期的食品,货架上三袋,食品安全法,罚款,罚款二千元,0.2,${day},${MARKET}`;
/** Two penalties, of which the second is dated in the future. */
const TABLE = `${HEADER}\n${row('示例市监罚〔2026〕1号', '2026/03/05')}\n${row('示例市监罚〔2026〕2号', '2126/03/05')}\n`;
const REGISTRATION = {
  subject: SUBJECT,
  category: 'registration',
  document: '登记〔2020〕1号',
  decidedAt: '2020-05-06',
  fields: { subjectName: '示例餐饮有限公司', kind: '有限责任公司', authority: MARKET },
};

/** What became of a file of penalties. */
export interface Penalties {
  readonly wrong: readonly { readonly line: number; readonly code: string }[];
  /** What is to be known of those that are taken. */
  readonly notes: readonly string[];
  readonly published: number;
  /** By which rule, and until when, the first is shown. */
  readonly shown: { readonly reason: string; readonly until?: string };
}

/** Registers an enterprise, sends a file of penalties on it, and reads what of it is published. */
export async function sendPenalties(clerk: Visitor, basis: object): Promise<Penalties> {
  await clerk.post('/v1/credit/entries', { entries: [REGISTRATION] }, crypto.randomUUID());
  const address = '/v1/credit/files?severity=general';
  const sent = await clerk.send(address, 'text/csv', TABLE, crypto.randomUUID());
  const job = String(sent.body.id);
  await settled(clerk, job);
  const rejected = await rowsOf(clerk, job, 'rejected');
  const good = await rowsOf(clerk, job, 'good');
  await clerk.post(`/v1/jobs/${job}/start`, { basis, rows: 'good' }, crypto.randomUUID());
  const { batches } = await settled(clerk, job);
  const [done] = await rowsOf(clerk, job, 'done');
  const { body } = await clerk.get(`/v1/credit/entries/${done?.id ?? ''}`);
  const [batch] = batches as { entries: { published: number } }[];
  return {
    wrong: rejected.flatMap(({ line, errors }) => errors.map(({ code }) => ({ line, code }))),
    notes: good.flatMap(({ notes = [] }) => notes.map(({ code }) => code)),
    published: batch?.entries.published ?? 0,
    shown: body.publication as Penalties['shown'],
  };
}
