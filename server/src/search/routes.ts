import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { findFor } from './views';

/** The console's one search box. */
export const routes = [route(contracts.search.find, ({ actor }, input) => findFor(actor, input))];
