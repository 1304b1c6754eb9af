import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { todayOf } from './views';

/** What the page of the day asks. */
export const routes = [route(contracts.insights.today, ({ actor }) => todayOf(actor))];
