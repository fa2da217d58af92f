import { z } from 'zod';

/** On what an act rests: a short reference that may be public, and the decision's text, which stays with the department. */
export const basisInput = z.strictObject({
  law: z
    .string()
    .min(1)
    .max(40)
    .meta({ examples: ['行政许可法第三十八条'] }),
  document: z
    .string()
    .min(1)
    .max(2000)
    .meta({ examples: ['武市监许〔2026〕118号'] }),
});
