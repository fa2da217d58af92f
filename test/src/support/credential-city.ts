import type { CredentialAnswer, JsonObject } from '@hanlian/chaincode/domain';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { expect } from 'chai';
import { runCity, type Answer, type RunningCity } from './city.js';
import { newFolder, removeFolder } from './folders.js';

/** Whole seconds, as the hub takes them. */
export const instant = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+/, '');
export const DAY = 24 * 60 * 60 * 1000;

export const made = ({ body }: Answer): CredentialAnswer => body as unknown as CredentialAnswer;

export const refused = async (answer: Promise<Answer>, status: number, code: string): Promise<void> => {
  const { status: given, body } = await answer;
  expect({ status: given, code: body.code }, JSON.stringify(body)).to.deep.equal({ status, code });
};

/** A city whose clock can be put forward, and its callers with what they prove themselves by. */
export class CredentialCity {
  readonly folder: string;
  city!: RunningCity;
  /** Milliseconds by which the clock is ahead. */
  offset = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async run(): Promise<CredentialCity> {
    const here = new CredentialCity(await newFolder());
    await here.start();
    return here;
  }

  readonly clock = (): number => Date.now() + this.offset;

  async start(): Promise<void> {
    this.city = await runCity(this.folder, { clock: this.clock });
  }

  async restart(): Promise<void> {
    await this.city.stop();
    await this.start();
  }

  async remove(): Promise<void> {
    await this.city.stop();
    await removeFolder(this.folder);
  }

  named(name: string): SampleCallerKey {
    return this.city.callers.find((caller) => caller.name === name)!;
  }

  clerk(): SampleCallerKey {
    return this.named('示例市市场监督管理局 经办');
  }

  operator(): SampleCallerKey {
    return this.named('运维员');
  }

  withKey(key: string, caller = this.clerk()): SampleCallerKey {
    return { ...caller, key };
  }

  async newKey(input: JsonObject = {}, by = this.clerk()): Promise<CredentialAnswer & { key: string }> {
    const answer = await this.city.ask(by, '/v1/credentials', { kind: 'key', name: 'test', ...input });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return made(answer) as CredentialAnswer & { key: string };
  }
}
