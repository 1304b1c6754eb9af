import path from 'node:path';
import { defineConfig } from '@tarojs/cli';
import { OwnPostCss } from './postcss';

const root = path.resolve(__dirname, '..');
/** Workspace TypeScript that the build must compile too; without it webpack says "Module parse failed". */
const sharedSrc = path.resolve(root, '..', 'shared', 'src');
const target = process.env.TARO_ENV ?? 'h5';

/**
 * Where the API lives. On h5 the pages are served by the API's own origin, hence ''.
 * A mini-program has no origin: `KOUYI_API_BASE=https://shop.example.com npm run build:weapp`.
 */
const apiBase = target === 'h5' ? '' : (process.env.KOUYI_API_BASE ?? 'http://127.0.0.1:3000');

/** The part of webpack-chain that is used here. */
interface Chain {
  plugin: (name: string) => { use: (plugin: typeof OwnPostCss) => unknown };
  resolve: {
    modules: { add: (folder: string) => unknown };
    alias: { set: (from: string, to: string) => unknown };
  };
  merge: (config: Record<string, unknown>) => unknown;
}

/** What both targets change in webpack. */
const webpackChain = (chain: Chain): void => {
  chain.plugin('own-postcss').use(OwnPostCss);
  // npm may nest parts of Taro inside others or inside this package; they must find each other all the same.
  const taroH5 = path.dirname(require.resolve('@tarojs/taro-h5/package.json'));
  for (const folder of ['node_modules', path.join(root, 'node_modules'), path.join(taroH5, 'node_modules')])
    chain.resolve.modules.add(folder);
};

/** On h5 what several pages use is fetched once, beside the first page, instead of lying in each of them. */
const h5Chain = (chain: Chain): void => {
  webpackChain(chain);
  chain.resolve.alias.set(
    '@tarojs/components/dist/taro-components/taro-components.css$',
    path.join(__dirname, 'no-components.css'),
  );
  chain.merge({
    optimization: {
      splitChunks: {
        cacheGroups: {
          parts: { name: 'parts', chunks: 'async', minChunks: 2, enforce: true, priority: 20 },
          // What the KOC's pages share is fetched with the first of them, not by everybody.
          koc: {
            name: 'koc',
            test: /[\\/]miniapp[\\/]src[\\/]koc[\\/]/,
            chunks: 'async',
            minChunks: 2,
            enforce: true,
            priority: 25,
          },
          // Only the few pages that show a code to be scanned fetch what draws it.
          codes: {
            name: 'codes',
            test: /[\\/](?:uqr|cards[\\/]qr)/,
            chunks: 'async',
            enforce: true,
            priority: 30,
          },
        },
      },
    },
  });
};

export default defineConfig<'webpack5'>({
  projectName: 'kouyi',
  date: '2026-11-21',
  designWidth: 375,
  deviceRatio: { 375: 2, 640: 1.17, 750: 1, 828: 0.905 },
  sourceRoot: 'src',
  outputRoot: `dist/${target}`,
  framework: 'react',
  plugins: [path.resolve(__dirname, 'aria.js')],
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: false },
  alias: { '@': path.resolve(root, 'src') },
  defineConstants: { API_BASE: JSON.stringify(apiBase) },
  logger: { quiet: true, stats: false },
  mini: {
    // Every component brings its own sheet and none overrides another's, so their order does not matter.
    miniCssExtractPluginOption: { ignoreOrder: true },
    optimizeMainPackage: { enable: true },
    webpackChain,
    compile: { include: [sharedSrc] },
    postcss: { pxtransform: { enable: true, config: {} }, cssModules: { enable: false } },
  },
  h5: {
    publicPath: '/m/',
    staticDirectory: 'static',
    webpackChain: h5Chain,
    compile: { include: [sharedSrc] },
    router: { mode: 'hash' },
    useHtmlComponents: true,
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: {
      ignoreOrder: true,
      filename: 'css/[name].[contenthash:8].css',
      chunkFilename: 'css/[name].[contenthash:8].css',
    },
    // Real px on h5: no script has to size the root before the first paint, and the browser's zoom works.
    postcss: {
      pxtransform: { enable: false, config: {} },
      autoprefixer: { enable: true, config: {} },
      cssModules: { enable: false },
    },
  },
});
