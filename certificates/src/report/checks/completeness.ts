import {
  base64urlDecode,
  base64urlEncode,
  chainOver,
  entryLink,
  publicationOf,
  type Hashes,
} from '@hanlian/chaincode/domain';
import type { Finding } from '../../verification/types.js';
import { isEntry, type ReadEntry, type ReadLink, type ReadReport, type ReadSet } from '../read.js';
import type { WithheldReason } from '../schema.js';
import { found } from './integrity.js';

/** Whether the report accounts for every entry of the enterprise: what is left out, moved or exchanged breaks a chain. */
export const completeness = ({ report, sets, rules }: ReadReport, hashes: Hashes): Finding => {
  const isShown = ({ record }: ReadEntry): boolean => publicationOf(record, rules, report.issuedAt).shown;
  const entries = sets.flatMap(({ links }) => links.filter(isEntry));
  return (
    setsFault(sets) ??
    countFault(sets) ??
    chainFault(sets, hashes) ??
    found('REPORT_ENTRY_NOT_LIVE', entries, (entry) => !isShown(entry)) ?? {
      code: 'REPORT_COMPLETE',
      data: { shown: entries.length, withheld: withheldIn(sets) },
    }
  );
};

/** Its own set, those of its predecessors, and no other. */
const setsFault = (sets: readonly ReadSet[]): Finding | undefined => {
  const given = sets.map(({ subject }) => subject);
  const named = sets.flatMap(({ head }) => head?.predecessors ?? []);
  const missing = named.filter((subject) => !given.includes(subject));
  const foreign = given.filter((subject, index) => index > 0 && !named.includes(subject));
  const twice = new Set(given).size < given.length;
  return missing.length > 0 || foreign.length > 0 || twice
    ? { code: 'REPORT_SETS_WRONG', data: { missing, foreign } }
    : undefined;
};

const countFault = (sets: readonly ReadSet[]): Finding | undefined => {
  const wrong = sets.find(({ head, links }) => (head?.count ?? 0) !== links.length);
  return (
    wrong && {
      code: 'REPORT_COUNT_WRONG',
      data: { subject: wrong.subject, registered: wrong.head?.count ?? 0, reported: wrong.links.length },
    }
  );
};

const chainFault = (sets: readonly ReadSet[], hashes: Hashes): Finding | undefined => {
  const wrong = sets.find((set) => set.head !== undefined && !isChain(set, set.head, hashes));
  return wrong && { code: 'REPORT_CHAIN_WRONG', data: { subject: wrong.subject } };
};

const isChain = (
  { subject, links }: ReadSet,
  { chain, sm3Chain }: NonNullable<ReadSet['head']>,
  hashes: Hashes,
): boolean => {
  const overIn = (suite: keyof Hashes): string =>
    base64urlEncode(
      chainOver(
        hashes[suite],
        subject,
        links.map((link) => digestOf(link, suite, hashes)),
      ),
    );
  const inPlace = links.every((link, index) => !isEntry(link) || link.record.link === index);
  return inPlace && overIn('sha256') === chain && overIn('sm3') === sm3Chain;
};

const digestOf = (link: ReadLink, suite: keyof Hashes, hashes: Hashes): Uint8Array => {
  if (!isEntry(link)) return base64urlDecode(link.link[suite]);
  const { record, subject } = link;
  return entryLink(hashes[suite], { ...record, subject }, record.facts);
};

const withheldIn = (sets: readonly ReadSet[]): Partial<Record<WithheldReason, number>> => {
  const counts: Partial<Record<WithheldReason, number>> = {};
  for (const link of sets.flatMap(({ links }) => links)) {
    if (!isEntry(link)) counts[link.withheld] = (counts[link.withheld] ?? 0) + 1;
  }
  return counts;
};
