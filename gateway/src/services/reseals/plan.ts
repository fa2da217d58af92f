import {
  canonicalize,
  presentSeal,
  resealedStatement,
  statementBytes,
  type BatchRecord,
} from '@hanlian/chaincode/domain';
import type { Plan } from '../../outbox/requests.js';
import { random16 } from '../../storage/random.js';
import { waitingForStamp } from '../../stamping/queue-keys.js';
import type { LicenseParts } from '../licenses/parts.js';
import { digestsOf, sealAll, type People } from '../licenses/sealing.js';
import { laterSealName, sealChange } from '../licenses/stored.js';
import type { ResealRecord } from './record.js';

/** Seals a batch anew: what its certificates say need not be read for it. */
export async function planReseal(
  parts: LicenseParts,
  { caller, reviewer }: People,
  { basis }: ResealRecord,
  { statement: first, ...batch }: BatchRecord,
): Promise<Plan> {
  const sealedAt = parts.now();
  const sealers = await parts.seals.sealersAt(caller.department, sealedAt);
  const sm2SealKey = sealers.sm2Sealer?.keyDigest;
  const statement = resealedStatement(first, { sealedAt, sm2SealKey });
  const seals = await sealAll(statement, sealers);
  const digests = digestsOf(parts, sealers, seals);
  const { twoPerson } = parts.registry.type(first.type);
  const next = {
    sealedAt,
    ...(sm2SealKey !== undefined && { sm2SealKey }),
    ...digests,
    person: caller.person,
    basis,
    ...(twoPerson && { twoPeople: await parts.officers.sign(statementBytes(statement), caller, reviewer) }),
  };
  const replaces = presentSeal({ ...batch, statement: first }).seal;
  const request = { v: 1, intent: random16(parts.random), batch: first.batch, replaces, next };
  const name = laterSealName(first.batch, digests.seal);
  return {
    job: {
      v: 1,
      id: random16(parts.random),
      signatory: caller.identity,
      steps: [{ function: 'license:reseal', argument: canonicalize(request) }],
      answer: { batch: first.batch },
      ids: 'transactionId',
    },
    changes: [sealChange(statement, seals, name), waitingForStamp(name)],
    first: Promise.resolve(),
  };
}
