import './quiet.js';
import { randomBytes } from 'node:crypto';
import { drawSigner, presentSdJwt, type Showing, type Signer } from '@hanlian/certificates';
import { generateCitizenNumber, holderKeyDigest } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { made } from './answers.js';
import type { RunningCity } from './city.js';

const CARD = '11100000000013127D001';
const basis = { law: '居民身份证法第三条', document: '示例〔2026〕3号' };
const drawn = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** A generated person with a card, and the key it is bound to. */
export class Citizen {
  readonly code: string;
  readonly #holder: Signer = drawSigner('ES256');
  #sdJwt = '';

  constructor(sequence: string) {
    this.code = generateCitizenNumber({ region: '420100', birthDate: '1990-05-20', sequence });
  }

  /** Has the police issue the card and hand it over as an SD-JWT. */
  async obtain(city: RunningCity): Promise<void> {
    const police = city.callers.find(
      ({ department, role }) => department === DEPARTMENTS.police.code && role === 'clerk',
    )!;
    const { code } = this;
    const issued = made(
      await city.ask(police, '/v1/licenses', {
        type: CARD,
        basis,
        certificates: [
          {
            holders: [{ typeCode: '111', code, name: '赵安宁' }],
            fields: { name: '赵安宁', citizenNumber: code, address: '武汉市示例路1号' },
          },
        ],
      }),
    );
    const [{ id }] = issued.certificates as [{ id: string }];
    const publicKey = this.#holder.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
    const [salt, key] = [drawn(16), drawn(32)];
    made(
      await city.put(police, `/v1/holder-keys/${key}`, {
        holder: { kind: 'person', keyDigest: holderKeyDigest(nodeHashes.sha256, salt, publicKey) },
        evidence: { kind: 'identityProvider', digest: drawn(32) },
        since: '2026-01-01',
      }),
    );
    const holderKey = { id: key, person: { publicKey, salt } };
    this.#sdJwt = made(await city.ask(police, `/v1/licenses/${id}/sd-jwt`, { holderKey })).sdJwt as string;
  }

  /** Shows whose the card is, and nothing else of it. */
  show(showing: Pick<Showing, 'audience' | 'purpose' | 'at'> & Partial<Showing>): Promise<string> {
    return presentSdJwt(this.#sdJwt, { names: ['holders'], nonce: drawn(12), ...showing }, this.#holder);
  }
}
