// `taro` also turns TypeScript into JavaScript; types are checked by tsc, since a Taro build passes on type errors.
module.exports = { presets: [['taro', { framework: 'react', ts: true, compiler: 'webpack5' }]] };
