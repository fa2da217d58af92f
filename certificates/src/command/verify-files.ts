import {
  applicationDigest,
  errorEntry,
  HanlianError,
  type Bilingual,
  type Instant,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { documentsIn, isBatch, MAX_BATCH_BYTES } from '../reader/batch.js';
import { MAX_FILE_BYTES, openFile } from '../reader/open.js';
import { isZip } from '../reader/zip-names.js';
import type { GrantQuestion } from '../report/question.js';
import type { PresentationQuestion } from '../sdjwt/question.js';
import { MAX_LIST_BYTES } from '../status-list/profile.js';
import { givenList, type GivenList } from '../status-list/read.js';
import { sourcesOf } from '../trust/sources.js';
import type { CheckpointTrust } from '../verification/checkpoint-trust.js';
import { verdictOfAll } from '../verification/policy.js';
import type { CheckResult, Verdict, VerificationContext } from '../verification/types.js';
import type { Arguments } from './arguments.js';
import { readBounded } from './files.js';
import { GivenProofs } from './given-proofs.js';
import { openTrust } from './trust-file.js';

/** What was found of one file: its checks, or why it could not be read. */
export interface FileReport {
  readonly file: string;
  readonly verdict: Verdict;
  readonly checks: readonly CheckResult[];
  /** As of when, where each file was asked about as late as its own proof reaches. */
  readonly at?: Instant;
  readonly error?: { readonly code: string; readonly title: Bilingual; readonly next: Bilingual };
}

/** What was found of all files, and by what. */
export interface Report {
  readonly verdict: Verdict;
  readonly policy: string;
  readonly at: Instant | 'proven';
  /** How old the copy of the registry is; null: none was given. */
  readonly trustMadeAt: Instant | null;
  readonly files: readonly FileReport[];
}

/** A list that is too large says so by itself; this only bounds what is read of it. */
const MOST_GIVEN = 2 * MAX_LIST_BYTES;

/**
 * Verifies files one after another, without network and without ledger. `seen` hears of each.
 * @throws {HanlianError} for a trust file that cannot be used; a document's fault is a finding
 */
export const verifyFiles = async (wanted: Arguments, seen: (done: number) => void): Promise<Report> => {
  const { files, trust, trustSigner, proofs, statusLists: paths, at, now, policy } = wanted;
  const bundle = trust === undefined ? undefined : await openTrust(trust, trustSigner);
  const instant = at === 'proven' ? now : at;
  const asked = {
    hashes: nodeHashes,
    at: instant,
    policy,
    presentation: questionOf(wanted, instant),
    grant: grantQuestionOf(wanted),
  };
  const statusLists = paths.length === 0 ? undefined : await readLists(paths);
  const context = { ...asked, ...(bundle && sourcesOf(bundle)), statusLists };
  const given = await GivenProofs.read(proofs, { trust: context.logs ?? trustNone, hashes: nodeHashes });
  const reports: FileReport[] = [];
  for (const file of files) {
    for await (const report of reportsOn(file, { given, context, isAsProven: at === 'proven' })) {
      reports.push(report);
      seen(reports.length);
    }
  }
  return {
    verdict: verdictOfAll(reports),
    policy: policy.name,
    at,
    trustMadeAt: bundle?.madeAt ?? null,
    files: reports,
  };
};

/** Nobody here remembers what was shown before: that is said of each presentation (`REPLAY_UNCHECKED`). */
const questionOf = ({ audience, nonce }: Arguments, now: Instant): PresentationQuestion | undefined =>
  audience === undefined ? undefined : { audience, nonce, now, isRequired: true };

const grantQuestionOf = ({ audience, application }: Arguments): GrantQuestion | undefined =>
  audience === undefined || application === undefined
    ? undefined
    : {
        reader: audience,
        application: applicationDigest(nodeHashes.sha256, application.salt, application.number),
      };

const readLists = async (paths: readonly string[]): Promise<readonly GivenList[]> => {
  const lists: GivenList[] = [];
  for (const path of paths) lists.push(await givenList(await readBounded(path, MOST_GIVEN)));
  return lists;
};

/** A trust file that names no log vouches for no checkpoint. */
const trustNone: CheckpointTrust = () => {
  throw new HanlianError('CHECKPOINT_FOREIGN', 'The trust file names no log');
};

/** Of a file, or of each document in a batch as it is unpacked. */
async function* reportsOn(file: string, asked: Asked): AsyncGenerator<FileReport> {
  try {
    const bytes = await readBounded(file, (beginning) =>
      isZip(beginning) ? MAX_BATCH_BYTES : MAX_FILE_BYTES,
    );
    if (!isBatch(bytes)) {
      yield await reportOn(file, bytes, asked);
      return;
    }
    for await (const packed of documentsIn(bytes)) {
      yield await reportOn(`${file}/${packed.name}`, packed.bytes, asked);
    }
  } catch (error) {
    yield failed(file, error);
  }
}

/** By what files are verified. */
interface Asked {
  readonly given: GivenProofs;
  readonly context: VerificationContext;
  readonly isAsProven: boolean;
}

const reportOn = async (
  file: string,
  bytes: Buffer,
  { given, context, isAsProven }: Asked,
): Promise<FileReport> => {
  try {
    const { license, verify } = await openFile(bytes);
    const ledger = license === undefined ? undefined : given.ledgerFor(license);
    if (!isAsProven) return { file, ...(await verify({ ...context, ledger })) };
    // A checkpoint that no witness has dated reaches nowhere: then it is now, which nothing proves.
    const at = ledger?.proof?.until || context.at;
    return { file, at, ...(await verify({ ...context, at, ledger })) };
  } catch (error) {
    return failed(file, error);
  }
};

const failed = (file: string, error: unknown): FileReport => {
  if (!(error instanceof HanlianError)) throw error;
  const { code, title, next } = errorEntry(error.code);
  return { file, verdict: 'UNKNOWN', checks: [], error: { code, title, next } };
};
