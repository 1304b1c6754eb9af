const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'automatic' } },
    },
    module: { type: 'commonjs' },
  },
];
const common = {
  transform: { '^.+\\.tsx?$': swc },
  moduleNameMapper: {
    '^@kouyi/shared/contracts$': '<rootDir>/shared/src/contracts/index.ts',
    '^@kouyi/shared/types$': '<rootDir>/shared/src/types/index.ts',
    '^@kouyi/shared/rules/(.*)$': '<rootDir>/shared/src/rules/$1.ts',
    '^@kouyi/embedded$': '<rootDir>/server/embedded/src/index.ts',
  },
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...(process.env.LONG ? [] : ['\\.long\\.test\\.ts$'])],
};
const project = (displayName, testMatch, more = {}) => ({
  ...common,
  displayName,
  testMatch,
  testEnvironment: 'node',
  ...more,
});

/** One project a kind of test, so that `npm test -- --selectProjects unit` leaves the slow ones out. */
module.exports = {
  // Promises are about what happens, not how fast: a busy machine of two cores may take ten times as long as a quiet one.
  testTimeout: 120_000,
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  // As many as a small machine has cores: each test brings a database or a browser with it. With three, nine journeys took
  // a fifth longer and a quarter more of the processor; with a few browser tests among them it came to the same.
  maxWorkers: 2,
  // Nothing is left open: a worker that ran forty files gives a gigabyte back, for which half a second is too short.
  workerGracefulExitTimeout: 15_000,
  globalSetup: '<rootDir>/test/support/build-before-tests.mjs',
  projects: [
    project('unit', ['<rootDir>/{shared,server}/**/*.test.ts']),
    project('journeys', ['<rootDir>/test/{journeys,properties,contracts,faults}/**/*.test.ts']),
    project('miniapp', ['<rootDir>/test/miniapp/**/*.test.{ts,tsx}'], { testEnvironment: 'jsdom' }),
    project('browser', ['<rootDir>/test/browser/**/*.test.ts']),
  ],
};
