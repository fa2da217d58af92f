// npm run network -- up | status | logs NAME | restart NAME | kill NAME | upgrade | enrol ORG NAME | down | clean | help
import { buildFabric } from './build-fabric.mjs';
import { launch } from './lib/launch.mjs';
import { script } from './lib/process.mjs';

const [, , command] = process.argv;

// Release binaries, where they are named, need no building.
if (command === 'up' && !process.env.HANLIAN_FABRIC_BIN) await script(() => buildFabric({ quiet: true }));
if (!process.exitCode) await launch('network/dist/cli/bin.js');
