import { checkStatus, createList, decodeList as decodeTheirs } from '@digitalbazaar/vc-bitstring-status-list';
import { expect } from 'chai';
import {
  Bitstring,
  decodeList,
  encodeList,
  issueSdJwt,
  LIST_SIZE,
  type Purpose,
} from '@hanlian/certificates';
import { sdJwtWorld } from '../../support/sd-jwt.js';
import { sealingDepartment, type SealingDepartment } from '../../support/seals.js';
import { sampleList, type Entries } from '../../support/status-lists.js';

/** Example 3 of Bitstring Status List v1.0 (W3C Recommendation, 15 May 2025, §2.2). */
const EXAMPLE = 'uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA';
/** Of the W3C test suite's fixtures: a list too short (`short-encoded-list-fail`), and one without its multibase letter. */
const TOO_SHORT = 'uH4sIAN7Lo2YC_2NgwAEAjw7P6RkAAAA';
const WITHOUT_LETTER =
  'H4sIACbOo2YC_-3QMREAMAgEsGerLPyrQgFjB-4SCUkWHQAAAAAAAOCwpwAAAADgrFIAAAAAAAAAAAAAAAAA3wxvOeOvqGEAAA';

describe('status lists of the W3C and of Digital Bazaar agree with ours', () => {
  it('the empty list of the Recommendation is ours, letter for letter', async () => {
    expect(await encodeList(Bitstring.empty(LIST_SIZE, 1))).to.equal(EXAMPLE);
    const bits = await decodeList(EXAMPLE, 1);
    expect(bits.length).to.equal(LIST_SIZE);
    expect(bits.bytes.every((byte) => byte === 0)).to.equal(true);
  });

  it('a list too short, and one that is no multibase text, are so for both', async () => {
    expect((await decodeList(TOO_SHORT, 1)).length).to.equal(25 * 8);
    for (const text of [WITHOUT_LETTER, 'uH4sIAAAA', 'u!', '']) {
      expect(await failure(decodeList(text, 1)), text).to.have.property('code', 'STATUS_LIST_MALFORMED');
    }
    // Theirs takes a text without the letter as well, which the Recommendation does not.
    for (const encodedList of ['uH4sIAAAA', 'u!']) {
      expect(await failure(decodeTheirs({ encodedList })), encodedList).to.be.an('error');
    }
  });

  it('what either wrote, the other reads bit for bit', async () => {
    const places = [0, 1, 7, 8, 94_567, LIST_SIZE - 1];
    const theirs = await createList({ length: LIST_SIZE });
    const ours = Bitstring.empty(LIST_SIZE, 1);
    for (const place of places) {
      theirs.setStatus(place, true);
      ours.set(place, 1);
    }
    const read = await decodeList(await theirs.encode(), 1);
    expect(Buffer.from(read.bytes).equals(ours.bytes)).to.equal(true);
    const readByThem = await decodeTheirs({ encodedList: await encodeList(ours) });
    for (const place of [...places, 2, 9, 94_566]) {
      expect(readByThem.getStatus(place)).to.equal(places.includes(place));
    }
    expect(() => readByThem.getStatus(LIST_SIZE)).to.throw('out of range');
    expect(() => ours.get(LIST_SIZE)).to.throw('STATUS_LIST_INDEX_OUTSIDE');
  });

  describe('a list we publish, read by their checkStatus', () => {
    let department: SealingDepartment;
    before(async () => {
      department = await sealingDepartment();
    });

    const URL = 'https://hub.example/status';
    const asked = async (
      entries: Entries,
      index: number,
      purpose: Purpose,
      listed = purpose,
    ): Promise<unknown> => {
      const list = await sampleList(department, entries, { purpose: listed });
      const document = payloadOf(list);
      const { verified, results } = await checkStatus({
        credential: {
          '@context': ['https://www.w3.org/ns/credentials/v2'],
          issuer: document.issuer,
          credentialStatus: {
            type: 'BitstringStatusListEntry',
            statusPurpose: purpose,
            statusListIndex: String(index),
            statusListCredential: URL,
          },
        },
        documentLoader: () => Promise.resolve({ document }),
        // The signature is of VC-JOSE-COSE, which that library leaves to others.
        verifyBitstringStatusListCredential: false,
      });
      return verified ? results[0]?.status : 'refused';
    };

    it('says revoked where we say so, and not elsewhere', async () => {
      expect(await asked({ 1001: 1 }, 1001, 'revocation')).to.equal(true);
      expect(await asked({ 1001: 1 }, 1000, 'revocation')).to.equal(false);
      expect(await asked({ 5: 1 }, 5, 'suspension')).to.equal(true);
    });

    it('finds what an SD-JWT of ours says where it stands, by the addresses it names', async () => {
      const here = await sdJwtWorld();
      const { code } = here.city.department;
      const place = { publicUrl: 'https://hub.example', department: code, list: 4, index: 1001 };
      const sdJwt = await issueSdJwt(here.city.department.sealer, { ...here.credential, place });
      const { credentialStatus } = payloadOf(sdJwt.split('~')[0]!);
      const lists = new Map<string, { issuer: string }>();
      for (const purpose of ['revocation', 'suspension'] as const) {
        const entries: Entries = purpose === 'revocation' ? { 1001: 1 } : {};
        const address = `https://hub.example/v1/status-lists/${code}/4/${purpose}`;
        lists.set(address, payloadOf(await sampleList(department, entries, { purpose })));
      }
      const [{ issuer }] = [...lists.values()] as [{ issuer: string }];
      const { verified, results } = await checkStatus({
        credential: { '@context': ['https://www.w3.org/ns/credentials/v2'], issuer, credentialStatus },
        documentLoader: (address) => Promise.resolve({ document: lists.get(address)! }),
        verifyBitstringStatusListCredential: false,
      });
      expect([verified, results.map(({ status }) => status)]).to.deep.equal([true, [true, false]]);
    });

    it('refuses another purpose and an index outside, as we do', async () => {
      expect(await asked({}, 5, 'suspension', 'revocation')).to.equal('refused');
      expect(await asked({}, LIST_SIZE, 'revocation')).to.equal('refused');
    });
  });
});

const payloadOf = (jwt: string): { issuer: string; credentialStatus: object[] } =>
  JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString()) as never;

const failure = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
