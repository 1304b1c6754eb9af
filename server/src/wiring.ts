import { registerChannel } from './adapters/channel';
import { simulatorChannel } from './adapters/simulator';
import { participationsOf, ruleBook, runningByGroup } from './activities';
import { lastMessages } from './bot';
import { groupDirectory, groupsOfPerson, tellAboutGroups } from './groups';
import { memberBalances, statementOf } from './ledger';
import { tellAboutPeople } from './people';
import { blacklistedAmong, blacklistingOf } from './risk';

/** Domains that are imported by others hear here what those know: the only place where knowledge flows up. */
export function wireDomains(): void {
  registerChannel(simulatorChannel);
  tellAboutGroups({
    lastMessages,
    running: (groupIds) => Promise.resolve(runningByGroup(groupIds)),
    blacklisted: (personIds) => blacklistedAmong([...personIds]),
  });
  tellAboutPeople({
    memberships: groupsOfPerson,
    group: (groupId) => {
      const group = groupDirectory.get(groupId);
      return (
        group && { name: group.name, memberCount: group.memberCount, botCanRead: group.capabilities.read }
      );
    },
    groupsIn: (units) =>
      [...groupDirectory.all()].filter((group) => units.has(group.unitId)).map((group) => group.id),
    running: (groupIds) =>
      Promise.resolve(
        new Map(
          groupIds.map((id) => {
            const group = groupDirectory.get(id);
            const running = group ? ruleBook.inGroup(group).filter((live) => live.state === 'running') : [];
            return [id, running.map((live) => ({ id: live.id, title: live.rule.title }))];
          }),
        ),
      ),
    balances: (personIds) => memberBalances([...personIds]),
    entries: async (personId, limit) => (await statementOf(personId, { limit })).items,
    participations: participationsOf,
    blacklisting: blacklistingOf,
    blacklisted: (personIds) => blacklistedAmong([...personIds]),
  });
}
