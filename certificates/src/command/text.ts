import { formatInstant, type Bilingual, type Instant, type JsonObject } from '@hanlian/chaincode/domain';
import type { CheckStatus } from '../verification/codes.js';
import type { CheckName, CheckResult, Verdict } from '../verification/types.js';
import type { Language } from './arguments.js';
import type { FileReport, Report } from './verify-files.js';

export const HELP: Bilingual = {
  zh: `hanlian verify 文件… [选项]    离线校验证照存证文件和信用报告：不联网，不查账本
  --trust 文件     信任文件：登记信息的副本和可信的时间戳机构
  --trust-signer 文件  信任文件必须由其中一张证书（PEM）签名
  --proof 文件     状态证明（GET /v1/licenses/{id}/proof 的答复），可多次给出：由此离线校验上链记录和状态
  --status-list 文件  部门的状态列表（GET /v1/status-lists/{部门}/{编号}/message），可多次给出：由此离线校验状态
  --audience 文字  向谁出示：SD-JWT 须由持证主体向其出示（统一社会信用代码或约定的名称）；是否重复出示，离线无从得知
  --nonce 文字     校验方给持证主体的随机数，须与 --audience 一起给出
  --application 编号、--application-salt 盐  信用报告须为该申请出具，查阅机构由 --audience 给出
  --at 时间        校验哪一时刻的效力，如 2026-11-20 或 2026-11-20T08:00:00Z；缺省为现在；
                   proven：各文件的状态证明所及的最晚时刻
  --policy 名称    complete（缺省）：凡未能校验者一律不算有效
                   seal-only：印章成立即可，看不到之后的暂扣、吊销等决定
                   long-term：同上，且须有时间戳和各证书当时状态的证据，用于归档
  --lang zh|en     语言
  --json           输出 JSON
退出码：0 有效，1 无效，2 无法判断
持证主体出示证照：hanlian present --help；审计数据共享：hanlian audit --help`,
  en: `hanlian verify FILE… [options]    verifies evidence documents and credit reports: no network, no ledger
  --trust FILE     a copy of the registry, and whose time stamps count
  --trust-signer FILE  certificates (PEM) one of which must have signed the trust file
  --proof FILE     a proof of the state (what GET /v1/licenses/{id}/proof answers), as often as needed: by it the
                   record on the ledger and its status are checked offline
  --status-list FILE  a department's status list (GET /v1/status-lists/{department}/{list}/message), as often as
                   needed: by it the status is checked offline
  --audience TEXT  to whom an SD-JWT must have been shown by its holder (a USCC, or the name agreed on); whether it was
                   shown before, nobody can tell offline
  --nonce TEXT     what the verifier drew for the holder to sign; needs --audience
  --application NUMBER, --application-salt SALT  the application a credit report must be for; who reads it: --audience
  --at TIME        the instant asked for, such as 2026-11-20 or 2026-11-20T08:00:00Z; now when absent;
                   proven: for each file, as late as its proof of the state reaches
  --policy NAME    complete (usual): what could not be checked is never valid
                   seal-only: what the seal proves is enough; later decisions are not seen
                   long-term: the same, with a time stamp and evidence of how each certificate stood; for an archive
  --lang zh|en     the language
  --json           answers in JSON
Exit code: 0 valid, 1 invalid, 2 could not tell
For holders who show a certificate: hanlian present --help; for who audits shared data: hanlian audit --help`,
};

const VERDICTS: Readonly<Record<Verdict, Bilingual>> = {
  VALID: { zh: '有效', en: 'VALID' },
  INVALID: { zh: '无效', en: 'INVALID' },
  UNKNOWN: { zh: '无法判断', en: 'COULD NOT TELL' },
};

const CHECKS: Readonly<Record<CheckName, Bilingual>> = {
  file: { zh: '文件', en: 'file' },
  presentation: { zh: '出示', en: 'presentation' },
  agreement: { zh: '印章与账本', en: 'seal and ledger' },
  integrity: { zh: '完整性', en: 'integrity' },
  seal: { zh: '印章', en: 'seal' },
  stamp: { zh: '时间戳', en: 'time stamp' },
  issuer: { zh: '发证机关', en: 'issuer' },
  anchor: { zh: '上链记录', en: 'anchor' },
  status: { zh: '状态', en: 'status' },
  validity: { zh: '有效期', en: 'validity' },
  completeness: { zh: '完整', en: 'completeness' },
  freshness: { zh: '时效', en: 'freshness' },
  grant: { zh: '授权', en: 'grant' },
  evaluation: { zh: '评价', en: 'evaluation' },
};

