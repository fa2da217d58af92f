import { expect } from 'chai';
import { verifyIdentifier, withheldAnswer } from '@hanlian/certificates';
import { SEALED_AT, transition, world, type World } from '../../../support/evidence.js';

describe('verification of an identifier', () => {
  let city: World;
  beforeEach(async () => {
    city = await world(1);
  });

  it('answers for an organisation’s certificate by the ledger', async () => {
    const { id } = city.documents[0]!;
    expect((await verifyIdentifier(id, city.context)).verdict).to.equal('VALID');
    const view = city.views.get(id)!;
    city.views.set(id, { ...view, transitions: [transition('revoke', '07', SEALED_AT)] });
    expect((await verifyIdentifier(id, city.context)).verdict).to.equal('INVALID');
    city.views.clear();
    expect((await verifyIdentifier(id, city.context)).checks.map(({ code }) => code)).to.include(
      'LICENSE_UNKNOWN',
    );
  });

  it('answers the same for every person’s certificate, known or not', async () => {
    const { id } = city.documents[0]!;
    city.type.holderKinds = ['person'];
    const known = await verifyIdentifier(id, city.context);
    city.views.clear();
    const unknown = await verifyIdentifier(id, city.context);
    expect(known).to.deep.equal(withheldAnswer());
    expect(unknown).to.deep.equal(known);
    expect(known.verdict).to.equal('UNKNOWN');
  });

  it('answers the same where the type cannot be asked for', async () => {
    const { id } = city.documents[0]!;
    expect(await verifyIdentifier(id, { ...city.context, types: undefined })).to.deep.equal(withheldAnswer());
  });

  it('says that the identifier itself is wrong', async () => {
    const { id } = city.documents[0]!;
    const wrong = id.slice(0, -1) + (id.endsWith('0') ? '1' : '0');
    expect((await verifyIdentifier(wrong, city.context)).checks[0]!.code).to.equal('IDENTIFIER_INVALID');
  });
});
