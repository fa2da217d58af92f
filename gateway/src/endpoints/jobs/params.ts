import { api } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a job. */
export const params = z.strictObject({ id: api.jobId });

export const locationOf = ({ id }: { readonly id: string }): { Location: string } => ({
  Location: `/v1/jobs/${id}`,
});
