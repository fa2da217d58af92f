import { expect } from 'chai';
import fc from 'fast-check';
import {
  bureauAct,
  grantAfter,
  grantStanding,
  HanlianError,
  leaseSize,
  leasesIn,
  type ActOnGrantName,
  type Grant,
  type GrantWaiting,
} from '@hanlian/chaincode/domain';
import { DAY, NOW } from '../../support/contracts/city.js';
import {
  DEMANDED,
  grantCity,
  ITEMS,
  MATTER,
  PURPOSE,
  requestOf,
  REQUESTER,
  RESOURCE,
  resourceOf,
  type GrantCity,
} from '../../support/contracts/grants.js';

const ACTS: readonly ActOnGrantName[] = [
  'grant',
  'refuse',
  'escalate',
  'dispute',
  'uphold',
  'overrule',
  'pause',
  'resume',
  'withdraw',
  'closeCase',
];

type Model = Pick<Grant, 'state' | 'since' | 'until' | 'waiting' | 'visibility' | 'decisions'>;

const rule = { name: 'sharing-deadlines', since: 0, clause: 'c' };
const waitingFrom = (step: GrantWaiting['step'], since: number): GrantWaiting => ({
  step,
  since,
  due: since + 14 * DAY,
  rule,
});

const requested = (): Model => ({
  state: 'requested',
  since: NOW,
  until: NOW + 365 * DAY,
  waiting: waitingFrom('decide', NOW),
  visibility: { class: 'delayed', days: 30, rule },
  decisions: [{ act: 'request', tx: '', txTime: NOW }],
});

const NEXT: { readonly [act in ActOnGrantName]?: GrantWaiting['step'] } = {
  escalate: 'escalated',
  dispute: 'dispute',
};

/** As the contract does it, without its record. */
function after(model: Model, act: ActOnGrantName, at: number): Model | undefined {
  try {
    const step = NEXT[act];
    return {
      ...model,
      state: grantAfter(act, model, at),
      waiting: act === 'closeCase' ? model.waiting : step === undefined ? null : waitingFrom(step, at),
      ...(act === 'closeCase' && { visibility: { ...model.visibility, closedAt: at } }),
      decisions: [...model.decisions, { act, tx: '', txTime: at }],
    };
  } catch (error) {
    if (error instanceof HanlianError) return undefined;
    throw error;
  }
}

const steps = fc.array(
  fc.record({ act: fc.constantFrom(...ACTS), later: fc.integer({ min: 0, max: 20 * DAY }) }),
  { maxLength: 100 },
);

describe('grants: whatever is done in whatever order', () => {
  it('data flows only after somebody granted it, and never again once it was withdrawn', () => {
    fc.assert(
      fc.property(steps, (tried) => {
        let model = requested();
        let at = NOW;
        let gave = false;
        let withdrew = false;
        for (const { act, later } of tried) {
          at += later;
          const next = after(model, act, at);
          if (next === undefined) continue;
          model = next;
          gave ||= act === 'grant' || act === 'overrule';
          withdrew ||= act === 'withdraw';
          const flows = grantStanding(model, at) === 'granted';
          expect(!flows || (gave && !withdrew && at < model.until)).to.equal(true);
        }
      }),
    );
  });

  it('time alone gives nothing: at no later instant does more flow than at this one', () => {
    fc.assert(
      fc.property(steps, fc.nat(1000 * DAY), (tried, later) => {
        let model = requested();
        let at = NOW;
        for (const step of tried) {
          at += step.later;
          model = after(model, step.act, at) ?? model;
        }
        if (grantStanding(model, at + later) === 'granted') {
          expect(grantStanding(model, at)).to.equal('granted');
        }
      }),
    );
  });

  it('a record has an end, and can always be ended', () => {
    fc.assert(
      fc.property(steps, (tried) => {
        let model = requested();
        for (const { act } of tried) model = after(model, act, NOW + 15 * DAY) ?? model;
        expect(model.decisions.length).to.be.at.most(64);
        if (['requested', 'granted', 'paused'].includes(model.state)) {
          expect(after(model, 'withdraw', NOW + 15 * DAY)?.state).to.equal('withdrawn');
        }
      }),
    );
  });

  it('a clock runs only where somebody has to act, and the bureau settles just what is before it', () => {
    fc.assert(
      fc.property(steps, (tried) => {
        let model = requested();
        let at = NOW;
        for (const { act, later } of tried) {
          at += later;
          model = after(model, act, at) ?? model;
          const step = model.waiting?.step;
          const expected = model.state === 'requested' ? ['decide', 'escalated'] : ['dispute', undefined];
          expect(expected).to.include(step);
          const settles = ((): boolean => {
            try {
              return after(model, bureauAct(model, 'refuse'), at) !== undefined;
            } catch {
              return false;
            }
          })();
          expect(settles).to.equal(step === 'escalated' || step === 'dispute');
        }
      }),
    );
  });
});

describe('leases of a quota', () => {
  it('together are the limit, to one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), (limit, size) => {
        const quota = { limit, per: 'day', lease: Math.min(size, limit) } as const;
        const sizes = Array.from({ length: leasesIn(quota) }, (_, i) => leaseSize(quota, i + 1));
        expect(sizes.every((one) => one > 0)).to.equal(true);
        expect(sizes.reduce((sum, one) => sum + one, 0)).to.equal(limit);
        expect(() => leaseSize(quota, sizes.length + 1)).to.throw();
      }),
    );
  });
});

describe('the masks of a demand and a resource', () => {
  let here: GrantCity;

  before(async () => {
    here = await grantCity();
    here.put(resourceOf({ share: 'unconditional' }));
  });

  const names = [...ITEMS, 'address', 'address.street', 'legalPerson', 'name.first'];
  const isUnder = (name: string, of: readonly string[]): boolean =>
    of.some((one) => name === one || name.startsWith(`${one}.`));

  it('hold for every set of fields, purpose and matter: granted within them, refused by a law beyond', async () => {
    const asked = fc.record({
      fields: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }),
      purpose: fc.constantFrom(PURPOSE, '其他'),
      matter: fc.constantFrom(MATTER, '其他'),
    });
    await fc.assert(
      fc.asyncProperty(asked, async (more) => {
        const { answer } = await here.ask(requestOf(more));
        const within =
          more.purpose === PURPOSE &&
          more.matter === MATTER &&
          more.fields.every((field) => isUnder(field, DEMANDED));
        expect(answer.state).to.equal(within ? 'granted' : 'refused');
        if (!within) expect(answer.refusal?.law).to.be.a('string');
      }),
      { numRuns: 60 },
    );
  });

  it('hold for every release: covered is what lies within the grant, and nothing else', async () => {
    const { answer } = await here.ask(requestOf({ fields: ['name', 'address'] }));
    const asked = fc.record({
      fields: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }),
      purpose: fc.constantFrom(PURPOSE, '其他'),
      recipient: fc.constantFrom(REQUESTER, '91350100M000100Y43'),
    });
    await fc.assert(
      fc.asyncProperty(asked, async (more) => {
        const { covered } = await here.city.read<{ covered: boolean }>('sharing:checkGrant', {
          id: answer.id,
          resource: RESOURCE,
          matter: MATTER,
          ...more,
        });
        expect(covered).to.equal(
          more.purpose === PURPOSE &&
            more.recipient === REQUESTER &&
            more.fields.every((field) => isUnder(field, ['name', 'address'])),
        );
      }),
      { numRuns: 60 },
    );
  });
});
