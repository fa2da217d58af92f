import { setImmediate as nextTurn } from 'node:timers/promises';
import { drawSalts } from '@hanlian/certificates';
import {
  FIRST_VERSION,
  formatCertificateIdentifier,
  MAX_RUN,
  type LicenseReference,
} from '@hanlian/chaincode/domain';
import type { Random } from '../../storage/random.js';
import type { Checked } from './checking.js';
import type { CheckedContent } from './new-batch.js';
import type { Draft } from './sealing.js';
import { drawSerials } from './serials.js';

export interface Drafted {
  readonly drafts: readonly Draft[];
  /** The serial prefix of each run, where it has one. */
  readonly prefixes: readonly (string | undefined)[];
}

/** Draws serials and salts, a run at a time: other requests get their turn in between. */
export async function draftAll(
  random: Random,
  { type, issuer }: { type: string; issuer: string },
  checked: readonly Checked[],
): Promise<Drafted> {
  const drafts: Draft[] = [];
  const prefixes: (string | undefined)[] = [];
  for (let start = 0; start < checked.length; start += MAX_RUN) {
    if (start > 0) await nextTurn();
    const run = checked.slice(start, start + MAX_RUN);
    const { serials, prefix } = drawSerials(
      random,
      run.map(({ serial }) => serial),
    );
    // One range read proves first versions absent, and no others.
    prefixes.push(run.every(({ version }) => version === FIRST_VERSION) ? prefix : undefined);
    run.forEach(({ content, version }, i) => {
      drafts.push(draftOf({ type, issuer, serial: serials[i] as string, version }, content));
    });
  }
  return { drafts, prefixes };
}

/** Names the certificate and draws its salts. */
export const draftOf = (reference: LicenseReference, content: CheckedContent): Draft => ({
  reference,
  content: drawSalts({ ...content, id: formatCertificateIdentifier(reference) }),
});
