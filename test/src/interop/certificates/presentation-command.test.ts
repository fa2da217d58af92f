import { execFile } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { compactPresentation, issueSdJwt } from '@hanlian/certificates';
import { formatInstant } from '@hanlian/chaincode/domain';
import { DAY, SEALED_AT } from '../../support/evidence.js';
import { newFolder, removeFolder } from '../../support/folders.js';
import { scan } from '../../support/qr.js';
import { AUDIENCE, FACTS, NONCE, sdJwtWorld, type SdJwtWorld } from '../../support/sd-jwt.js';
import { trustIn } from '../../support/trust.js';

const COMMAND = join(
  dirname(createRequire(import.meta.url).resolve('@hanlian/certificates/package.json')),
  'dist/command/main.js',
);
const SHOWN_AT = SEALED_AT + DAY;

/** A counter without a line, which draws a nonce and is shown a certificate. */
describe('hanlian verify of what a holder shows', function () {
  this.timeout(30_000);

  let here: SdJwtWorld;
  let folder: string;
  before(async () => {
    here = await sdJwtWorld();
    folder = await newFolder();
    const trust = trustIn(here.city);
    const types = trust.types.map((type) => ({ ...type, facts: FACTS }));
    await writeFile(join(folder, 'trust.json'), JSON.stringify({ ...trust, types }));
    await writeFile(join(folder, 'shown.jwt'), await here.present());
    await writeFile(join(folder, 'file.jwt'), here.sdJwt);
    await writeFile(join(folder, 'shown.qr'), `${compactPresentation(await here.present())}\n`);
  });
  after(() => removeFolder(folder));

  interface Ran {
    exit: number;
    stdout: string;
    stderr: string;
  }
  const run = (...args: string[]): Promise<Ran> => hanlian('verify', ...args);
  const hanlian = (...args: string[]): Promise<Ran> =>
    new Promise((resolve) => {
      execFile(process.execPath, [COMMAND, ...args], { cwd: folder }, (error, stdout, stderr) =>
        resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
    });
  /** The exit code, and what was found of the presentation. */
  const found = async (
    file: string,
    at: number,
    ...asked: string[]
  ): Promise<[number, string | undefined]> => {
    const usual = ['--trust', 'trust.json', '--policy', 'seal-only', '--at', formatInstant(at), '--json'];
    const { exit, stdout, stderr } = await run(file, ...usual, ...asked);
    expect(stderr).to.equal('');
    const { files } = JSON.parse(stdout) as { files: { checks: { name: string; code: string }[] }[] };
    return [exit, files[0]!.checks.find(({ name }) => name === 'presentation')?.code];
  };

  it('takes what was shown to this verifier for its nonce, and says that nobody remembers', async () => {
    const asked = ['--audience', AUDIENCE, '--nonce', NONCE];
    expect(await found('shown.jwt', SHOWN_AT, ...asked)).to.deep.equal([0, 'REPLAY_UNCHECKED']);
  });

  it('refuses what was shown to another, for another nonce, or longer ago than five minutes', async () => {
    const mine = ['--audience', AUDIENCE];
    expect(await found('shown.jwt', SHOWN_AT, '--audience', '91420100000000001X')).to.deep.equal([
      1,
      'AUDIENCE_WRONG',
    ]);
    expect(await found('shown.jwt', SHOWN_AT, ...mine, '--nonce', 'another-nonce')).to.deep.equal([
      1,
      'NONCE_WRONG',
    ]);
    expect(await found('shown.jwt', SHOWN_AT + 300, ...mine)).to.deep.equal([1, 'PRESENTATION_EXPIRED']);
  });

  it('takes what a scanner read off the holder’s QR code as it takes the text', async () => {
    const asked = ['--audience', AUDIENCE, '--nonce', NONCE];
    expect(await found('shown.qr', SHOWN_AT, ...asked)).to.deep.equal([0, 'REPLAY_UNCHECKED']);
    expect(await found('shown.qr', SHOWN_AT + 300, ...asked)).to.deep.equal([1, 'PRESENTATION_EXPIRED']);
    expect(await found('shown.qr', SHOWN_AT, '--audience', 'another')).to.deep.equal([1, 'AUDIENCE_WRONG']);
    const { exit, stdout } = await run('shown.qr', ...asked, '--at', formatInstant(SHOWN_AT));
    expect(exit).to.equal(2);
    expect(stdout).to.contain('SEAL_CERTIFICATE_UNKNOWN');
  });

  it('is given what hanlian present made, as text and as a code that a scanner reads', async () => {
    const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    await writeFile(join(folder, 'holder.pem'), pem.export({ format: 'pem', type: 'pkcs8' }));
    const holderKey = createPublicKey(pem);
    const sdJwt = await issueSdJwt(here.city.department.sealer, { ...here.credential, holderKey });
    await writeFile(join(folder, 'own.jwt'), `${sdJwt}\n`);
    const forWhat = ['--audience', AUDIENCE, '--purpose', '办理开户', '--nonce', NONCE];
    const usual = ['--key', 'holder.pem', '--disclose', 'grade,over18', ...forWhat];
    const { exit, stdout, stderr } = await hanlian('present', 'own.jwt', ...usual, '--code', 'own.gif');
    expect([exit, stderr]).to.deep.equal([0, '']);
    await writeFile(join(folder, 'own-shown.jwt'), stdout);
    await writeFile(join(folder, 'own-shown.qr'), (await scan(await readFile(join(folder, 'own.gif')))).text);
    const asked = ['--audience', AUDIENCE, '--nonce', NONCE];
    const now = Math.floor(Date.now() / 1000);
    for (const file of ['own-shown.jwt', 'own-shown.qr']) {
      expect(await found(file, now, ...asked)).to.deep.equal([0, 'REPLAY_UNCHECKED']);
    }
    const refused = async (...args: string[]): Promise<string | undefined> =>
      /\(([A-Z_]+)/.exec((await hanlian('present', ...args)).stderr)?.[1];
    expect(await refused('file.jwt', ...usual)).to.equal('HOLDER_KEY_REFUSED');
    expect(await refused('trust.json', ...usual)).to.equal('SD_JWT_UNREADABLE');
    expect(await refused('own.jwt', ...usual, '--key', 'trust.json')).to.equal('PEM_INVALID');
    expect(await refused('own.jwt', ...usual, '--disclose', 'nothing')).to.equal('FIELD_UNKNOWN');
    expect(await refused('own.jwt', ...forWhat)).to.equal('ARGUMENTS_INVALID');
  });

  it('refuses a file that nobody shows where a presentation is asked for', async () => {
    expect(await found('file.jwt', SHOWN_AT, '--audience', AUDIENCE)).to.deep.equal([
      1,
      'HOLDER_PROOF_MISSING',
    ]);
    expect(await found('file.jwt', SHOWN_AT)).to.deep.equal([0, undefined]);
    expect(await found('shown.jwt', SHOWN_AT)).to.deep.equal([2, 'AUDIENCE_UNKNOWN']);
  });

  it('wants to know who asks with a nonce', async () => {
    const { exit, stderr } = await run('shown.jwt', '--nonce', NONCE);
    expect(exit).to.equal(2);
    expect(stderr).to.match(/ARGUMENTS_INVALID.*--nonce needs --audience/);
  });
});
