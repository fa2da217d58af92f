import { BlockList, isIP } from 'node:net';

/** Networks of one's own that may be called all the same, each as `10.20.0.0/16` or one address. */
export type Networks = BlockList;

/** @throws {RangeError} where one is no network */
export function networksOf(texts: readonly string[]): Networks {
  const networks = new BlockList();
  for (const text of texts) addNetwork(networks, text);
  return networks;
}

function addNetwork(networks: BlockList, text: string): void {
  const [address = '', prefix, ...more] = text.split('/');
  const family = isIP(address);
  const bits = family === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  const isNetwork = family !== 0 && more.length === 0 && /^\d{1,3}$/.test(prefix ?? '0') && length <= bits;
  if (!isNetwork) throw new RangeError(`${text} is not a network`);
  networks.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6');
}

/**
 * IPv4 that is not the public internet: the IANA special-purpose registry (RFC 6890 and later), multicast, and Azure's
 * metadata address, which lies among public ones. The other clouds' lie in 169.254.0.0/16 and 100.64.0.0/10.
 */
const SPECIAL_IPV4 = networksOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]);

/**
 * IPv6 is refused but for global unicast (RFC 4291 §2.4): so are loopback, link-local, unique local, multicast, IPv4 in
 * IPv6 (RFC 4291 §2.5.5) and NAT64 (RFC 6052, RFC 8215).
 */
const GLOBAL_IPV6 = networksOf(['2000::/3']);
/** What of it leads elsewhere or nowhere: protocol assignments with Teredo, examples, 6to4. */
const SPECIAL_IPV6 = networksOf(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);

/** Whether an address is on the public internet. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !SPECIAL_IPV4.check(address, 'ipv4');
  return family === 6 && GLOBAL_IPV6.check(address, 'ipv6') && !SPECIAL_IPV6.check(address, 'ipv6');
}

/** Whether an address lies in one of the networks. */
export const liesIn = (networks: Networks, address: string): boolean =>
  networks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
