// npm run network -- up | status | logs NAME | restart NAME | kill NAME | upgrade | enrol ORG NAME | down | clean | help

import { main } from '../network/dist/cli/main.js';

process.exitCode = await main(process.argv.slice(2));
