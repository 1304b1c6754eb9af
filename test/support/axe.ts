import { readFileSync } from 'node:fs';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What another theme can break. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** axe-core as it stands in the page, with the weight that it gives to each of its rules. */
type Axe = typeof axe & { _audit: { rules: readonly { id: string; impact?: string }[] } };

/**
 * What axe-core calls serious or critical on the page as it is shown now, one line each, with the first places; empty
 * when there is nothing. Works under our content security policy. `within` looks at a part of the page only, `asking` for
 * colours alone is enough of a page that was looked at in others.
 */
export async function seriousProblems(
  page: Page,
  within = 'body',
  asking: 'all' | 'colours' = 'all',
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Runtime.evaluate', { expression: SOURCE });
    await devtools.detach();
  }
  const violations = await page.evaluate(
    ([include, only]) => {
      const { axe } = globalThis as unknown as { axe: Axe };
      const light = axe._audit.rules.filter(
        ({ id, impact }) => impact === 'minor' || impact === 'moderate' || (only && !only.includes(id)),
      );
      return axe
        .run(
          { include },
          {
            resultTypes: ['violations'],
            selectors: false,
            // What we would not ask about anyway costs a fifth of the time.
            rules: Object.fromEntries(light.map(({ id }) => [id, { enabled: false }])),
          },
        )
        .then((found) => found.violations);
    },
    [within, asking === 'colours' ? COLOURS : undefined] as const,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ html, any }) => [html.slice(0, 160), any[0]?.message].filter(Boolean).join(' → '))
          .join(' | ')}`,
    );
}
