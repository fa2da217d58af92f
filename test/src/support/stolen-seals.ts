import { POLICIES, readTrust, sourcesOf, verifyBytes, type EvidenceDocument } from '@hanlian/certificates';
import type { JsonObject } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { setTimeout as pause } from 'node:timers/promises';
import { callerOf, made } from './answers.js';
import type { RunningCity } from './city.js';

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** The certificate of the seal a department sets at an instant. */
async function sealOf(
  city: RunningCity,
  department: string,
  at: number,
): Promise<{ serial: string; key: string }> {
  const { sealer } = await city
    .hub('bureau')
    .administration.seals.sealersAt(department, Math.floor(at / 1000));
  const { items } = made(await city.ask(callerOf(city, 'registrar'), '/v1/pki/certificates?limit=200'));
  return (items as { serial: string; key: string }[]).find(({ key }) => key === sealer.keyDigest)!;
}

/** Declares the key that a department seals with now as stolen since an instant. */
export async function sealStolen(
  city: RunningCity,
  department: string,
  { now, since }: Readonly<{ now: number; since: number }>,
): Promise<void> {
  const { key } = await sealOf(city, department, now);
  const path = `/v1/seal-keys/${department}/${key}/compromise`;
  made(await city.ask(callerOf(city, 'registrar'), path, { since: iso(since) }));
}

/** Gives a department its next seal key, which seals from the next second on. */
export async function sealRenewed(city: RunningCity, department: string, now: number): Promise<void> {
  const { serial } = await sealOf(city, department, now);
  made(await city.ask(callerOf(city, 'registrar'), `/v1/pki/certificates/${serial}/renew`, {}));
}

/** The verdict on a document, and what it says of the issuer, without any hub, by a trust file made now. */
export async function verdictOffline(city: RunningCity, document: EvidenceDocument): Promise<string[]> {
  const trust = readTrust(Buffer.from(JSON.stringify(made(await city.ask('bureau', '/v1/trust')))));
  const context = { hashes: nodeHashes, at: trust.madeAt, policy: POLICIES.sealOnly, ...sourcesOf(trust) };
  const { verdict, checks } = await verifyBytes(Buffer.from(JSON.stringify(document)), context);
  return [verdict, checks.find(({ name }) => name === 'issuer')!.code];
}

/** The same with the ledger, as a hub answers. */
export async function verdictOnline(city: RunningCity, document: EvidenceDocument): Promise<string[]> {
  const { verdict, checks } = made(await city.ask('bureau', '/v1/verifications', { document }));
  const { code } = (checks as { name: string; code: string }[]).find(({ name }) => name === 'issuer')!;
  return [verdict as string, code];
}

/** A job of sealing anew once it has come to its end: on Fabric each of its batches waits for a block. */
export async function settledReseal(
  city: RunningCity,
  id: string,
  caller: SampleCallerKey,
): Promise<JsonObject> {
  for (;;) {
    const body = made(await city.ask(caller, `/v1/reseals/${id}`));
    if (body.state === 'done' || body.state === 'cancelled') return body;
    await pause(20);
  }
}
