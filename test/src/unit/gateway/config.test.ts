import '../../support/quiet.js';
import { resolve } from 'node:path';
import { expect } from 'chai';
import { runCommand } from '@hanlian/gateway/commands/index';
import { ConfigError, describeConfig, readConfig, type Environment } from '@hanlian/gateway/config';

const messageOf = (environment: Environment): string => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('The settings were taken');
};

const TOKEN = `pkcs11:token=${encodeURIComponent('印章')}?module-path=/usr/lib/p11.so`;

describe('the settings', () => {
  it('run the whole city on this machine alone when nothing is said', () => {
    const { host, data, ledger, hubs, secret, seed } = readConfig({});
    expect({ host, data, ledger, secret, seed }).deep.equal({
      host: '127.0.0.1',
      data: resolve('data'),
      ledger: 'embedded',
      secret: undefined,
      seed: true,
    });
    expect(hubs.map(({ name, port }) => [name, port])).deep.equal([
      ['bureau', 8080],
      ['bank', 8081],
      ['auditor', 8082],
    ]);
  });

  it('keep a hub on its port whichever hubs run beside it', () => {
    const { hubs } = readConfig({ HANLIAN_HUBS: 'auditor', HANLIAN_PORT: '9000' });
    expect(hubs.map(({ name, port, mspId }) => [name, port, mspId])).deep.equal([
      ['auditor', 9002, 'AuditorMSP'],
    ]);
  });

  it('give every hub any free port for 0', () => {
    expect(readConfig({ HANLIAN_PORT: '0' }).hubs.map(({ port }) => port)).deep.equal([0, 0, 0]);
  });

  const wrong: [string, Environment, RegExp][] = [
    ['an unknown name', { HANLIAN_PROT: '1' }, /^HANLIAN_PROT is not a setting.*HANLIAN_PORT/],
    ['a port that is no number', { HANLIAN_PORT: 'http' }, /^HANLIAN_PORT is "http"; it must be a port/],
    ['a port without room for the other hubs', { HANLIAN_PORT: '65534' }, /^HANLIAN_PORT is "65534"/],
    ['a hub there is not', { HANLIAN_HUBS: 'bureau,court' }, /^HANLIAN_HUBS .* bureau, bank, auditor/],
    ['a hub named twice', { HANLIAN_HUBS: 'bank,bank' }, /^HANLIAN_HUBS/],
    [
      'another ledger',
      { HANLIAN_LEDGER: 'paper' },
      /^HANLIAN_LEDGER is "paper"; it must be embedded or fabric/,
    ],
    ['a network that is none', { HANLIAN_WEBHOOK_NETWORKS: '10.0.0.0/33' }, /^HANLIAN_WEBHOOK_NETWORKS is/],
    ['another kind of plain webhooks', { HANLIAN_WEBHOOK_HTTP: 'yes' }, /^HANLIAN_WEBHOOK_HTTP is "yes"/],
    ['a token without its library', { HANLIAN_KEYS: 'pkcs11:token=seals' }, /^HANLIAN_KEYS is 18 characters/],
    ['a token without a PIN', { HANLIAN_KEYS: TOKEN }, /HANLIAN_KEYS_PIN/],
    [
      'a token with two PINs',
      { HANLIAN_KEYS: `${TOKEN}&pin-source=file:/run/pin`, HANLIAN_KEYS_PIN: '1234' },
      /one of the two/,
    ],
    ['a PIN for no token', { HANLIAN_KEYS_PIN: '1234' }, /HANLIAN_KEYS names a token/],
    [
      'one address for several hubs',
      { HANLIAN_PUBLIC_URL: 'https://hub.example.cn' },
      /must have {hub} in it/,
    ],
    ['an address with a query', { HANLIAN_PUBLIC_URL: 'https://{hub}.example.cn/?a' }, /^HANLIAN_PUBLIC_URL/],
    ['a short secret', { HANLIAN_SECRET: 'sesame' }, /^HANLIAN_SECRET is 6 characters long/],
  ];
  for (const [what, environment, message] of wrong) {
    it(`refuse ${what}, naming the variable`, () => expect(messageOf(environment)).match(message));
  }

  it('are all complained of at once, a sentence a line', () => {
    const environment = {
      HANLIAN_PROT: '1',
      HANLIAN_PORT: 'http',
      HANLIAN_TLS_KEY: 'k',
      HANLIAN_SECRET: 'short',
    };
    const lines = messageOf(environment).split('\n');
    expect(lines.map((line) => line.split(' ')[0])).deep.equal([
      'HANLIAN_PROT',
      'HANLIAN_PORT',
      'HANLIAN_SECRET',
      'HANLIAN_TLS_CERTIFICATE',
    ]);
    expect(lines.join()).not.include('short');
  });

  it('are shown by a command, which opens nothing and tells no secret', async () => {
    const secret = 'a secret nobody may read';
    const config = readConfig({ HANLIAN_SECRET: secret, HANLIAN_DATA: '/nowhere/at/all' });
    const { lines, ok } = await runCommand(config, 'config', []);
    expect(ok).equal(true);
    expect(lines).include('data: /nowhere/at/all').and.include('secret: given');
    expect(lines.join()).not.include(secret);
  });

  it('take a token by its PKCS #11 URI, percent-encoding and all', () => {
    const HANLIAN_KEYS = TOKEN.replace('?', ';serial=1a%3Bb?');
    expect(readConfig({ HANLIAN_KEYS, HANLIAN_KEYS_PIN: '1234' }).token).deep.equal({
      library: '/usr/lib/p11.so',
      label: '印章',
      serial: '1a;b',
      pinFile: undefined,
      pin: '1234',
    });
  });

  it('put each hub’s name into the public address', () => {
    const { hubs } = readConfig({ HANLIAN_PUBLIC_URL: 'https://chain.example.cn/{hub}/' });
    expect(hubs.map(({ publicUrl }) => publicUrl)).deep.equal([
      'https://chain.example.cn/bureau',
      'https://chain.example.cn/bank',
      'https://chain.example.cn/auditor',
    ]);
  });

  it('never show a PIN, not even one that stands where it must not', () => {
    const shown = JSON.stringify(
      describeConfig(readConfig({ HANLIAN_KEYS: TOKEN, HANLIAN_KEYS_PIN: '7391' })),
    );
    expect(shown).to.include('印章').and.not.include('7391');
    expect(messageOf({ HANLIAN_KEYS: `${TOKEN}&pin-value=7391` })).not.include('7391');
    expect(messageOf({ HANLIAN_KEYS_PIN: '7391' })).not.include('7391');
  });

  it('never show the secret', () => {
    const HANLIAN_SECRET = 'open sesame, says Ali Baba';
    const shown = JSON.stringify(describeConfig(readConfig({ HANLIAN_SECRET })));
    expect(shown).not.include('sesame');
    expect(shown).include('given');
    expect(messageOf({ HANLIAN_SECRET: 'sesame' })).not.include('sesame');
  });
});
