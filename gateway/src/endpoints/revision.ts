import { HanlianError } from '@hanlian/chaincode/domain';

/** The revision may be named in If-Match or in the body; where both are, they must agree. */
export function withRevision<Body extends { readonly expectedRevision?: number | undefined }>(
  body: Body,
  ifMatch: number | undefined,
): Body {
  if (ifMatch === undefined) return body;
  if (body.expectedRevision !== undefined && body.expectedRevision !== ifMatch) {
    throw new HanlianError('FIELD_INVALID', 'If-Match and expectedRevision name different revisions', {
      field: 'expectedRevision',
      expected: ifMatch,
      received: body.expectedRevision,
    });
  }
  return { ...body, expectedRevision: ifMatch };
}
