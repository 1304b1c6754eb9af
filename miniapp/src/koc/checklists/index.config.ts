export default definePageConfig({
  navigationBarTitleText: '准备清单',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
