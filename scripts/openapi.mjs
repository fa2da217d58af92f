// Prints the gateway's API description (gateway/openapi.json), made from the endpoints' schemas.
import { endpoints } from '../gateway/dist/endpoints/index.js';
import { describeApi } from '../gateway/dist/openapi/document.js';

process.stdout.write(`${JSON.stringify(describeApi(endpoints), null, 2)}\n`);
