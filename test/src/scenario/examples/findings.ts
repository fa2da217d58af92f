import { exampleOf, type Preparation, type Sending, type Sendings } from './helper.js';

const FINDINGS = '/v1/findings';

/** What the audit office reports to the market department, and what that says to it. */
export const findings = (city: Preparation): Sendings => ({
  [`POST ${FINDINGS}`]: () => Promise.resolve({ by: 'auditor', hub: 'auditor' }),
  [`POST ${FINDINGS}/{id}/answers`]: async (): Promise<Sending> => {
    const { id } = await city.ask('auditor', FINDINGS, exampleOf(`POST ${FINDINGS}`));
    return { by: 'market-clerk', path: `${FINDINGS}/${id as string}/answers` };
  },
});
