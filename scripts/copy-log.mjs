// npm run copy-log -- --url URL --folder FOLDER: copies a log under the packaged Node.
import { launch } from './lib/launch.mjs';

launch('gateway/dist/monitor/copy-log.js');
