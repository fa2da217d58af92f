import { execFileSync } from 'node:child_process';
import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SigningClient } from '@hanlian/gateway/client/signing';
import type { Description } from '@hanlian/gateway/ledger/port';
import { expect } from 'chai';
import { callerOf } from './answers.js';
import type { RunningCity } from './city.js';

/**
 * Lets a sample caller keep its own key: made with its own tools, what it sends is a request for a certificate. The
 * client signs with it from then on, and shows `review` what.
 */
export async function ownKeyOf(
  city: RunningCity,
  id: string,
  review: (description: Description) => void = () => undefined,
): Promise<SigningClient> {
  const caller = callerOf(city, id);
  const folder = join(city.folder, `department-${randomUUID()}`);
  mkdirSync(folder);
  const line = `req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out request.pem -subj /CN=${id}-own`;
  execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'pipe' });
  const privateKey = createPrivateKey(readFileSync(join(folder, 'key.pem')));
  const request = readFileSync(join(folder, 'request.pem'), 'utf8');
  const { status, body } = await city.ask(caller, '/v1/identity', { name: 'own', request }, 'hold');
  expect(status, JSON.stringify(body)).to.equal(201);
  expect(new X509Certificate(body.certificate as string).checkPrivateKey(privateKey)).to.equal(true);
  const again = await city.ask(caller, '/v1/identity', { name: 'own', request }, 'hold');
  expect(again.body).to.deep.equal(body);
  return { url: caller.url, bearer: () => caller.key, privateKey, review };
}
