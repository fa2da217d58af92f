import { runCity, type RunningCity } from '../support/city.js';
import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { POLICIES, readTrust, sourcesOf, verifyDocument, type TrustBundle } from '@hanlian/certificates';
import {
  parseNote,
  parseNoteKey,
  utf8Encode,
  type HanlianError,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { runCommand } from '@hanlian/gateway/commands/index';
import { ConfigError, readConfig } from '@hanlian/gateway/config';
import type { OrganisationName } from '@hanlian/gateway/organisations';
import { newFolder, removeFolder } from '../support/folders.js';

const ORGANISATIONS = ['bureau', 'bank', 'auditor'] as const;
const ORDER = {
  type: '11100000MB0143028R901',
  basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕7号' },
  certificates: [
    {
      holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
      fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
    },
  ],
};

/** What one generation of keys left behind. */
interface Left {
  readonly note: string;
  readonly document: JsonObject;
  /** Of the auditor's hub. */
  readonly bundle: TrustBundle;
}

describe('keys that are rotated', () => {
  let folder: string;
  let city: RunningCity;
  let earlier: Left;
  let later: Left;

  const rotate = (...given: string[]): ReturnType<typeof runCommand> =>
    runCommand(readConfig({ HANLIAN_DATA: folder, HANLIAN_PORT: '0' }), 'rotate-key', given);
  const turns = async (): Promise<void> => {
    for (const name of ORGANISATIONS) await city.hub(name).administration.log.turn();
  };
  const note = async (name: OrganisationName = 'auditor'): Promise<string> =>
    (await fetch(`${city.url(name)}/v1/log/checkpoint`)).text();
  const leave = async (): Promise<Left> => {
    const clerk = city.callers.find(({ role }) => role === 'clerk')!;
    const { body } = await city.ask(clerk, '/v1/licenses', ORDER);
    const [{ id }] = body.certificates as [{ id: string }];
    await turns();
    const document = (await city.ask(clerk, `/v1/licenses/${id}/document?proof=log`)).body;
    const bundle = (await city.ask('auditor', '/v1/trust')).body as unknown as TrustBundle;
    return { note: await note(), document, bundle };
  };
  const idsOf = (text: string): string[] =>
    parseNote(text).signatures.map(({ name, keyId }) => `${name}+${keyId}`);
  const anchorOf = async ({ document }: Left, { bundle }: Left): Promise<string | undefined> => {
    const at = Math.floor(Date.now() / 1000);
    const context = { hashes: nodeHashes, at, policy: POLICIES.sealOnly, ...sourcesOf(bundle) };
    const { checks } = await verifyDocument(document, context);
    return checks.find(({ name }) => name === 'anchor')?.code;
  };

  before(async function () {
    this.timeout(60_000);
    folder = await newFolder();
    city = await runCity(folder);
    earlier = await leave();
    await city.stop();
    await rotate('bureau', 'log');
    await rotate('bank', 'witness');
    await rotate('auditor', 'statements');
    city = await runCity(folder);
    later = await leave();
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  describe('of the log and of a witness', () => {
    it('sign what comes next, all of them, once the ledger has them', () => {
      const [old, now] = [idsOf(earlier.note), idsOf(later.note)];
      // Ed25519 and SM2 of the log, the bank's cosignature; the auditor's stays.
      expect(now).to.have.lengthOf(4);
      expect(now.filter((id) => old.includes(id))).to.have.lengthOf(1);
    });

    it('stand beside the former ones in every trust file', () => {
      const keysIn = ({ bundle }: Left): string[] => {
        const [log] = bundle.logs!;
        const texts = [...log!.log.keys, ...log!.witnesses.flatMap(({ keys }) => keys)];
        return texts
          .map((text) => parseNoteKey(nodeHashes.sha256, text))
          .map(({ name, id }) => `${name}+${id}`);
      };
      expect(keysIn(earlier)).to.include.members(idsOf(earlier.note));
      expect(keysIn(later)).to.include.members([...idsOf(earlier.note), ...idsOf(later.note)]);
    });

    it('leave documents of before provable, and make none provable to whoever does not know them', async () => {
      expect(await anchorOf(earlier, later)).to.equal('ANCHOR_LOGGED');
      expect(await anchorOf(later, later)).to.equal('ANCHOR_LOGGED');
      expect(await anchorOf(later, earlier)).to.equal('LOG_PROOF_UNTRUSTED');
    });

    it('are taken up again after a restart, and registered once', async () => {
      const revision = (): number | undefined =>
        city.hub('bureau').administration.log.published.keysOf('BureauMSP')?.revision;
      const registered = revision();
      await city.stop();
      city = await runCity(folder);
      const next = await leave();
      expect(idsOf(next.note)).to.have.members(idsOf(later.note));
      expect(revision()).to.equal(registered);
    });
  });

  describe('of trust files', () => {
    const certificateOf = ({ signature }: TrustBundle): Uint8Array =>
      new X509Certificate(signature!.certificate).raw;
    const read = (file: object, signer: Uint8Array): unknown => {
      try {
        return readTrust(utf8Encode(JSON.stringify(file)), [signer]).madeAt;
      } catch (error) {
        return (error as HanlianError).code;
      }
    };

    it('are vouched for by the former one, whoever has pinned it goes on', () => {
      const { bundle } = later;
      expect(certificateOf(bundle)).to.not.deep.equal(certificateOf(earlier.bundle));
      expect(read(bundle, certificateOf(earlier.bundle))).to.equal(bundle.madeAt);
      expect(read(bundle, certificateOf(bundle))).to.equal(bundle.madeAt);
    });

    it('are not believed backwards: who has pinned the new one takes nothing signed by the former', () => {
      expect(read(earlier.bundle, certificateOf(later.bundle))).to.equal('TRUST_SIGNER_UNKNOWN');
    });

    it('may be handed on again, link by link', async () => {
      await city.stop();
      const { lines } = await rotate('auditor', 'statements');
      city = await runCity(folder);
      const { bundle } = await leave();
      expect(bundle.successions).to.have.lengthOf(2);
      expect(lines.at(-1)).to.equal(bundle.signature!.certificate.trim());
      for (const { bundle: pinned } of [earlier, later])
        expect(read(bundle, certificateOf(pinned))).to.equal(bundle.madeAt);
    });
  });

  it('are refused where there is no such hub, no such key, or the hub runs', async () => {
    const messageOf = async (...given: string[]): Promise<string> => {
      const error = await rotate(...given).then(
        () => undefined,
        (failure: unknown) => failure,
      );
      expect(error).to.be.instanceOf(Error);
      return (error as { code?: string }).code ?? (error as ConfigError).message;
    };
    expect(await messageOf('bureau', 'log')).to.equal('LEDGER_LOCKED');
    await city.stop();
    expect(await messageOf('court', 'log')).to.equal('There is no hub court here');
    expect(await messageOf('bank', 'log')).to.equal('Only the hub of BureauMSP signs checkpoints');
    expect(await messageOf('bank', 'tls')).to.contain('say log, witness, statements or node');
    city = await runCity(folder);
  });
});
