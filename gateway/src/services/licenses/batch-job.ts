import { canonicalize, formatInstant, MAX_RUN, type JsonObject, type Run } from '@hanlian/chaincode/domain';
import type { Job, Step } from '../../outbox/jobs.js';
import { random16, type Random } from '../../storage/random.js';
import type { Drafted } from './drafts.js';
import type { Draft, SealedBatch } from './sealing.js';

/** The transactions that put a sealed batch on the ledger, and the answer but for their ids. */
export function batchJob(
  random: Random,
  signatory: string,
  sealed: SealedBatch,
  { drafts, prefixes }: Drafted,
): Job {
  const { statement } = sealed.opening;
  const runs = prefixes.map((prefix, i) => runOf(sealed, i * MAX_RUN, prefix));
  return {
    v: 1,
    id: random16(random),
    signatory,
    steps: stepsOf(random, sealed, runs),
    answer: { batch: statement.batch, transactionIds: [], certificates: drafts.map(issuedOf) },
    ids: 'transactionIds',
  };
}

/** A transfer brings its one certificate; a batch of one run opens with it, a longer one before its runs. */
function stepsOf(random: Random, { opening, leaves }: SealedBatch, runs: readonly Run[]): readonly Step[] {
  const { kind, batch } = opening.statement;
  const intent = (): string => random16(random);
  if (kind === 'transferIn') {
    return [step('license:transferIn', { v: 1, intent: intent(), ...opening, leaf: leaves[0] })];
  }
  const open = (run: object): Step =>
    step('license:openBatch', { v: 1, intent: intent(), ...opening, ...run });
  if (runs.length === 1) return [open({ run: runs[0] })];
  const name = kind === 'import' ? 'license:importStock' : 'license:issue';
  return [open({}), ...runs.map((run) => step(name, { v: 1, intent: intent(), batch, run }))];
}

/** The run that begins at `start`, with its paths to both roots. */
function runOf({ batch, leaves }: SealedBatch, start: number, serialPrefix: string | undefined): Run {
  const own = leaves.slice(start, start + MAX_RUN);
  const { path, sm3Path } = batch.runPaths(start, own.length);
  return {
    start,
    leaves: own,
    path: [...path],
    sm3Path: [...sm3Path],
    ...(serialPrefix !== undefined && { serialPrefix }),
  };
}

const step = (name: string, argument: object): Step => ({ function: name, argument: canonicalize(argument) });

function issuedOf({ content: { id, validity } }: Draft, index: number): JsonObject {
  return {
    id,
    index,
    effectiveFrom: formatInstant(validity.from),
    effectiveTo: validity.to === null ? null : formatInstant(validity.to),
  };
}
