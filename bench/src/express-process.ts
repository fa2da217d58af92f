import type { AddressInfo } from 'node:net';
import express from 'express';

// The peer of the hub's REST rows: bare Express that reads a JSON body and answers a small one.
const app = express().disable('x-powered-by').disable('etag');
app.post('/v1/verifications', express.json(), (_request, response) => {
  response.json({ verdict: 'VALID' });
});
const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.on('message', () => process.send?.(process.cpuUsage()));
  process.once('disconnect', () => process.exit());
  process.send?.({ url: `http://127.0.0.1:${port}` });
});
