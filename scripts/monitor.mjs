// npm run monitor -- --url URL --folder FOLDER --log ORG=KEY: follows a log under the packaged Node.
import { launch } from './lib/launch.mjs';

launch('gateway/dist/monitor/main.js');
