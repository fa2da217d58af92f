import type { JsonObject } from '@hanlian/chaincode/domain';
import type { OrganisationName } from '@hanlian/gateway/organisations';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { callerOf, made } from '../../support/answers.js';
import type { RunningCity } from '../../support/city.js';
import { OPERATIONS } from '../../support/operations.js';
import { sendFile, settled } from '../../support/uploads.js';

/** Where an example is sent, by whom, and what in it only this city knows: ids, keys, signatures. */
export interface Sending {
  readonly by?: string;
  /** Of somebody who is not of the sample city, instead. */
  readonly key?: string;
  /** The hub it is sent to; the bureau's where none is named. */
  readonly hub?: OrganisationName;
  readonly path?: string;
  readonly body?: (example: JsonObject) => JsonObject;
}

export type Sendings = Readonly<Record<string, () => Promise<Sending>>>;

/** Noon at +08:00 of the day the examples speak of. */
export const DAY = Date.parse('2026-11-20T12:00:00+08:00');

/** The city's: an example that is about a time that is over moves it on for itself. */
export const clock = { now: DAY };

const HEADER = 'serial,holderName,holderCode,unitName,unitCode,premises\n';
const UNIT = '示例食品有限公司,91350100M000100Y43';

/** One line of a file of permits. */
export const permitLine = (serial: string): string => `${serial},${UNIT},${UNIT},示例路1号\n`;

export const exampleOf = (name: string): JsonObject =>
  OPERATIONS.find((each) => each.name === name)!.example!;

/** What must be there before an example can be sent. */
export class Preparation {
  readonly city: RunningCity;

  constructor(city: RunningCity) {
    this.city = city;
  }

  named(id: string): SampleCallerKey {
    return callerOf(this.city, id);
  }

  async ask(by: string, path: string, body?: object): Promise<JsonObject> {
    return made(await this.city.ask(this.named(by), path, body));
  }

  async put(by: string, path: string, body: object): Promise<JsonObject> {
    return made(await this.city.put(this.named(by), path, body));
  }

  /** The example of an issue; `serial` where the next step must know it. */
  async issued(serial?: string): Promise<string> {
    const { certificates, ...rest } = exampleOf('POST /v1/licenses') as { certificates: [object] };
    const body = { ...rest, certificates: [{ ...certificates[0], ...(serial && { serial }) }] };
    const answer = await this.ask('market-clerk', '/v1/licenses', body);
    return (answer.certificates as { id: string }[])[0]!.id;
  }

  /** A job of a file, checked. */
  async upload(...serials: readonly string[]): Promise<string> {
    const clerk = this.named('market-clerk');
    const query = `type=${TYPES.foodBusiness.code}&kind=issue`;
    const { id } = made(await sendFile(clerk, query, 'text/csv', HEADER + serials.map(permitLine).join('')));
    await this.settled(id as string);
    return id as string;
  }

  settled(id: string): ReturnType<typeof settled> {
    return settled(this.city, this.named('market-clerk'), id);
  }
}
