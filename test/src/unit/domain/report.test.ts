import { expect } from 'chai';
import { applicationDigest, reaches, reachesCategory } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';

describe('what a credit report may show', () => {
  const fine = { name: 'fine', sensitivity: 'public' } as const;
  const person = { name: 'legalRepresentative', sensitivity: 'personal' } as const;

  it('is a category as a whole, or one field of it', () => {
    expect(reaches(['penalty'], 'penalty', fine)).to.equal(true);
    expect(reaches(['penalty.fine'], 'penalty', fine)).to.equal(true);
    expect(reaches(['penalty.content', 'permit'], 'penalty', fine)).to.equal(false);
  });

  it('is a person only where the field itself is named', () => {
    expect(reaches(['penalty'], 'penalty', person)).to.equal(false);
    expect(reaches(['penalty.legalRepresentative'], 'penalty', person)).to.equal(true);
    expect(reaches(['permit.legalRepresentative'], 'penalty', person)).to.equal(false);
  });

  it('is nothing of a category whose name only begins alike', () => {
    expect(reachesCategory(['permit'], 'permit')).to.equal(true);
    expect(reachesCategory(['permit.kind'], 'permit')).to.equal(true);
    expect(reachesCategory(['permits', 'penalty'], 'permit')).to.equal(false);
  });

  it('is bound to an application by salt and number', () => {
    // printf '["AAAAAAAAAAAAAAAAAAAAAA","LN-2026-000118"]' | openssl dgst -sha256 -binary | basenc --base64url
    expect(applicationDigest(nodeHashes.sha256, 'AAAAAAAAAAAAAAAAAAAAAA', 'LN-2026-000118')).to.equal(
      'MMOheznoHwuZ2TUY3RKSORCKNMSb6bTvODrZvjiLZao',
    );
  });
});
