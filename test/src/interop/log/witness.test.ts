import { expect } from 'chai';
import {
  base64urlEncode,
  formatCosignRequest,
  formatNote,
  parseNote,
  parseNoteKey,
  parseSignatures,
  recordProofOf,
  utf8Encode,
  verifiedSignatures,
  type RecordProof,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { noteVerifiers } from '@hanlian/certificates';
import { openWitness, type RunningWitness } from '@hanlian/gateway/witness/open';
import { newFolder, removeFolder } from '../../support/folders.js';
import { goProgram, needsGo } from '../../support/go.js';
import { checkpointOf, keyText, newLogSigner, signedNote } from '../../support/log.js';
import { MemoryMap } from '../../support/map.js';

const { sha256 } = nodeHashes;
const NOW = 1_795_000_000;

describe('witnesses, the map and Go', () => {
  before(needsGo);
  let folder: string;
  let call: Awaited<ReturnType<typeof goProgram>>;
  before(async function () {
    this.timeout(120_000);
    folder = await newFolder();
    call = await goProgram('witness', folder);
  });
  after(() => removeFolder(folder));

  describe('cosignatures', () => {
    const log = newLogSigner();
    let witness: RunningWitness;
    let cosigned: string;

    before(async () => {
      witness = await openWitness({
        folder,
        passphrase: 'a long passphrase',
        name: 'witness.bank.example/w1',
        logs: [keyText(log)],
        host: '127.0.0.1',
        port: 0,
        clock: () => NOW * 1000,
        say: () => undefined,
      });
      const checkpoint = parseNote(await signedNote(checkpointOf(5), log));
      const body = formatCosignRequest({ oldSize: 0, proof: [], checkpoint });
      const response = await fetch(`${witness.url}/add-checkpoint`, { method: 'POST', body });
      const signatures = [...checkpoint.signatures, ...parseSignatures(await response.text())];
      cosigned = formatNote({ text: checkpoint.text, signatures });
    });
    after(() => witness.close());

    it('of our witness are read by transparency-dev, with their time', async () => {
      const { output, ok } = await call(cosigned, 'verify', keyText(log), witness.key);
      expect(ok).to.equal(true);
      expect(output.trim().split('\n')).to.deep.equal([log.key.name, `witness.bank.example/w1 ${NOW}`]);
    });

    it('over another text are refused by both', async () => {
      const altered = cosigned.replace('\n5\n', '\n6\n');
      expect((await call(altered, 'verify', keyText(log), witness.key)).ok).to.equal(false);
      const key = parseNoteKey(sha256, witness.key);
      expect(() => verifiedSignatures(parseNote(altered), [key], noteVerifiers)).to.throw(/does not verify/);
    });

    it('by transparency-dev are read by us, and no longer once a byte is changed', async () => {
      const { text } = parseNote(cosigned);
      const { output } = await call(text, 'cosign', 'witness.example/go');
      const { key, note } = JSON.parse(output) as { key: string; note: string };
      const known = [parseNoteKey(sha256, key)];
      const [found] = verifiedSignatures(parseNote(note), known, noteVerifiers);
      expect(found!.timestamp).to.be.closeTo(Date.now() / 1000, 600);
      const altered = { ...parseNote(note), text: text.replace('\n5\n', '\n6\n') };
      expect(() => verifiedSignatures(altered, known, noteVerifiers)).to.throw(/does not verify/);
    });
  });

  describe('proofs of the state map', () => {
    const map = new MemoryMap(sha256);
    const values = new Map(Array.from({ length: 300 }, (_, i) => [`lic~${i}`, `{"i":${i}}`]));
    map.update(
      [...values].map(([key, value]) => ({ key: sha256(utf8Encode(key)), value: sha256(utf8Encode(value)) })),
    );
    const prove = (key: string): RecordProof =>
      recordProofOf(key, values.get(key), map.prove(sha256(utf8Encode(key))));

    const verdicts = async (records: readonly RecordProof[]): Promise<string[]> => {
      const { output } = await call(JSON.stringify({ root: base64urlEncode(map.root), records }), 'map');
      return output.trim().split('\n');
    };

    it('of presence and absence hold for a verifier that shares no code', async () => {
      const keys = Array.from({ length: 400 }, (_, i) => `lic~${i}`);
      expect(new Set(await verdicts(keys.map(prove)))).to.deep.equal(new Set(['ok']));
    });

    it('that were altered do not', async () => {
      const present = prove('lic~7');
      const absent = Array.from({ length: 50 }, (_, i) => prove(`none~${i}`)).find(
        ({ neighbour }) => neighbour,
      )!;
      const zero = base64urlEncode(new Uint8Array(32));
      expect(
        await verdicts([
          { ...present, value: '{}' },
          { ...present, key: 'lic~8' },
          { ...present, siblings: [...present.siblings, zero] },
          { ...present, depth: present.depth + 1, siblings: [zero, ...present.siblings] },
          { ...present, value: undefined },
          { ...absent, value: '{}' },
          { ...absent, neighbour: undefined },
        ]),
      ).to.deep.equal(['root', 'root', 'length', 'not canonical', 'root', 'foreign', 'root']);
    });
  });
});
