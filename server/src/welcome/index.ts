/**
 * Welcome: what the bot says when people join a group, and when a group grows.
 *
 * Words: *newcomers* are people who joined minutes ago; a *welcome* is one line for all newcomers of a few
 * seconds; a *notice* is what a band of group sizes says to a group that has just grown into it.
 * Always true: a group hears one welcome in 30 s at most; each band's notice comes once a group, for ever; nobody
 * on the blacklist is welcomed.
 */
import type { Domain } from '../kernel/domain';
import { reactions } from './reactions';

export const welcomeDomain: Domain = { name: 'welcome', reactions };
