import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { endpoints } from '@hanlian/gateway/endpoints/index';
import { createMetrics } from '@hanlian/gateway/observability/metrics';
import { CONDITIONS } from '@hanlian/gateway/vitals/conditions';
import { fakeServices } from '../../support/fake-services.js';

describe('docs/operations.md', () => {
  let text: string;
  before(async () => {
    text = await readFile(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');
  });

  for (const name of CONDITIONS) {
    it(`says what ${name} means and what to do`, () => {
      const [, runbook = ''] = text.split(`\n### ${name}\n`);
      expect(runbook.split('\n#')[0]!.trim().length).greaterThan(100);
    });
  }

  it('says of every metric of ours when it is an alarm, and names none that there is not', async () => {
    const shown = await createMetrics({ health: fakeServices().health }).text();
    const metrics = [...shown.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name);
    const listed = [...text.matchAll(/^\| `(hanlian_\w+)/gm)].map(([, name]) => name);
    expect(listed.toSorted()).deep.equal(metrics.toSorted());
  });

  it('sends people to endpoints that are there', () => {
    const named = [...text.matchAll(/`(GET|POST|PUT) (\/[\w/{}-]+)`/g)].map(
      ([, method, path]) => `${method!} ${path!}`,
    );
    expect(named.length).greaterThan(8);
    const there = endpoints.map(({ method, path }) => `${method} ${path}`);
    expect(named.filter((each) => !there.includes(each))).deep.equal([]);
  });

  it('says of every kind of key that ends what to do before', () => {
    const kinds = [
      'credential',
      'callerCertificate',
      'sealKey',
      'sealCertificate',
      'officerKey',
      'issuing',
      'root',
    ];
    for (const kind of [...kinds, 'stampAuthority', 'node', 'tls', 'calendar'])
      expect(text).match(new RegExp(`\\| \`${kind}\` +\\|`));
  });
});
