/**
 * Insights: numbers that lead to a list of what to do.
 *
 * Words: a *figure* is a number of the day so far; *attention* is what waits for a person; a *slot* is ten minutes
 * of a Shanghai day.
 * Always true: figures are rolled up as rewards are granted, each grant once; everybody sees the numbers of their
 * branch (messages alone are counted for the whole brand), and only items they may act on or read.
 */
import type { Domain } from '../kernel/domain';
import { reactions } from './reactions';
import { routes } from './routes';

export const insightsDomain: Domain = { name: 'insights', routes, reactions };
