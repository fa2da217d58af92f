import { expect } from 'chai';
import { toPem, type PathCertificate, type ProfileName } from '@hanlian/certificates';
import { twoTier, type TwoTier } from '../../support/authority.js';
import { needsOpenssl, openssl } from '../../support/openssl.js';

const subject = { commonName: 'chain.example.cn', organization: '示例局' };
/** What openssl calls the purposes (openssl-verification-options), and which it grants to each kind of certificate. */
const PURPOSES = ['sslserver', 'sslclient', 'smimesign', 'timestampsign'] as const;
const GRANTED: readonly [ProfileName, readonly string[]][] = [
  ['tls', ['sslserver', 'sslclient']],
  ['person', ['sslclient', 'smimesign']],
  ['timeStampAuthority', ['timestampsign']],
  ['seal', []],
  ['ocspResponder', []],
];

describe('openssl verify -purpose', () => {
  before(needsOpenssl);
  let tier: TwoTier;
  before(async () => {
    tier = await twoTier();
  });
  const pem = ({ bytes }: PathCertificate): string => toPem('CERTIFICATE', bytes);

  for (const [profile, granted] of GRANTED) {
    it(`grants a ${profile} certificate of ours ${granted.join(' and ') || 'nothing else'}`, async () => {
      const files = {
        'root.pem': pem(tier.root.certificate),
        'issuing.pem': pem(tier.issuing.certificate),
        'leaf.pem': pem(await tier.issue({ profile, subject, hosts: ['chain.example.cn'] })),
      };
      const path = ['-x509_strict', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', 'leaf.pem'];
      const outcomes = await Promise.all(
        PURPOSES.map((purpose) => openssl(files, 'verify', '-purpose', purpose, ...path)),
      );
      expect(PURPOSES.filter((_, i) => outcomes[i]?.ok)).to.deep.equal(granted);
      expect((await openssl(files, 'verify', '-purpose', 'any', ...path)).output).to.match(/leaf.pem: OK/);
    });
  }
});
