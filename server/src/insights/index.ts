/**
 * Insights: numbers that lead to a list of what to do.
 *
 * Words: a *figure* is a number of the Shanghai day so far; *attention* is what waits for a person.
 * Always true: figures are counted from the decisions themselves, so that those of branches add up to those of the
 * brand (people, who may be in two, aside); everybody sees the numbers of their branch, and only items they may
 * act on or read.
 */
import type { Domain } from '../kernel/domain';
import { routes } from './routes';

export const insightsDomain: Domain = { name: 'insights', routes };
