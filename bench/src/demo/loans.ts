import { auditLoan, trustLogs, type LoanAudit, type TrustedLog } from '@hanlian/certificates';
import { api, checked, generateUscc, type JsonObject } from '@hanlian/chaincode/domain';
import { Enterprise } from '../loans/enterprise.js';
import { Lending, RECEIPT } from '../loans/lending.js';
import { lastMonths, Subsidy, type Period } from '../loans/subsidy.js';
import { askedAgain, made, Visitor, type SampleCaller } from './client.js';

const CODE = generateUscc({ department: '9', kind: '1', region: '420100', organisation: '00000779' });

/** Whoever tells a story step by step. */
export interface Narrator {
  readonly title: (zh: string, en: string) => void;
  readonly tell: (line: string) => void;
}

/** A loan from application to its subsidy's payment, and the auditor who replays it. @throws when a step is not as told */
export async function tellLoan(callers: readonly SampleCaller[], narrator: Narrator): Promise<void> {
  const lending = new Lending(callers, new Enterprise(CODE, '示例食品有限公司'));
  const loan = await tellApplication(lending, narrator);
  const [month] = lastMonths(1) as [Period];
  await tellDecision(lending, loan, month, narrator);
  await tellSubsidy(new Subsidy(callers), loan, month, narrator);
  await tellAudit(callers, () => lending.file(loan), narrator);
}

async function tellApplication(lending: Lending, { title, tell }: Narrator): Promise<string> {
  title(
    '银行推出贷款产品；企业凭营业执照签名申请，账本上看不出是谁',
    'A bank offers a loan; an enterprise signs its application and shows its business licence; the ledger names neither',
  );
  tell(await lending.offer());
  tell(await lending.register());
  const loan = await lending.apply();
  tell(loan);
  title(
    '企业授权，银行为这笔申请查询信用报告',
    'The enterprise consents; the bank pulls its report for this application',
  );
  tell(await lending.report(loan));
  return loan;
}

async function tellDecision(
  lending: Lending,
  loan: string,
  { from }: Period,
  { title, tell }: Narrator,
): Promise<void> {
  title(
    '银行两人审批，签约，放款（贴息按整月后付，故借款自上月一日起算）',
    'Two officers approve it; contract and disbursement, dated a month back, since a subsidy is for a month that has ended',
  );
  await lending.review(loan);
  await lending.contract(loan, from);
  await lending.disburse(loan, from);
  tell(`${from}: ${(await lending.loan(loan)).state as string}`);
}

async function tellSubsidy(
  subsidy: Subsidy,
  loan: string,
  month: Period,
  { title, tell }: Narrator,
): Promise<void> {
  title(
    '银行申领上月贴息，金额由账本算出；财政部门一人提出、一人确认，然后支付',
    'The bank claims the month’s subsidy, computed from the book; two of the finance office approve, and it is paid',
  );
  await subsidy.announce([month]);
  const claim = await subsidy.claim(loan, month);
  await subsidy.approve(claim);
  await subsidy.pay(claim);
  const { state, amount } = await subsidy.look(claim);
  tell(`${state as string}: ${amount as string} 分`);
}

async function tellAudit(
  callers: readonly SampleCaller[],
  exported: () => Promise<JsonObject>,
  { title, tell }: Narrator,
): Promise<void> {
  title(
    '审计员离线重演这笔贷款的档案；改动一处即被发现',
    'The auditor replays the loan’s file offline; one changed word in it is found',
  );
  const { url } = callers.find(({ role }) => role === 'auditor') as SampleCaller;
  const { logs } = made(await new Visitor(url).get('/v1/trust'));
  const trust = trustLogs(logs as unknown as TrustedLog[]);
  const replay = (text: string): Promise<LoanAudit> =>
    auditLoan(checked(api.loanFileAnswer, JSON.parse(text)), { trust });
  // A step that no checkpoint covers yet is not the ledger's: the file is exported again.
  const { text, audit } = await askedAgain(
    async () => {
      const text = JSON.stringify(await exported());
      return { text, audit: await replay(text) };
    },
    ({ audit }) => audit.violations.length > 0,
  );
  if (audit.violations.length > 0) throw new Error(`The audit found ${JSON.stringify(audit.violations)}`);
  tell(`${audit.judged} steps, ${audit.claims} claim: ${audit.state}, CLEAN`);
  const { violations } = await replay(text.replace(RECEIPT, `${RECEIPT}二`));
  if (violations.length === 0) throw new Error('The audit did not see the changed receipt');
  tell(violations.map(({ code }) => code).join(', '));
}