const MARKS: Readonly<Record<CheckStatus, string>> = { VALID: '✔', INVALID: '✘', ERROR: '?', SKIPPED: '–' };

/** The report for people. */
export const textOf = (report: Report, language: Language): string =>
  [...report.files.map((file) => fileText(file, language)), footer(report, language)].join('\n\n');

const fileText = ({ file, verdict, checks, at, error }: FileReport, language: Language): string => {
  const lines = checks.map((check) => checkText(check, language));
  if (error) lines.push(`  ? ${error.title[language]}（${error.code}）${error.next[language]}`);
  const when = at === undefined ? '' : asOfText(at)[language];
  return [`${file}: ${VERDICTS[verdict][language]}${when}`, ...lines].join('\n');
};

const asOfText = (at: Instant): Bilingual => ({
  zh: `（截至 ${formatInstant(at)}）`,
  en: ` as of ${formatInstant(at)}`,
});

const checkText = ({ name, status, code, message, data }: CheckResult, language: Language): string => {
  const line = `  ${MARKS[status]} ${CHECKS[name][language]}  ${code}  ${message[language]}`;
  if (status === 'VALID') return `${line}${data ? provenText(data)[language] : ''}`;
  const further =
    code === 'STATUS_NOT_PROVEN' && data ? `${provenText(data)[language]}${ASK_PROVEN[language]}` : '';
  return data ? `${line}${further} ${JSON.stringify(data)}` : line;
};

const ASK_PROVEN: Bilingual = {
  zh: '；用 --at proven 校验到证明所及的时刻。',
  en: '; --at proven asks as of then.',
};

/** Up to where a proof or a list tells everything. */
const provenText = ({ checkpoint, provenUntil, list, listedAt }: JsonObject): Bilingual => {
  if (typeof list === 'string' && typeof listedAt === 'string') {
    return { zh: ` 状态列表 ${list}，截至 ${listedAt}`, en: ` By status list ${list} as of ${listedAt}` };
  }
  return typeof provenUntil === 'string' && typeof checkpoint === 'number'
    ? {
        zh: ` 证明截至 ${provenUntil}（检查点 ${checkpoint}）`,
        en: ` Proven until ${provenUntil} (checkpoint ${checkpoint})`,
      }
    : { zh: '', en: '' };
};

const footer = ({ files, policy, at, trustMadeAt }: Report, language: Language): string => {
  const skipped = files.some(({ checks }) =>
    checks.some(({ name, status }) => name === 'status' && status === 'SKIPPED'),
  );
  return [
    summary(files, policy, at)[language],
    freshness(at === 'proven' ? latestOf(files) : at, trustMadeAt)[language],
    ...(skipped ? [STATUS_UNSEEN[language]] : []),
  ].join('\n');
};

const summary = (files: readonly FileReport[], policy: string, at: Report['at']): Bilingual => {
  const count = (wanted: Verdict): number => files.filter(({ verdict }) => verdict === wanted).length;
  const [valid, invalid, unknown] = [count('VALID'), count('INVALID'), count('UNKNOWN')];
  const when: Bilingual =
    at === 'proven'
      ? { zh: '各自证明所及时刻', en: 'the moment each proof reaches' }
      : { zh: formatInstant(at), en: formatInstant(at) };
  return {
    zh: `共 ${files.length} 份，按 ${when.zh} 的效力、以 ${policy} 规则：有效 ${valid}，无效 ${invalid}，无法判断 ${unknown}。`,
    en: `${files.length} in all, as of ${when.en}, by policy ${policy}: ${valid} valid, ${invalid} invalid, ${unknown} could not be told.`,
  };
};

const latestOf = (files: readonly FileReport[]): Instant => Math.max(...files.map(({ at = 0 }) => at));

const DAY = 86_400;

const freshness = (at: Instant, madeAt: Instant | null): Bilingual => {
  if (madeAt === null) {
    return {
      zh: '没有信任文件：无法判断由谁盖章；请用 --trust 指定。',
      en: 'Without a trust file nobody knows whose seal it is: name one with --trust.',
    };
  }
  const days = Math.max(0, Math.floor((at - madeAt) / DAY));
  const made = formatInstant(madeAt);
  return {
    zh: `登记信息截至 ${made}（${days} 天前）；此后登记的密钥失密、撤销认可等看不到。`,
    en: `The registry is as of ${made} (${days} days before): a key compromised or an accreditation ended since is not seen.`,
  };
};

const STATUS_UNSEEN: Bilingual = {
  zh: '未校验状态：之后的暂扣、吊销、撤销、注销看不到；需要时请联网校验。',
  en: 'Status was not checked: whether it was suspended, revoked, annulled or deregistered since is not seen; verify online where it matters.',
};
