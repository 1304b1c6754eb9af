const { mergeInternalComponents } = require('@tarojs/shared');

mergeInternalComponents(require('./aria-attributes'));
