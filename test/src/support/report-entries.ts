import {
  CATEGORIES,
  entryRoots,
  type Category,
  type CreditEntry,
  type EntryOperation,
  type EntryTransition,
  type PublicationReason,
  type SaltedField,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { EntryPart } from '@hanlian/certificates';
import { DAY, random16, SEALED_AT } from './evidence.js';

export const SOURCE = '11100000MB0143028R';

/** An entry to be registered, in this order; `corrected`: by a later link at the end of the chain. */
export interface Entered {
  readonly category: Category;
  readonly document: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly facts?: Partial<Pick<CreditEntry['facts'], 'severity' | 'decidedAt' | 'until'>>;
  readonly state?: CreditEntry['state'];
  readonly reason?: PublicationReason;
  readonly corrected?: boolean;
}

export const ENTERED: readonly Entered[] = [
  {
    category: 'registration',
    document: '示例登〔2019〕1号',
    values: { subjectName: '示例建设工程有限公司', legalRepresentative: '张三', kind: '有限责任公司' },
  },
  { category: 'permit', document: '示例许〔2025〕7号', values: { content: '建筑施工' } },
  { category: 'penalty', document: '示例罚〔2026〕12号', facts: { severity: 'general' }, corrected: true },
  {
    category: 'penalty',
    document: '示例罚〔2025〕3号',
    facts: { severity: 'general' },
    state: 'repaired',
    reason: 'repaired',
  },
  { category: 'honour', document: '示例荣〔2026〕2号', values: { title: '守合同重信用企业' } },
  { category: 'judicial', document: '（2026）示例民初5号' },
];

const ACTS = { disputed: 'dispute', repaired: 'reviewRepair', annulled: 'annul' } as const;

const transition = (operation: EntryOperation, state: CreditEntry['state']): EntryTransition => ({
  operation,
  state,
  at: SEALED_AT - DAY,
  intent: random16(),
  tx: 'A'.repeat(43),
  person: 'P001',
  actor: SOURCE,
  basis: { law: '信用信息管理办法', digest: 'A'.repeat(43) },
});

const bodyOf = ({ category, values = {} }: Entered, salt = random16): SaltedField[] =>
  CATEGORIES[category].fields.map(({ name, required, title }) => ({
    name,
    value: values[name] ?? (required ? `${title.zh}示例` : null),
    salt: salt(),
  }));

export function entryOf(
  subject: string,
  entry: string,
  part: Entered,
  link: number,
): Omit<EntryPart, 'proof'> {
  const { category, document, state = 'standing', reason = 'published' } = part;
  const body = bodyOf(part);
  const facts = {
    decidedAt: '2026-01-05',
    ...part.facts,
    ...entryRoots(nodeHashes, { subject, entry }, body),
  };
  const published = { at: SEALED_AT - 9 * DAY, intent: random16(), tx: 'A'.repeat(43), person: 'P001' };
  const history = state === 'standing' ? {} : { history: [transition(ACTS[state], state)] };
  const record: CreditEntry = {
    ...{ v: 1, category, source: SOURCE, document, facts, state, link, published },
    ...history,
  };
  return { entry, record, reason, body };
}

/** The same entry, corrected by a later link. */
export function correctedEntry(
  subject: string,
  { entry, record: before, reason }: Omit<EntryPart, 'proof'>,
  part: Entered,
  link: number,
): Omit<EntryPart, 'proof'> {
  const { body, record } = entryOf(subject, entry, part, link);
  const corrected = { ...transition('correct', record.state), was: before.facts, wasLink: before.link };
  const history = [...(before.history ?? []), corrected];
  return { entry, reason, body: body ?? [], record: { ...record, history } };
}
