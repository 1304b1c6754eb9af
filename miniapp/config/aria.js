const path = require('node:path');

/**
 * Lets `aria-label`, `aria-role` and their kin reach WeChat's screen reader; Taro's weapp templates know none of them.
 * Templates (build) and data (run time) number the attributes separately, so both sides learn the same list.
 */
module.exports = (ctx) => {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(platform) {
      if (!platform.template) return;
      platform.template.mergeComponents(ctx, require('./aria-attributes'));
      platform.runtimePath = [platform.runtimePath, path.resolve(__dirname, 'aria-runtime.js')].flat();
    },
  });
};
