import type { CertificateType } from '../../domain/index.js';
import { FACT_FIELDS, HanlianError, keys, parseTypeCode, requireCode, schemas } from '../../domain/index.js';
import { write } from '../operation.js';
import { factsOf, nextRecord, readForChange, requirePeriod, written } from './record.js';

function requireDistinct(names: readonly string[], field: string): void {
  const repeated = names.findIndex((name, i) => names.indexOf(name) < i);
  if (repeated >= 0) {
    throw new HanlianError('FIELD_INVALID', `${field}[${repeated}] stands there twice`, {
      field: `${field}[${repeated}]`,
      received: names[repeated],
    });
  }
}

/** A layout speaks of the type's own fields only. */
function requireKnown(names: readonly string[], fields: readonly { name: string }[], field: string): void {
  const unknown = names.find((name) => !fields.some((each) => each.name === name));
  if (unknown !== undefined) {
    throw new HanlianError('FIELD_INVALID', `${field} names a field the type does not have`, {
      field,
      received: unknown,
    });
  }
}

/** Shown beside the fields, facts have names of their own; each follows from a field that can tell it. */
function requireFacts({ fields, facts = [] }: Pick<CertificateType, 'fields' | 'facts'>): void {
  requireDistinct(
    facts.map(({ name }) => name),
    'facts',
  );
  facts.forEach(({ name, kind, field }, i) => {
    if (fields.some((other) => other.name === name)) {
      throw new HanlianError('FIELD_INVALID', `facts[${i}] is named as a field is`, {
        field: `facts[${i}].name`,
        received: name,
      });
    }
    const told = fields.find((other) => other.name === field)?.kind;
    if (told !== undefined && FACT_FIELDS[kind].includes(told)) return;
    throw new HanlianError('FIELD_INVALID', `facts[${i}] follows from no field of the type that tells it`, {
      field: `facts[${i}].field`,
      expected: [...FACT_FIELDS[kind]],
      received: told ?? null,
    });
  });
}

/** Every revision stays readable under a key of its own: documents name the one they were made under. */
export const putType = write('registry:putType', schemas.putType, async (ctx, request) => {
  requireCode(parseTypeCode(request.code), 'code');
  requirePeriod(request);
  requireDistinct(
    request.fields.map(({ name }) => name),
    'fields',
  );
  requireFacts(request);
  requireDistinct(request.holderKinds, 'holderKinds');
  requireKnown(request.layout?.wide ?? [], request.fields, 'layout.wide');
  requireKnown(request.layout?.masked ?? [], request.fields, 'layout.masked');
  const key = keys.type(request.code);
  const last = await readForChange<CertificateType>(ctx, key, request);
  const record = nextRecord(ctx, request.intent, last, factsOf(request));
  const revisionKey = keys.typeRevision(request.code, record.revision);
  await ctx.state.get(revisionKey);
  await ctx.state.put(key, record);
  await ctx.state.put(revisionKey, record);
  return written(key, record);
});
