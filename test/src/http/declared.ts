import { binary } from '@hanlian/gateway/http/binary';
import { api } from '@hanlian/chaincode/domain';
import { endpoints } from '@hanlian/gateway/endpoints/index';
import type { Endpoint } from '@hanlian/gateway/http/endpoint';
import { responsesOf, successesOf } from '@hanlian/gateway/openapi/responses';
import { expect } from 'chai';
import { z } from 'zod';
import type { Received, Sent } from '../support/http-client.js';

const patternOf = ({ path }: Endpoint): RegExp =>
  new RegExp(`^${RegExp.escape(path).replaceAll(/\\\{\w+\\\}/g, '[^/]+')}$`);

/** The endpoint a request reaches; an address written out comes before one with a parameter. */
export function endpointFor({ method, path }: Sent): Endpoint | undefined {
  const address = path.split('?')[0] as string;
  const reached = endpoints.find((each) => each.path === address)?.path;
  return endpoints.find(
    (each) =>
      each.method === (method === 'HEAD' ? 'GET' : method) &&
      (reached === undefined ? patternOf(each).test(address) : each.path === reached),
  );
}

const schemaFor = (endpoint: Endpoint, { status }: Received): z.ZodType =>
  z.union(
    successesOf(endpoint)
      .filter((each) => each.status === status)
      .map(({ schema }) => schema),
  );

const isProblem = ({ status }: Received): boolean => status >= 400;

/** Every answer keeps what the API description says of it: a declared status, its media type and its schema. */
export function requireDeclared(sent: Sent, received: Received): void {
  expect(received.headers['x-request-id'], 'X-Request-Id').to.match(/^[A-Za-z0-9._-]{1,64}$/);
  if (isProblem(received) && sent.method !== 'HEAD') {
    expect(received.headers['content-type']).to.match(/^application\/problem\+json/);
    expect(api.problem.safeParse(received.json).error?.issues, received.text).to.equal(undefined);
    expect(received.text).to.not.match(/\bat \w+.*\.[jt]s:\d+/);
  }
  const endpoint = endpointFor(sent);
  if (endpoint === undefined) return;
  expect(responsesOf(endpoint), `${sent.method} ${endpoint.path}`).to.have.property(String(received.status));
  if (received.status < 300 && sent.method !== 'HEAD') {
    const told = answerIn(endpoint, received);
    expect(schemaFor(endpoint, received).safeParse(told).error?.issues, received.text).to.equal(undefined);
  }
}

/** An answer as its schema takes it: bytes, JSON, or the text of any other type. */
function answerIn({ answer: { schema, media, files } }: Endpoint, { json, text }: Received): unknown {
  if (schema === binary) return Buffer.from(text);
  return media === undefined && files === undefined ? json : text;
}
