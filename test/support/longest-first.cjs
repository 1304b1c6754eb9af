// Which test file goes first. Jest goes by what it remembers, which on a fresh clone is nothing, and then by the size of
// the files: a long one that begins last leaves cores idle for a minute. The longest are those that wait for a browser
// or for the demo brand; the first of them makes the brand that the others copy, and those that need none go meanwhile.
const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = [
  /browser\/console-pages/,
  /contracts\/policies/,
  /miniapp\/every-page/,
  /faults\/money-under-kills/,
  /demo\/seed/,
  /browser\/story/,
  /browser\/newcomer/,
  /browser\/customer/,
  /browser\/care/,
  /journeys\/payouts/,
  /test\/browser\//,
  /demo\/removal/,
  /test\/(faults|properties|journeys)\//,
];

const rank = ({ path }) => {
  const at = LONGEST.findIndex((pattern) => pattern.test(path));
  return at === -1 ? LONGEST.length : at;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const remembered = sorted.every(({ duration }) => duration !== undefined);
    return remembered ? sorted : sorted.sort((a, b) => rank(a) - rank(b));
  }
};
