import postcss from 'postcss';

interface Rules {
  loader?: unknown;
  options?: Record<string, unknown>;
  use?: unknown;
  oneOf?: unknown;
  rules?: unknown;
}

const walk = (node: unknown): void => {
  if (Array.isArray(node)) node.forEach(walk);
  else if (typeof node === 'object' && node !== null) {
    const rule = node as Rules;
    if (typeof rule.loader === 'string' && rule.loader.includes('postcss-loader'))
      rule.options = { ...rule.options, implementation: postcss };
    [rule.use, rule.oneOf, rule.rules].forEach(walk);
  }
};

/**
 * Hands this package's own PostCSS to the loader. Which one npm hoists to the top of the tree depends on the other
 * packages there (miniprogram-simulate still brings 7), and the loader would take that one.
 */
export class OwnPostCss {
  apply(compiler: { options: { module: { rules: unknown } } }): void {
    walk(compiler.options.module.rules);
  }
}
