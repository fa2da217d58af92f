import { verifySdJwt, type Verification } from '@hanlian/certificates';
import {
  ACCESS_OBJECTION_PURPOSE,
  ACCESS_VIEW_PURPOSE,
  HanlianError,
  objectionNonce,
  parseCitizenNumber,
  requireOfNow,
  signedBytes,
  type AccessObjectionInput,
  type AccessViewInput,
  type Instant,
} from '@hanlian/chaincode/domain';
import type { Once } from '../../storage/once.js';
import { requireFirstAsked, requireUnused } from '../asked.js';
import type { Speakers } from '../consents/speakers.js';
import type { LicenseParts } from '../licenses/parts.js';
import { requireSigner } from '../signer.js';
import { contextOf } from '../verifications.js';

/** 居民身份证 in the holder-code dictionary of GB/T 36903. */
const CITIZEN = '111';

export interface SubjectsParts extends LicenseParts {
  readonly speakers: Pick<Speakers, 'stands'>;
  /** Which signed questions were answered, and which presentations this hub was shown. */
  readonly once: Once;
}

type Signed = Extract<AccessViewInput | AccessObjectionInput, { statement: object }>;
type Presented = Pick<Extract<AccessViewInput, { presentation: string }>, 'presentation' | 'audience'>;

/** A presentation that was judged, and may be used up. */
interface Shown {
  readonly name: string;
  readonly until: Instant;
}

/**
 * Whose data is asked about: an enterprise's by its signature, a person's by a certificate that shows whose it is. Nobody
 * logs in, and what was overheard is answered to nobody else.
 */
export class Subjects {
  readonly #parts: SubjectsParts;

  constructor(parts: SubjectsParts) {
    this.#parts = parts;
  }

  /**
   * Who asks to see; the question is used up by it.
   *
   * @throws {HanlianError} OTHER_DEPARTMENT, STATEMENT_OUT_OF_TIME, SIGNATURE_INVALID, HOLDER_KEY_NOT_BOUND,
   *   PRESENTATION_NOT_VALID, STATEMENT_REPLAYED
   */
  async viewing(input: AccessViewInput): Promise<string> {
    await this.#parts.caughtUp();
    if ('statement' in input) {
      const statement = this.#signed(input);
      await requireFirstAsked(this.#parts.once, statement.holderKey, statement);
      return statement.holder;
    }
    const { citizen, shown } = await this.#present(input, ACCESS_VIEW_PURPOSE);
    await requireUnused(this.#parts.once, '', shown);
    return citizen;
  }

  /**
   * Who objects; said again it is the same objection.
   *
   * @throws {HanlianError} as `viewing`, but for STATEMENT_REPLAYED
   */
  async objecting(input: AccessObjectionInput): Promise<string> {
    await this.#parts.caughtUp();
    if ('statement' in input) return this.#signed(input).holder;
    const nonce = objectionNonce(this.#parts.hashes.sha256, input.objection);
    return (await this.#present(input, ACCESS_OBJECTION_PURPOSE, nonce)).citizen;
  }

  #signed<S extends Signed>({ statement, signature }: S): S['statement'] {
    const { holder, holderKey, audience, issuedAt } = statement;
    this.#requireHere(audience);
    requireOfNow(issuedAt, this.#parts.now());
    const said = { bytes: signedBytes(statement), signature };
    requireSigner(this.#parts, said, { key: holderKey, organisation: holder });
    return statement;
  }

  async #present(
    { presentation, audience }: Presented,
    purpose: string,
    nonce?: string,
  ): Promise<{ readonly citizen: string; readonly shown: Shown }> {
    this.#requireHere(audience);
    let shown: Shown | undefined;
    const result = await verifySdJwt(presentation, {
      ...contextOf(this.#parts, undefined),
      presentation: {
        audience,
        nonce,
        now: this.#parts.now(),
        isRequired: true,
        // Used up by whoever it was made for: not by one who was shown it for another purpose.
        once: (name, until) => {
          shown = { name, until };
          return Promise.resolve(true);
        },
      },
    });
    const citizen = citizenIn(result);
    if (shown === undefined || citizen === undefined || result.presented?.purpose !== purpose) {
      throw notValid(result);
    }
    return { citizen, shown };
  }

  #requireHere(audience: string): void {
    if (this.#parts.speakers.stands(audience)) return;
    throw new HanlianError('OTHER_DEPARTMENT', `This hub does not stand for ${audience}`, {
      field: 'audience',
      received: audience,
    });
  }
}

/** The one person a valid certificate is of; a certificate of several does not tell which of them shows it. */
function citizenIn({ verdict, presented }: Verification): string | undefined {
  const [holder, ...others] = presented?.holders ?? [];
  if (verdict !== 'VALID' || holder === undefined || others.length > 0) return undefined;
  return holder.typeCode === CITIZEN && parseCitizenNumber(holder.code).ok ? holder.code : undefined;
}

function notValid({ verdict, checks }: Verification): HanlianError {
  const found = checks.find(({ status }) => status === 'INVALID' || status === 'ERROR');
  return new HanlianError('PRESENTATION_NOT_VALID', `The presentation is ${verdict}, or for something else`, {
    ...(found && { reason: found.code }),
  });
}
