/** Dependencies point one way: doors → commands → rules/model; domains → kernel; never into another domain's inside. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment:
        'Modules that need each other are one module, or one of them should be told instead of asking.',
      severity: 'error',
      from: {},
      to: {
        circular: true,
        dependencyTypesNot: ['type-only'],
        viaOnly: { dependencyTypesNot: ['type-only'] },
      },
    },
    {
      name: 'kernel-knows-no-domain',
      severity: 'error',
      from: { path: '^server/src/kernel/' },
      to: { path: '^server/src/(?!kernel/)' },
    },
    {
      name: 'domains-through-their-index',
      comment: 'Another domain is imported by its index.ts; its events file is its other public face.',
      severity: 'error',
      from: { path: '^server/src/([^/]+)/', pathNot: '^server/src/kernel/|\\.test\\.ts$' },
      to: {
        path: '^server/src/([^/]+)/(?!(index|events)\\.ts$)',
        pathNot: '^server/src/($1|kernel|adapters)/',
      },
    },
    {
      name: 'rules-do-no-io',
      severity: 'error',
      from: { path: '^server/src/[^/]+/rules\\.ts$' },
      to: {
        path: '^node_modules/(mongodb|mongoose|koa|ws)|^server/src/kernel/(store|command|http|outbox)\\.ts$',
      },
    },
    {
      name: 'shared-depends-on-nobody',
      severity: 'error',
      from: { path: '^shared/src/' },
      to: { path: '^(server|miniapp|test)/' },
    },
    {
      name: 'embedded-knows-nothing-of-the-product',
      severity: 'error',
      from: { path: '^server/embedded/src/' },
      to: { path: '^(server/src|shared|miniapp)/' },
    },
    {
      name: 'screens-take-contracts-as-types-only',
      comment: 'zod would add half a megabyte to the mini-program.',
      severity: 'error',
      from: { path: '^(miniapp|server/console)/src/' },
      to: { path: '^shared/src/contracts/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.tsx?$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
