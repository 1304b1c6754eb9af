/**
 * Activities: rules that react to what people type in groups, in a window of time.
 *
 * Words: a *rule* says where, when, who, how often, what for and how the bot answers; a *decision* is what a rule
 * made of one message; a counted one is a *participation*; a *tally* holds the numbers of one activity in one
 * group; *progress* is what one person did in one activity; a *quota* is a limit that spans groups, *leased* to
 * partitions in parts.
 * Always true: the same message is decided once; a person's progress, the tally and the grant are written in one
 * transaction; limit = left + leased + counted; a decision can be run again from its version and facts.
 */
import type { Domain } from '../kernel/domain';
import { auditActivities } from './audit';
import { jobs } from './jobs';
import { reactions } from './reactions';
import { routes } from './routes';

export { DecideAgain, type ParticipationPlan, planParticipations } from './batch';
export { closeActivity, createActivity, launchActivity } from './commands';
export { conflictsOf } from './conflicts';
export { type KindServer, serveKind } from './kinds';
export { activityDataOf, joinPlace } from './member-views';
export type { ActivityDoc, DecisionDoc } from './model';
export { countsByHour } from './hours';
export {
  countedSince,
  countsBetween,
  decisionsAbout,
  mainOutcomeOf,
  participationsOf,
} from './participations';
export { type Decided, type Incoming, mainOutcome } from './participate';
export { endingAt, ruleBook } from './rule-book';
export { takenPartIn } from './taken-part';
export {
  activitiesForSegment,
  activitiesIn,
  listActivities,
  ranBetween,
  ruleOfVersion,
  runningByGroup,
  titlesOf,
  viewsOf,
  wordsOf,
} from './views';

auditActivities();

export const activitiesDomain: Domain = { name: 'activities', routes, reactions, jobs };
