import { expect } from 'chai';
import { Watchers } from '@hanlian/gateway/outbox/watchers';

describe('those who wait for something by name', () => {
  const never = new AbortController().signal;
  let heard: string[] = [];
  const wait = (watchers: Watchers, name: string, as: string, signal = never): Promise<void> =>
    watchers.wait(name, signal).then(() => void heard.push(as));

  beforeEach(() => {
    heard = [];
  });

  it('hear of it all at once, and of nothing else', async () => {
    const watchers = new Watchers();
    const both = [wait(watchers, 'a', 'first'), wait(watchers, 'a', 'second')];
    const other = wait(watchers, 'b', 'other');
    watchers.tell('a');
    await Promise.all(both);
    expect(heard).to.deep.equal(['first', 'second']);
    watchers.tell('b');
    await other;
  });

  it('are let go once they do not want to know any more', async () => {
    const watchers = new Watchers();
    const stop = new AbortController();
    const waiting = wait(watchers, 'a', 'stopped', stop.signal);
    stop.abort();
    await waiting;
    await wait(watchers, 'a', 'late', stop.signal);
    expect(heard).to.deep.equal(['stopped', 'late']);
  });

  // Whoever had been told, and then stopped, took those away who had begun to wait since.
  it('are not forgotten when one who was told before stops', async () => {
    const watchers = new Watchers();
    const stop = new AbortController();
    const told = wait(watchers, 'a', 'told', stop.signal);
    watchers.tell('a');
    await told;
    const waiting = wait(watchers, 'a', 'waiting');
    stop.abort();
    watchers.tell('a');
    await waiting;
    expect(heard).to.deep.equal(['told', 'waiting']);
  });
});
