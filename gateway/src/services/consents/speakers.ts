import { HanlianError } from '@hanlian/chaincode/domain';
import type { Callers } from '../../callers/callers.js';
import type { Identities } from '../../callers/identities.js';
import type { Signatory } from '../../outbox/submission.js';
import type { RegistryView } from '../registry-view.js';

interface SpeakersParts {
  readonly callers: Pick<Callers, 'all'>;
  readonly identities: Identities;
  readonly registry: RegistryView;
}

const nameOf = (department: string): string => `sharing-${department}`;

/** As whom a hub carries what others have signed to the ledger: an identity of each department it has callers of. */
export class Speakers {
  readonly #parts: SpeakersParts;

  constructor(parts: SpeakersParts) {
    this.#parts = parts;
  }

  /** The banks and other recipients this hub stands for. */
  recipients(): readonly string[] {
    return this.all().filter((code) => this.#kindOf(code) === 'bank');
  }

  /** The departments this hub stands for. */
  all(): readonly string[] {
    return [...new Set(this.#parts.callers.all().map(({ department }) => department))];
  }

  stands(department: string): boolean {
    return this.all().includes(department);
  }

  /** @throws {HanlianError} OTHER_DEPARTMENT for a department of another hub */
  of(department: string): Promise<Signatory> {
    if (!this.stands(department)) {
      throw new HanlianError('OTHER_DEPARTMENT', `This hub does not stand for ${department}`, {
        received: department,
      });
    }
    const role = this.#kindOf(department) === 'bank' ? 'officer' : 'clerk';
    return this.#parts.identities.enrol(nameOf(department), { role, department });
  }

  /** The name of a department's identity, for what is written in its name. @throws {HanlianError} OTHER_DEPARTMENT */
  async named(department: string): Promise<string> {
    await this.of(department);
    return nameOf(department);
  }

  #kindOf(department: string): string | undefined {
    return this.#parts.registry.department(department)?.kind;
  }
}
