import type { AnchorPage, AnchorRecord } from '../../../domain/index.js';
import { keyPrefixes, schemas } from '../../../domain/index.js';
import { read } from '../../operation.js';

/** A provider's anchors in order, page by page. */
export const pageAnchors = read(
  'sharing:pageAnchors',
  schemas.pageAnchors,
  async ({ state }, { provider, limit, cursor }) => {
    const page = await state.page<AnchorRecord>([keyPrefixes.anchor, provider], { limit, cursor });
    const anchors = page.found.map(({ record }) => record);
    return { v: 1, anchors, ...(page.cursor !== undefined && { cursor: page.cursor }) } satisfies AnchorPage;
  },
);
