import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { todayOf } from './views';

/** The day's page. */
export const routes = [route(contracts.insights.today, ({ actor }) => todayOf(actor))];
