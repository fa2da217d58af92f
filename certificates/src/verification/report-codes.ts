import { error, invalid, skipped, valid } from './outcome.js';

/** Of a credit report: what it says, and who released it. */
export const REPORT = {
  REPORT_INTACT: valid(
    '所列条目与来源部门登记的一致。',
    'Every entry shown is what its source department registered.',
  ),
  REPORT_MALFORMED: invalid(
    '信用报告的结构不正确，或被其他程序改写过；请向信用主管部门索取原文件。',
    'The report is not built as its format wants it, or another program has rewritten it; ask the credit office for the original.',
  ),
  REPORT_ENTRY_CHANGED: invalid(
    '所列条目的内容与来源部门登记的不同；请勿采信，并重新查询。',
    'What the entries listed say is not what was registered; do not rely on the report, pull it again.',
  ),
  REPORT_ENTRY_FOREIGN: invalid(
    '所列条目不是该企业的；请勿采信，并重新查询。',
    'The entries listed are of another enterprise; do not rely on the report, pull it again.',
  ),
  REPORT_FIELDS_WRONG: invalid(
    '所列条目的字段不是其类别规定的字段：有多出、缺少或改名；请勿采信。',
    'The entries listed have not the fields of their category: one was added, hidden or renamed; do not rely on the report.',
  ),
  REPORT_ISSUER_VALID: valid(
    '由信用主管部门出具，盖章时印章有效。',
    'The credit office made it, and its seal was live when it was set.',
  ),
  REPORT_OFFICE_WRONG: invalid(
    '出具单位不是信用主管部门，无权出具信用报告；请勿采信。',
    'Who made it is not a credit office and may release no report; do not rely on it.',
  ),
} as const;

/** Whether nothing was left out. */
export const COMPLETENESS = {
  REPORT_COMPLETE: valid(
    '该企业在检查点时的全部条目均已列出，或注明不予披露的原因。',
    'Every entry the enterprise had at the checkpoint is shown, or accounted for with the reason why it is not.',
  ),
  REPORT_PROOF_WRONG: invalid(
    '条目集或条目的证明不成立；请勿采信，并重新查询。',
    'A proof of the entry set or of an entry does not hold; do not rely on the report, pull it again.',
  ),
  REPORT_CHECKPOINT_UNTRUSTED: error(
    '检查点的签署机构不足或不在信任文件内；请更新信任文件后重试。',
    'Too few organisations that are trusted here signed the checkpoint; update the trust file and try again.',
  ),
  REPORT_SETS_WRONG: invalid(
    '报告未包括该企业及其前身的全部条目集，或混入了其他企业的；请勿采信，并重新查询。',
    'A set of the enterprise or of a predecessor is missing, or one of another enterprise was added; do not rely on it, pull it again.',
  ),
  REPORT_COUNT_WRONG: invalid(
    '条目数与账本登记的不符：有条目被删去或添加；请勿采信，并重新查询。',
    'It has not as many entries as the ledger: one was left out or added; do not rely on it, pull it again.',
  ),
  REPORT_CHAIN_WRONG: invalid(
    '条目与账本登记的不符：有条目被调换、改动或替换；请勿采信，并重新查询。',
    'Its entries are not those of the ledger: one was moved, changed or exchanged; do not rely on it, pull it again.',
  ),
  REPORT_ENTRY_NOT_LIVE: invalid(
    '所列条目已被修复、撤销，或公示期已满，不得再披露；请勿使用，并重新查询。',
    'The entries listed were repaired or annulled, or their time is over, and may no longer be shown; do not use the report, pull it again.',
  ),
} as const;

/** Whether it tells how things stand now. */
export const FRESHNESS = {
  REPORT_FRESH: valid(
    '检查点晚于本次查询，且报告在有效期内。',
    'Its checkpoint is later than the pull it answers, and the report is within its time.',
  ),
  REPORT_STALE: invalid(
    '检查点早于出具时间过多，其后的条目可能被隐去；请勿采信，并重新查询。',
    'Its checkpoint is too old for when it was made, so that later entries could be hidden; do not rely on it, pull it again.',
  ),
  REPORT_OUTDATED: error(
    '报告已过有效期，其后的变化无从得知；请重新查询。',
    'The report is past its time, and what has changed since is not seen; pull a new one.',
  ),
  REPORT_EARLY: error(
    '报告的出具时间晚于所询时刻；请核对时间。',
    'The report was made after the moment asked for; compare the times.',
  ),
} as const;

/** Whether the enterprise allowed this reader to have it, for this application. */
export const GRANT = {
  GRANT_VALID: valid(
    '企业授权该机构为该申请查询，本次查询已在账本上登记。',
    'The enterprise consented to this reader and application, and this pull stands on the ledger.',
  ),
  GRANT_READER_WRONG: invalid(
    '报告是出具给其他机构的；不得使用。',
    'The report was released to another reader; it must not be used.',
  ),
  GRANT_APPLICATION_WRONG: invalid(
    '报告是为另一申请出具的；请为本申请重新查询。',
    'The report is bound to another application; pull one for this application.',
  ),
  GRANT_EXCEEDED: invalid(
    '报告披露的内容超出企业授权或本次查询的范围；不得使用超出部分，并向信用主管部门报告。',
    'The report discloses more than was consented to or asked for; do not use what exceeds it, and tell the credit office.',
  ),
  GRANT_PULL_UNPROVEN: invalid(
    '账本上没有本次查询的登记，或与报告不符；请勿采信，并向信用主管部门核实。',
    'The ledger has no such pull, or not for this report; do not rely on it, ask the credit office.',
  ),
  GRANT_UNASKED: skipped(
    '未说明由哪个机构为哪笔申请查阅，授权未作检查；请给出机构代码和申请编号。',
    'Nobody said who reads it for which application, so the grant was not checked; name the reader and the application.',
  ),
} as const;

/** Whether the grade follows from what the report shows. */
export const EVALUATION = {
  EVALUATION_RECOMPUTED: valid(
    '由报告所列条目按所用模型重新计算，等级、得分和依据条目摘要根均一致。',
    'Computed again from the entries shown, by the model named: grade, score and the root over what counted are the same.',
  ),
  EVALUATION_NOT_RECOMPUTED: skipped(
    '评价依据的条目未全部列出，无法重新计算；评价结果以账本登记为准。',
    'Not every entry that counted is shown, so the grade cannot be computed again; that it stands on the ledger is proven.',
  ),
  EVALUATION_WRONG: invalid(
    '评价结果与依据条目不符；请勿采信评价结果，并向信用主管部门核实。',
    'The grade does not follow from the entries; do not rely on it, ask the credit office.',
  ),
} as const;
