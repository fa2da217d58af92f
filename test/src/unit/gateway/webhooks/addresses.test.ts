import { expect } from 'chai';
import { isPublic, networksOf } from '@hanlian/gateway/webhooks/addresses';
import { PUBLIC_ONLY, TargetRefused, Targets } from '@hanlian/gateway/webhooks/targets';
import { refusalOf } from '../../../support/refusal.js';

/** Each first and last address of what is not the public internet, and the ways of writing it that go around a list. */
const INTERNAL: Readonly<Record<string, readonly string[]>> = {
  'this network': ['0.0.0.0', '0.255.255.255'],
  'private networks': ['10.0.0.0', '10.255.255.255', '172.16.0.0', '172.31.255.255', '192.168.0.1'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1', '::'],
  'shared address space, where Alibaba Cloud keeps its metadata': ['100.64.0.1', '100.100.100.200'],
  'link-local addresses, where most clouds keep their metadata': [
    '169.254.169.254',
    '169.254.0.23',
    'fe80::1',
  ],
  "Azure's metadata": ['168.63.129.16'],
  'protocol assignments': ['192.0.0.192', '2001::1', '2001:10::1'],
  'examples and benchmarks': ['192.0.2.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1'],
  'examples of IPv6': ['2001:db8::1', '3fff::1'],
  'relays to IPv6': ['192.88.99.1', '2002:7f00:1::'],
  'multicast and what is reserved': [
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    'ff02::1',
  ],
  'IPv4 in IPv6': ['::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '::ffff:8.8.8.8', '::127.0.0.1'],
  NAT64: ['64:ff9b::7f00:1', '64:ff9b::808:808', '64:ff9b:1::1'],
  'unique local addresses': ['fc00::1', 'fd00:ec2::254'],
};
const PUBLIC = [
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '223.255.255.255',
];
const PUBLIC_IPV6 = ['2400:3200::1', '2606:4700::1111', '2a00::1'];

const inUrl = (address: string): string => (address.includes(':') ? `[${address}]` : address);
const targets = new Targets(PUBLIC_ONLY);
const codeOf = (url: string, by = targets): string => refusalOf(() => by.require(url)).code;

describe('where webhooks may go', () => {
  for (const [what, addresses] of Object.entries(INTERNAL)) {
    it(`not to ${what}`, () => {
      for (const address of addresses) {
        expect(isPublic(address), address).equal(false);
        expect(codeOf(`https://${inUrl(address)}/`), address).equal('WEBHOOK_TARGET_REFUSED');
      }
    });
  }

  it('to what is public', () => {
    for (const address of [...PUBLIC, ...PUBLIC_IPV6]) {
      expect(isPublic(address), address).equal(true);
      expect(targets.require(`https://${inUrl(address)}:8443/in`).port, address).equal('8443');
    }
  });

  const DISGUISED = ['127.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.0.0.1.', '１２７.0.0.1'];
  for (const host of DISGUISED) {
    it(`not to loopback written as ${host}`, () => {
      expect(codeOf(`https://${host}/`)).equal('WEBHOOK_TARGET_REFUSED');
    });
  }

  const WRONG: Readonly<Record<string, string>> = {
    'over plain HTTP': 'http://events.example.cn/',
    'with a user': 'https://user@events.example.cn/',
    'with a password': 'https://:secret@events.example.cn/',
    'with a fragment': 'https://events.example.cn/#there',
    'by another protocol': 'gopher://events.example.cn/',
    'without a host': 'https://',
  };
  for (const [what, url] of Object.entries(WRONG)) {
    it(`not ${what}`, () => {
      expect(codeOf(url)).equal('WEBHOOK_TARGET_REFUSED');
    });
  }

  it('to a network of its own that is named, over plain HTTP only where that is said too', () => {
    const networks = ['10.20.0.0/16', 'fd12::/16', '127.0.0.1'];
    const secure = new Targets({ networks, plain: false });
    const plain = new Targets({ networks, plain: true });
    expect(secure.require('https://10.20.3.4/').hostname).equal('10.20.3.4');
    expect(secure.require('https://[fd12::1]/').hostname).equal('[fd12::1]');
    expect(codeOf('https://10.21.0.1/', secure)).equal('WEBHOOK_TARGET_REFUSED');
    expect(codeOf('http://10.20.3.4/', secure)).equal('WEBHOOK_TARGET_REFUSED');
    expect(plain.require('http://127.0.0.1:8080/').port).equal('8080');
    expect(codeOf('http://8.8.8.8/', plain)).equal('WEBHOOK_TARGET_REFUSED');
  });

  for (const text of [
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0.0/8/8',
    '10.0.0/8',
    'example.cn',
    '',
    '10.0.0.0/-1',
  ]) {
    it(`takes no network ${text || '(empty)'}`, () => {
      expect(() => networksOf([text])).to.throw(RangeError);
    });
  }
});

describe('a name that webhooks go to', () => {
  const found = (...addresses: string[]): Targets =>
    new Targets({ networks: ['10.20.0.0/16'], plain: true }, (_host, _options, answer) => {
      answer(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    });
  const lookUp = (by: Targets, all: boolean, url = 'https://events.example.cn/'): Promise<unknown> =>
    new Promise((resolve, reject) => {
      by.lookupFor(new URL(url))('events.example.cn', { all }, (error, address) => {
        if (error === null) resolve(address);
        else reject(error);
      });
    });
  const isRefused = async (looking: Promise<unknown>): Promise<boolean> =>
    looking.then(
      () => false,
      (error: unknown) => error instanceof TargetRefused,
    );

  it('leads to the addresses that were checked', async () => {
    expect(await lookUp(found('8.8.8.8'), false)).equal('8.8.8.8');
    expect(await lookUp(found('8.8.8.8', '2400:3200::1'), true)).deep.equal([
      { address: '8.8.8.8', family: 4 },
      { address: '2400:3200::1', family: 6 },
    ]);
    expect(await lookUp(found('10.20.1.1'), false, 'http://events.example.cn/')).equal('10.20.1.1');
  });

  it('is refused when one of them is internal, so that no second try reaches it', async () => {
    expect(await isRefused(lookUp(found('8.8.8.8', '169.254.169.254'), true))).equal(true);
    expect(await isRefused(lookUp(found('::ffff:127.0.0.1'), false))).equal(true);
    expect(await isRefused(lookUp(found(), true))).equal(true);
    expect(await isRefused(lookUp(found('8.8.8.8'), false, 'http://events.example.cn/'))).equal(true);
  });
});
