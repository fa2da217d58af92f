import { keys, parseDate, schemas } from '../../domain/index.js';
import { write } from '../operation.js';
import { putFacts } from './record.js';

/** A year's working days, as the State Council's notice gives them. */
export const putCalendar = write('registry:putCalendar', schemas.putCalendar, async (ctx, request) => {
  for (const day of [...request.holidays, ...request.workdays]) parseDate(`${request.year}-${day}`);
  return putFacts(ctx, keys.calendar(request.year), request);
});
