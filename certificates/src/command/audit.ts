import { parseArgs } from 'node:util';
import { HanlianError, type Bilingual } from '@hanlian/chaincode/domain';
import { audit } from '../audit/audit.js';
import { auditFile } from '../audit/report.js';
import { trustLogs } from '../tlog/trusted-log.js';
import { languageOf } from './arguments.js';
import { auditText } from './audit-text.js';
import { auditLoans } from './audit-loans.js';
import { sealerOf, writeReport } from './sealed-report.js';
import type { Outcome, Surroundings } from './surroundings.js';
import { openTrust } from './trust-file.js';

const HELP: Bilingual = {
  zh: `hanlian audit [选项]    离线审计数据共享：每一次放出当时是否有有效授权；或贷款与贴息：每一步是否成立
  --grants 文件    账本记录的导出（GET /v1/audit/sharing-ledger）：授权、租约、锚定，以及签名密钥的证明
  --receipts 文件  回执的导出，提供方或需求方的，可多次给出
  --log 目录       日志的副本（npm run copy-log）
  --trust 文件     信任文件：由谁的检查点算数
  --trust-signer 文件  信任文件必须由其中一张证书（PEM）签名
  --loan 文件      改为复核贷款档案（GET /v1/loans/{id}/file）：从申请到支付的每一步，可多次给出
  --nullifier-key 文件  财政部门的唯一标记密钥（32 字节），以重算每个唯一标记
  --staleness 秒   提供方所知账本状态至多可过时多久；缺省 60
  --out 文件       写出报告（JSON）
  --seal-key 文件、--seal-chain 文件  以审计机关的印章为报告签章（PEM 私钥与证书链），写入“报告.p7s”（CMS）
  --lang zh|en     语言
  --json           输出 JSON
退出码：0 未发现违规，1 有违规，2 无法审计`,
  en: `hanlian audit [options]    audits shared data offline: did a live grant cover each release at its moment? Or loans and their
                   subsidies: does each step hold?
  --grants FILE    an export of the ledger's records (GET /v1/audit/sharing-ledger): grants, leases, anchors, and proofs
                   of the keys that sign
  --receipts FILE  an export of receipts, the provider's or the requester's; as often as needed
  --log FOLDER     a copy of the log (npm run copy-log)
  --trust FILE     whose checkpoints count
  --trust-signer FILE  certificates (PEM) one of which must have signed the trust file
  --loan FILE      replays loans' files instead (GET /v1/loans/{id}/file), each step from application to payment; as often
                   as needed
  --nullifier-key FILE  the finance office's key of nullifiers (32 bytes), to compute each of them again
  --staleness SECONDS  how far out of date a provider's view of the ledger may have been; usually 60
  --out FILE       writes the report there (JSON)
  --seal-key FILE, --seal-chain FILE  seals the report by the audit office's seal (private key and chain, PEM), into
                   FILE.p7s (CMS)
  --lang zh|en     the language
  --json           answers in JSON
Exit code: 0 no violation, 1 violations, 2 could not audit`,
};

const OPTIONS = {
  grants: { type: 'string' },
  receipts: { type: 'string', multiple: true },
  loan: { type: 'string', multiple: true },
  'nullifier-key': { type: 'string' },
  log: { type: 'string' },
  trust: { type: 'string' },
  'trust-signer': { type: 'string' },
  staleness: { type: 'string' },
  out: { type: 'string' },
  'seal-key': { type: 'string' },
  'seal-chain': { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

const USUAL_STALENESS = '60';
/** What one audit takes and the other would ignore. */
const OF_SHARING = ['grants', 'receipts', 'log', 'staleness'] as const;
const OF_LOANS = ['nullifier-key'] as const;

/**
 * Audits what was released, and writes a sealed report where one is asked for.
 *
 * @throws {HanlianError} ARGUMENTS_INVALID, and what makes an audit impossible
 */
export async function runAudit(
  given: readonly string[],
  { now, language: usual, progress }: Surroundings,
): Promise<Outcome> {
  const values = read(given);
  const language = languageOf(values.lang, usual);
  if (values.help) return { output: HELP[language], problem: '', exitCode: 0 };
  requireOneAudit(values);
  const sealer = await sealerOf(values);
  const bundle = await openTrust(wanted(values, 'trust'), values['trust-signer']);
  const { loan: loans, 'nullifier-key': nullifierKey } = values;
  if (loans !== undefined) {
    const question = { loans, nullifierKey, trust: trustLogs(bundle.logs ?? []), progress, now };
    return auditLoans(question, { ...values, language, sealer });
  }
  const report = await audit({
    grants: wanted(values, 'grants'),
    receipts: wanted(values, 'receipts'),
    log: wanted(values, 'log'),
    trust: trustLogs(bundle.logs ?? []),
    staleness: secondsOf(values.staleness ?? USUAL_STALENESS),
    now,
    seen: progress,
  });
  if (values.out !== undefined) await writeReport(values.out, auditFile(report), sealer, now);
  const output = values.json ? JSON.stringify(report, null, 2) : auditText(report, language);
  return { output, problem: '', exitCode: report.verdict === 'CLEAN' ? 0 : 1 };
}

function read(given: readonly string[]): Values {
  try {
    return parseArgs({ args: [...given], options: OPTIONS }).values;
  } catch (cause) {
    throw wrong((cause as Error).message);
  }
}

/** Loans or releases: whoever asks for both at once would take one verdict for both. */
function requireOneAudit(values: Values): void {
  const isOfLoans = values.loan !== undefined;
  const ignored = (isOfLoans ? OF_SHARING : OF_LOANS).find((name) => values[name] !== undefined);
  if (ignored === undefined) return;
  throw wrong(isOfLoans ? `--loan goes without --${ignored}: audit one by one` : `--${ignored} needs --loan`);
}

function wanted<Name extends 'grants' | 'receipts' | 'log' | 'trust'>(
  values: Values,
  name: Name,
): NonNullable<Values[Name]> {
  const value = values[name];
  if (value === undefined) throw wrong(`audit needs --${name}`);
  return value;
}

function secondsOf(text: string): number {
  if (/^[0-9]{1,6}$/.test(text)) return Number(text);
  throw wrong('--staleness is a number of seconds');
}

const wrong = (message: string): HanlianError => new HanlianError('ARGUMENTS_INVALID', message);
