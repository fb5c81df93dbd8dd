import { it } from 'vitest';
import { describeOn, server } from '../support/server.ts';
import { converge } from './converge.ts';
import { pairsPerServer } from './runs.ts';

const wanted = await server('postgresql15');

describeOn(wanted, () => {
  it('goes from one random schema to another and back', () => converge(wanted, pairsPerServer), 3_600_000);
});
