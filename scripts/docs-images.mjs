// npm run docs:images: an image of each certificate template and a telephone's view of a sheet, into docs/images.
// Needs poppler-utils and chromium.
import { launch } from './lib/launch.mjs';

launch('test/dist/support/docs-images.js');
