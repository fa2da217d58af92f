import type {
  ConsentAct,
  ConsentStatement,
  ConsentViewStatement,
  SharingStatement,
} from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { callerOf, made } from './answers.js';
import type { Answer, RunningCity } from './city.js';
import { random16, random32 } from './contracts/people.js';
import { consentOf, Holder } from './contracts/sharing.js';
import { cosignedCheckpoint } from './level.js';

const DAY = 86_400;

/** The sample city with an enterprise that has a key, and an agreement to consent under. */
export class ConsentingCity {
  readonly city: RunningCity;
  readonly enterprise: Holder;
  readonly agreement = random32();
  readonly #clock: () => number;

  /** `clock` as the city's own, in milliseconds. */
  constructor(city: RunningCity, clock: () => number = Date.now, enterprise = '91350100M000100Y43') {
    this.city = city;
    this.enterprise = new Holder(enterprise);
    this.#clock = clock;
  }

  named(id: string): SampleCallerKey {
    return callerOf(this.city, id);
  }

  /** Registers what consents rest on, and has it covered by a cosigned checkpoint. */
  async prepare(): Promise<void> {
    await this.bind(this.enterprise);
    const agreement = { name: { zh: '征信授权书', en: 'Consent form' }, since: this.#yearAgo() };
    made(await this.city.put(this.named('market-clerk'), `/v1/agreements/${this.agreement}`, agreement));
    await this.checkpoint();
  }

  async bind({ keyId, code, publicKey }: Holder): Promise<void> {
    const binding = {
      holder: { kind: 'organisation', code, publicKey },
      evidence: { kind: 'certificate', digest: random32() },
      since: this.#yearAgo(),
    };
    made(await this.city.put(this.named('market-clerk'), `/v1/holder-keys/${keyId}`, binding));
  }

  checkpoint(): Promise<void> {
    return cosignedCheckpoint(this.city);
  }

  statement(more: Partial<ConsentStatement> = {}): ConsentStatement {
    return consentOf({
      holder: this.enterprise.code,
      holderKey: this.enterprise.keyId,
      provider: DEPARTMENTS.market.code,
      recipient: DEPARTMENTS.bankOne.code,
      agreement: this.agreement,
      since: this.#now() - DAY,
      until: this.#now() + 30 * DAY,
      issuedAt: this.#now(),
      ...more,
    });
  }

  give(statement: ConsentStatement, by = this.enterprise): Promise<Answer> {
    return this.post('/v1/consents', statement, by);
  }

  act(id: string, act: ConsentAct, revision: number, by = this.enterprise): Promise<Answer> {
    return this.post(
      `/v1/consents/${id}/acts`,
      {
        v: 1,
        kind: 'consent-act',
        act,
        id,
        intent: random16(),
        revision,
        holderKey: by.keyId,
        issuedAt: this.#now(),
      },
      by,
    );
  }

  question(id: string, by = this.enterprise): ConsentViewStatement {
    return { v: 1, kind: 'consent-view', id, intent: random16(), holderKey: by.keyId, issuedAt: this.#now() };
  }

  /** Nobody in particular sends what somebody signed. */
  post(path: string, statement: SharingStatement, by: Holder): Promise<Answer> {
    return this.city.ask('bureau', path, { statement, signature: by.sign(statement) });
  }

  #now(): number {
    return Math.floor(this.#clock() / 1000);
  }

  #yearAgo(): string {
    return new Date(this.#clock() - 365 * DAY * 1000).toISOString().slice(0, 10);
  }
}
