import type { RegistryEvidence } from '@hanlian/chaincode/domain';
import type { Callers } from '../../callers/callers.js';
import type { Identities } from '../../callers/identities.js';
import type { HolderKeys } from '../../documents/holder-keys.js';
import type { Submission } from '../../outbox/submission.js';
import type { GroupWriter } from '../../storage/group-writer.js';
import { Once } from '../../storage/once.js';
import type { LicenseParts } from '../licenses/parts.js';
import { Consents } from './consents.js';
import { registryEvidence } from './evidence.js';
import { KnownConsents } from './known-consents.js';
import { PrivateCalls } from './private-calls.js';
import { Speakers } from './speakers.js';

interface Own {
  readonly callers: Callers;
  readonly identities: Identities;
  readonly submission: Submission;
  readonly writer: GroupWriter;
  readonly names: Pick<HolderKeys, 'name'>;
}

/** What else stands on consents stands on. */
export interface ConsentWork {
  readonly consents: Consents;
  readonly known: KnownConsents;
  readonly calls: PrivateCalls;
  readonly speakers: Speakers;
  readonly evidence: (names: readonly string[]) => Promise<RegistryEvidence>;
}

/** What a hub does with consents, and which departments of it they concern. */
export async function openConsents(parts: LicenseParts, own: Own): Promise<ConsentWork> {
  const { registry } = parts;
  const speakers = new Speakers({ ...own, registry });
  const calls = new PrivateCalls({ ...parts, ...own, contract: 'sharing' });
  const known = new KnownConsents({ ...parts, ...own, calls, speakers });
  const asked = await Once.open('consentasked~', { ...parts, writer: own.writer });
  const evidence = (names: readonly string[]): Promise<RegistryEvidence> => registryEvidence(parts, names);
  return {
    consents: new Consents({ ...parts, calls, speakers, known, asked, evidence }),
    known,
    calls,
    speakers,
    evidence,
  };
}
