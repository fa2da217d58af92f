import { HanlianError, parseNoteKey, type LogPolicy, type NoteKey } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';

export interface PolicyTexts {
  /** `ORGANISATION=KEY`: who runs the log, and the key it signs with. */
  readonly log: string;
  /** `ORGANISATION=KEY`, each. */
  readonly witnesses: readonly string[];
  /** How many organisations must have signed, the log's own among them. */
  readonly quorum: number;
}

/**
 * A policy as it is typed: the log is the one its key names.
 *
 * @throws {HanlianError} NOTE_KEY_MALFORMED, FIELD_INVALID for a quorum that these organisations cannot make
 */
export function policyOf({ log, witnesses, quorum }: PolicyTexts): LogPolicy {
  const own = signatory(log);
  const others = witnesses.map(signatory);
  const organisations = new Set([own, ...others].map(({ organisation }) => organisation)).size;
  if (!Number.isSafeInteger(quorum) || quorum < 1 || quorum > organisations) {
    throw new HanlianError(
      'FIELD_INVALID',
      `${organisations} organisations cannot make a quorum of ${quorum}`,
      {
        field: 'quorum',
        expected: `1 to ${organisations}`,
        received: quorum,
      },
    );
  }
  return {
    origin: own.key.name,
    log: { organisation: own.organisation, keys: [own.key] },
    witnesses: others.map(({ organisation, key }) => ({ organisation, keys: [key] })),
    quorum,
  };
}

function signatory(text: string): { readonly organisation: string; readonly key: NoteKey } {
  const [, organisation, key] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (organisation === undefined || key === undefined) {
    throw new HanlianError('NOTE_KEY_MALFORMED', `${text} does not name an organisation and its key`, {
      expected: 'ORGANISATION=name+id+base64',
    });
  }
  return { organisation, key: parseNoteKey(nodeHashes.sha256, key) };
}
