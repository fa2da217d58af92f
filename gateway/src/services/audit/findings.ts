import {
  canonicalize,
  findingStanding,
  formatInstant,
  HanlianError,
  keyPrefixes,
  keys,
  splitKey,
  type BasisInput,
  type FindingAnswer,
  type FindingQuery,
  type FindingRecord,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../../ledger/transaction-id.js';
import type { Plan } from '../../outbox/requests.js';
import { random16 } from '../../storage/random.js';
import { prepareBasis } from '../basis.js';
import type { LicenseParts } from '../licenses/parts.js';
import { reasonShownTo } from '../own-accesses/reasons.js';
import { pageUnder } from '../pages.js';
import { recordAt } from '../records.js';
import type { Caller, Idempotency, OrSigning, Page, Services } from '../types.js';

/** What audits found, and what departments say to it: on the ledger, and read from what is known of it. */
export function findingService(parts: LicenseParts): Services['findings'] {
  const write = (
    caller: Caller,
    operation: string,
    once: Idempotency,
    make: () => JsonObject & { readonly id: string; readonly basis: BasisInput },
  ): Promise<OrSigning<FindingAnswer>> => {
    const plan = async (): Promise<Plan> => {
      await parts.caughtUp();
      const { basis: input, ...request } = make();
      const { basis, text } = prepareBasis(parts, input, []);
      const argument = canonicalize({ v: 1, intent: random16(parts.random), ...request, basis });
      const job = {
        v: 1 as const,
        id: random16(parts.random),
        signatory: caller.identity,
        steps: [{ function: `sharing:${operation}`, argument }],
        answer: { finding: request.id },
        ids: 'transactionId' as const,
      };
      return { job, changes: [text.put], first: text.durable };
    };
    return parts.requests.write(caller.id, once, plan, async ({ finding }: { finding: string }) => {
      await parts.caughtUp();
      return get(parts, caller, finding);
    });
  };
  return {
    report: (caller, input, once) =>
      write(caller, 'reportFinding', once, () => ({ id: random16(parts.random), ...input })),
    answer: (caller, id, { expectedRevision, ...input }, once) =>
      write(caller, 'answerFinding', once, () => ({
        id,
        ...input,
        person: caller.person,
        expectedRevision: expectedRevision ?? recordOf(parts, id).revision,
      })),
    get: async (caller, id) => {
      await parts.caughtUp();
      return get(parts, caller, id);
    },
    list: (_caller, query) => list(parts, query),
  };
}

/** @throws {HanlianError} FINDING_UNKNOWN */
function recordOf({ model }: Pick<LicenseParts, 'model'>, id: string): FindingRecord {
  const record = recordAt(model, keys.finding(id)) as FindingRecord | undefined;
  if (record !== undefined) return record;
  throw new HanlianError('FINDING_UNKNOWN', 'There is no such finding', { received: id });
}

function get(parts: LicenseParts, caller: Caller, id: string): FindingAnswer {
  const record = recordOf(parts, id);
  const reason = reasonShownTo(parts, caller, id, record);
  return { ...answerOf(id, record, parts.now()), ...(reason !== undefined && { reason }) };
}

async function list(
  parts: LicenseParts,
  { department, standing, ...query }: FindingQuery,
): Promise<Page<FindingAnswer>> {
  await parts.caughtUp();
  const at = parts.now();
  return pageUnder(parts.model, [keyPrefixes.finding], query, (record, key) => {
    const finding = answerOf(splitKey(key)[1] as string, record as FindingRecord, at);
    const isWanted = isOne(department, finding.department) && isOne(standing, finding.standing);
    return isWanted ? finding : undefined;
  });
}

const isOne = <T>(wanted: T | undefined, value: T): boolean => wanted === undefined || wanted === value;

function answerOf(id: string, record: FindingRecord, at: number): FindingAnswer {
  const { code, department, about, evidence, basis, reportedBy, reportedAt, due, rule, follows } = record;
  return {
    id,
    code,
    department,
    about,
    evidence,
    law: basis.law,
    basis: basis.digest,
    reportedBy,
    reportedAt: formatInstant(reportedAt),
    due: formatInstant(due),
    rule,
    standing: findingStanding(record, at),
    ...(follows !== undefined && { follows }),
    answers: record.answers.map(({ reply, basis: rests, by, person, tx, txTime }) => ({
      reply,
      law: rests.law,
      basis: rests.digest,
      by,
      person,
      at: formatInstant(txTime),
      transactionId: transactionIdOf(tx),
    })),
    revision: record.revision,
  };
}
