import { expect } from 'chai';
import { applicationDigest, reaches, reachesCategory, requireReportable } from '@hanlian/chaincode/domain';
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

  // The API's own example asked for `penalties`, which no report has: it came sealed, with every entry held back.
  it('is asked for by the names of what there is', () => {
    expect(() => requireReportable(['penalty', 'penalty.fine', 'evaluation'])).not.to.throw();
    for (const field of ['penalties', 'evaluation.grade', 'penalty.fines', 'constructor']) {
      expect(() => requireReportable(['permit', field]), field)
        .to.throw()
        .that.includes({ code: 'FIELD_INVALID' });
    }
  });

  it('is bound to an application by salt and number', () => {
    // printf '["AAAAAAAAAAAAAAAAAAAAAA","LN-2026-000118"]' | openssl dgst -sha256 -binary | basenc --base64url
    expect(applicationDigest(nodeHashes.sha256, 'AAAAAAAAAAAAAAAAAAAAAA', 'LN-2026-000118')).to.equal(
      'MMOheznoHwuZ2TUY3RKSORCKNMSb6bTvODrZvjiLZao',
    );
  });
});
